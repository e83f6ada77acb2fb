"""The table of messages: who is admitted by each, and the page it opens."""

from collections.abc import Callable

from lti_tools.errors import WrongRole
from lti_tools.launches import STAFF
from lti_tools.lti import claims as names
from lti_tools.lti.launch import Launch
from lti_tools.store.places import Place
from lti_tools.suite import Suite

Admission = Callable[[Launch, Place], None]
FirstPage = Callable[[Suite, Launch, Place], str]


def _everybody(launch: Launch, place: Place) -> None:
    if launch.review and launch.role not in STAFF and launch.review[1] != place.person_id:
        raise WrongRole


def _staff(launch: Launch, _place: Place) -> None:
    if launch.role not in STAFF:
        raise WrongRole


def _staff_or_oneself(launch: Launch, _place: Place) -> None:
    if launch.role not in STAFF and launch.for_user != launch.who.sub:
        raise WrongRole


def _admin_or_oneself(launch: Launch, _place: Place) -> None:
    if not launch.platform_admin and launch.for_user != launch.who.sub:
        raise WrongRole


def _activity(suite: Suite, launch: Launch, place: Place) -> str:
    if launch.review:
        return "review.show"
    if place.configured and suite.tool(place.tool):
        return f"{place.tool}.home"
    return "setup.edit" if launch.role in STAFF else "setup.waiting"


def _review(suite: Suite, launch: Launch, place: Place) -> str:
    return "review.show" if place.configured else _activity(suite, launch, place)


def _picker(_suite: Suite, _launch: Launch, _place: Place) -> str:
    return "deep_linking.pick"


def _privacy(_suite: Suite, _launch: Launch, _place: Place) -> str:
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
