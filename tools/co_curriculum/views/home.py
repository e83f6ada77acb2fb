"""The first page: the same address for everybody, each role its own view of the vote."""

from lti_tools.launches import Role, current_launch, require_role
from tools.co_curriculum.views import instructor, learner


@require_role(*Role)
def home() -> str:
    launch = current_launch()
    if launch.is_staff:
        return instructor.overview()
    return learner.ballot_page() if launch.role is Role.LEARNER else learner.onlooker_page()
