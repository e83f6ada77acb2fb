"""The activity of the request at hand: its settings, its own words, the learner in it."""

from collections.abc import Mapping

from lti_tools.launches import current_launch
from lti_tools.web.locale import gettext as _
from tools.gamification.settings import QuestSettings, read_settings


def current_settings() -> QuestSettings:
    return read_settings(current_launch().settings)


def words(settings: QuestSettings) -> Mapping[str, str]:
    """What points, level, team and boss are called in this course: for headings and labels, never inside a sentence."""
    own = {"points": _("Points"), "level": _("Level"), "team": _("Team"), "boss": _("Boss")}
    return {name: settings.words.get(name) or word for name, word in own.items()}
