"""Which tool a target_link_uri names. Only the signed claim decides; the login's copy is never looked at for this."""

import re
from urllib.parse import parse_qs, urlsplit

from lti_tools.errors import TargetForeign
from lti_tools.lti.reading import origin_of

_PATH = re.compile(r"/lti/launch(?:/(?P<tool>[a-z0-9-]{1,60}))?/?\Z")


def target_address(public_url: str, tool: str = "") -> str:
    """The target_link_uri of one tool, or of the suite."""
    return f"{public_url}/lti/launch" + (f"/{tool}" if tool else "")


def tool_of_target(target: str, public_url: str) -> str:
    """Slug in the target's path, empty for the suite's address; raises `TargetForeign` for any address not ours."""
    if origin_of(target) != origin_of(public_url):
        raise TargetForeign("target_link_uri")
    path = urlsplit(target).path.removeprefix(urlsplit(public_url).path)
    match = _PATH.match(path)
    if not match:
        raise TargetForeign("target_link_uri")
    return match["tool"] or ""


def review_address(public_url: str, tool: str, activity_id: int, person_id: int) -> str:
    """Where SpeedGrader opens one person's work: Canvas launches it as the teacher, its resource link is the course."""
    return f"{target_address(public_url, tool)}?review={activity_id}-{person_id}"


def review_of_target(target: str) -> tuple[int, int] | None:
    """(activity id, person id) of a `review_address`; None for other targets."""
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", parse_qs(urlsplit(target).query).get("review", [""])[0])
    return (int(match[1]), int(match[2])) if match else None
