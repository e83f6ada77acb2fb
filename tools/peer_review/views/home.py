"""The first page: the same address for everybody. Students find what to do, staff what waits, guests what this is."""

from flask import render_template

from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from tools.peer_review.service import progress, reading, teaching
from tools.peer_review.settings import read_settings
from tools.peer_review.views.steps import steps_of


@require_role(*Role)
def home() -> str:
    launch = current_launch()
    if launch.is_staff:
        return _staff()
    if launch.role is Role.LEARNER:
        return _learner()
    return render_template("peer-review/onlooker.html", settings=read_settings(launch.settings))


def _learner() -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        settings = read_settings(launch.settings)
        desk = reading.desk(db, suite.keys.keyed_hash, launch.activity, launch.person_id, now(), settings)
    return render_template("peer-review/learner.html", desk=desk, steps=steps_of(desk.phases.values(), desk))


def _staff() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        found = teaching.read_class(db, launch.activity, now())
        far = progress.progress(db, launch.activity)
    return render_template(
        "peer-review/overview.html", found=found, far=far, settings=found.settings, steps=steps_of(found.phases)
    )
