"""Addresses of reviews: a token for each reader, never an id."""

from lti_tools.errors import NotFound
from lti_tools.kit.pseudonyms.pseudonyms import activity_key, id_of
from lti_tools.launches import current_launch
from lti_tools.suite import current_suite
from lti_tools.web.numbers import whole_number
from tools.peer_review.service.reading import REVIEW_TOKEN


def whole(text: object) -> int:
    """The number in a hidden field; 0 for what is none."""
    digits = str(text or "")
    return whole_number(digits)


def review_id(token: str) -> int:
    """The review that a token of this reader stands for; raises `NotFound`."""
    launch = current_launch()
    found = id_of(activity_key(current_suite().keys.keyed_hash, launch.activity), REVIEW_TOKEN, token, launch.person_id)
    if found is None:
        raise NotFound("no such review")
    return found
