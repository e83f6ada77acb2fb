"""A student's own way over the peer reviews of the course; compared with nobody."""

from flask import render_template

from lti_tools.launches import Role, current_launch, require_role
from lti_tools.suite import current_suite
from lti_tools.web.locale import lazy
from tools.peer_review.domain.growth.growth import Direction
from tools.peer_review.service import growing
from tools.peer_review.settings import read_settings

WORDS = {
    Direction.FIRST: lazy("First time"),
    Direction.BETTER: lazy("Better than before"),
    Direction.SAME: lazy("About as before"),
    Direction.LOWER: lazy("Lower than before"),
}
KEPT = {"yes": lazy("Done"), "partly": lazy("Partly"), "no": lazy("Not yet")}
TONES = {Direction.BETTER: "good", Direction.LOWER: "info"}


@require_role(Role.LEARNER)
def show() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        page = growing.own_growth(db, launch.activity, launch.person_id)
    points = {line.criterion: {point.activity: point for point in line.points} for line in page.lines}
    return render_template(
        "peer-review/growth.html",
        page=page,
        settings=read_settings(launch.settings),
        points=points,
        words=WORDS,
        tones=TONES,
        kept=KEPT,
    )
