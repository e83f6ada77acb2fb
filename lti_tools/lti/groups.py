"""Groups that the platform knows: 1EdTech's Course Groups Service 1.0, Canvas's rosters of groups, Moodle's ids.

Few platforms have the service. Canvas tells the ids of a course's groups in a custom parameter and has a roster for
each; Moodle tells those of the launching person's own groups in one, without names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from lti_tools.errors import AnswerInvalid
from lti_tools.lti.links import with_query
from lti_tools.lti.nrps import Member, identifier, pages, read_page
from lti_tools.lti.reading import optional_map, optional_text
from lti_tools.lti.service import Service

SCOPE = "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly"
GROUPS_TYPE = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
SETS_TYPE = "application/vnd.ims.lti-gs.v1.contextgroupsetcontainer+json"


@dataclass(frozen=True)
class Group:
    id: str
    name: str = ""
    set_id: str = ""
    tag: str = ""


@dataclass(frozen=True)
class GroupSet:
    id: str
    name: str = ""


@dataclass(frozen=True)
class GroupRoster:
    """A group with its members."""

    group: Group
    members: tuple[Member, ...]


def course_groups(service: Service, url: str, *, user_id: str = "") -> list[Group]:
    """The groups at `context_groups_url`, of one person with `user_id` (Course Groups 1.0, 3)."""
    entries = _entries(service, with_query(url, user_id=user_id), GROUPS_TYPE, "groups")
    found = [
        Group(
            identifier(entry.get("id")),
            optional_text(entry.get("name")),
            identifier(entry.get("set_id")),
            optional_text(entry.get("tag")),
        )
        for entry in entries
    ]
    return [group for group in found if group.id]


def group_sets(service: Service, url: str) -> list[GroupSet]:
    """The sets of groups at `context_group_sets_url`."""
    entries = _entries(service, url, SETS_TYPE, "sets")
    found = [GroupSet(identifier(entry.get("id")), optional_text(entry.get("name"))) for entry in entries]
    return [one for one in found if one.id]


def canvas_group_roster(service: Service, memberships_url: str, group_id: str) -> GroupRoster:
    """A Canvas group by its number, from the roster that Canvas has for each group beside the course's."""
    name, found = "", []
    for page in pages(service, canvas_group_url(memberships_url, group_id)):
        name = name or optional_text(optional_map(page.json().get("context")).get("title"))
        found += read_page(page)
    return GroupRoster(Group(group_id, name), tuple(found))


def canvas_group_url(memberships_url: str, group_id: str) -> str:
    """The address of a group's roster on the Canvas that has the course's roster at `memberships_url`."""
    if not (group_id.isascii() and group_id.isdigit()):
        raise ValueError("a Canvas group has a number")
    parts = urlsplit(memberships_url)
    return urlunsplit(parts._replace(path=f"/api/lti/groups/{group_id}/names_and_roles", query="", fragment=""))


def ids_in(custom: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The group ids in a custom parameter (`lti.custom.VARIABLES`), separated by commas; no others than numbers."""
    parts = (part.strip() for part in custom.get(name, "").split(","))
    return tuple(dict.fromkeys(part for part in parts if part.isascii() and part.isdigit() and len(part) < 30))


def _entries(service: Service, url: str, media_type: str, name: str) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = []
    for page in service.pages(url, [SCOPE], media_type):
        entries = page.json().get(name)
        if not isinstance(entries, list):
            raise AnswerInvalid(f"{page.host}: a page without {name}")
        found += map(optional_map, entries)
    return found
