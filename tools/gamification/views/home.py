"""The first page: the same address for everybody, each role its own view of the quests."""

from flask import render_template

from lti_tools.launches import Role, current_launch, require_role
from tools.gamification.views import learner, staff
from tools.gamification.views.current import current_settings


@require_role(*Role)
def home() -> str:
    launch = current_launch()
    if launch.is_staff:
        return staff.overview()
    if launch.role is Role.LEARNER:
        return learner.home()
    return render_template("quests/onlooker.html", settings=current_settings())
