"""Words of profiles: what a week of a streak was, what looks are called."""

from lti_tools.web.locale import lazy
from tools.gamification.domain.streaks import Kept

KEPT = {
    Kept.KEPT: lazy("Something shown"),
    Kept.FROZEN: lazy("Missed and forgiven"),
    Kept.EXCUSED: lazy("Excused"),
    Kept.REPAIRED: lazy("Mended by a side quest"),
    Kept.MISSED: lazy("Missed"),
    Kept.RUNNING: lazy("This week"),
}
KIND_TITLES = {"shape": lazy("Shape"), "colour": lazy("Colour"), "symbol": lazy("Symbol")}
