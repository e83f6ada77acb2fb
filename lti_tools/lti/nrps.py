"""The members of a context as its platform tells them: Names and Role Provisioning Services 2.0."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lti_tools.errors import AnswerInvalid
from lti_tools.lti.http import MEGABYTE, Answer
from lti_tools.lti.links import with_query
from lti_tools.lti.reading import ID_LENGTH, optional_map, optional_text, optional_texts, storable
from lti_tools.lti.service import Service

SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
MEDIA_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
PAGE_BYTES = 16 * MEGABYTE
"""Moodle sends a whole course on one page."""


class Status(StrEnum):
    ACTIVE = "Active"
    INACTIVE = "Inactive"
    DELETED = "Deleted"


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the roster. Names and e-mail are empty where the platform keeps them to itself."""

    user_id: str
    """The platform's `sub`."""
    roles: tuple[str, ...] = ()
    status: Status = Status.ACTIVE
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    group_ids: tuple[str, ...] = ()
    """From `group_enrollments` (Course Groups 1.0), where the platform sends it."""
    message: Mapping[str, Any] = field(default_factory=dict)
    """What a launch of the link `rlid` would carry for this person; empty without `rlid`."""


def members(
    service: Service, url: str, *, role: str = "", rlid: str = "", limit: int | None = None
) -> Iterator[Member]:
    """Every member of a context once, over all pages; entries that make no sense are left out.

    `role` is a role URI or Moodle's short name, `rlid` a resource link id (2.0, 3.3 and 3.4), `limit` a page size.
    Raises `AnswerInvalid` for a page without members: an empty roster must never come of a broken answer.
    """
    seen: set[str] = set()
    for page in pages(service, with_query(url, role=role, rlid=rlid, limit=str(limit) if limit else None), role=role):
        for member in read_page(page):
            if member.user_id not in seen:
                seen.add(member.user_id)
                yield member


def pages(service: Service, url: str, *, role: str = "") -> Iterator[Answer]:
    """The pages of a roster. Moodle's next page forgets `role`, so it is said again."""
    return service.pages(url, [SCOPE], MEDIA_TYPE, max_bytes=PAGE_BYTES, repeated={"role": role})


def read_page(page: Answer) -> list[Member]:
    entries = page.json().get("members")
    if not isinstance(entries, list):
        raise AnswerInvalid(f"{page.host}: a page without members")
    return [member for entry in entries if (member := read_member(entry))]


def read_member(entry: object) -> Member | None:
    """A member in a platform's answer; None for an entry without a usable `user_id`."""
    if not isinstance(entry, dict) or not (user_id := identifier(entry.get("user_id"))):
        return None
    enrolled = entry.get("group_enrollments")
    groups = [optional_map(group).get("group_id") for group in enrolled] if isinstance(enrolled, list) else []
    return Member(
        user_id=user_id,
        roles=optional_texts(entry.get("roles")),
        status=_status(entry.get("status")),
        name=optional_text(entry.get("name")),
        given_name=optional_text(entry.get("given_name")),
        family_name=optional_text(entry.get("family_name")),
        email=optional_text(entry.get("email")),
        group_ids=tuple(dict.fromkeys(filter(None, map(identifier, groups)))),
        message=_message(entry.get("message")),
    )


def identifier(value: object) -> str:
    """An id as text, whether the platform sent text or an integer; empty for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**30 else ""
    if not isinstance(value, str) or len(value) > ID_LENGTH or storable(value, ID_LENGTH) != value:
        return ""
    return value


def _status(value: object) -> Status:
    """Absent means active (2.0, 3.5); so does a word that nobody knows: a person is not lost for it."""
    word = value.rsplit("/", 1)[-1].rsplit("#", 1)[-1].capitalize() if isinstance(value, str) else ""
    return Status(word) if word in tuple(Status) else Status.ACTIVE


def _message(value: object) -> Mapping[str, Any]:
    """The first message of the list; the specification has a list, an object alone is seen too."""
    return optional_map(value[0] if isinstance(value, list) and value else value)
