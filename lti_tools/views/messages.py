"""The table of messages: who is admitted by each, and the page it opens."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from lti_tools.errors import WrongRole
from lti_tools.launches import STAFF
from lti_tools.lti import claims as names
from lti_tools.lti.launch import Launch
from lti_tools.store.arrivals import Arrival
from lti_tools.suite import Suite

Admission = Callable[[Session, Launch, Arrival], None]
FirstPage = Callable[[Suite, Launch, Arrival], str]


def _everybody(_db: Session, launch: Launch, arrival: Arrival) -> None:
    if launch.review and launch.role not in STAFF and launch.review[1] != arrival.person.id:
        raise WrongRole


def _staff(_db: Session, launch: Launch, _arrival: Arrival) -> None:
    if launch.role not in STAFF:
        raise WrongRole


def _staff_or_oneself(_db: Session, launch: Launch, _arrival: Arrival) -> None:
    if launch.role not in STAFF and launch.for_user != launch.who.sub:
        raise WrongRole


def _admin_or_oneself(_db: Session, launch: Launch, _arrival: Arrival) -> None:
    if not launch.platform_admin and launch.for_user != launch.who.sub:
        raise WrongRole


def _activity(suite: Suite, launch: Launch, arrival: Arrival) -> str:
    activity = arrival.activity
    if launch.review:
        return "review.show"
    if activity and activity.configured_at and suite.tool(activity.tool):
        return f"{activity.tool}.home"
    return "setup.edit" if launch.role in STAFF else "setup.waiting"


def _review(suite: Suite, launch: Launch, arrival: Arrival) -> str:
    configured = arrival.activity and arrival.activity.configured_at
    return "review.show" if configured else _activity(suite, launch, arrival)


def _picker(_suite: Suite, _launch: Launch, _arrival: Arrival) -> str:
    return "deep_linking.pick"


def _privacy(_suite: Suite, _launch: Launch, _arrival: Arrival) -> str:
    return "privacy.show"


ADMISSION: dict[str, Admission] = {
    names.RESOURCE_LINK_REQUEST: _everybody,
    names.DEEP_LINKING_REQUEST: _staff,
    names.SUBMISSION_REVIEW_REQUEST: _staff_or_oneself,
    names.DATA_PRIVACY_REQUEST: _admin_or_oneself,
}
FIRST_PAGE: dict[str, FirstPage] = {
    names.RESOURCE_LINK_REQUEST: _activity,
    names.DEEP_LINKING_REQUEST: _picker,
    names.SUBMISSION_REVIEW_REQUEST: _review,
    names.DATA_PRIVACY_REQUEST: _privacy,
}
