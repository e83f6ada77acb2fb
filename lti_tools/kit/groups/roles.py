"""Roles inside a group: what each does, who has which one now, and whose turn is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from lti_tools.kit.groups.tables import GroupSet
from lti_tools.kit.groups.terms import ROLE_KEYS
from lti_tools.pure.group_roles import roles_at, weeks_between
from lti_tools.web.locale import lazy

OWN_WORDS: Mapping[str, tuple[str, str]] = {
    "facilitator": (
        lazy("Facilitator"),
        lazy("Sees that everybody has understood the task and gets a turn, and keeps an eye on the time."),
    ),
    "checker": (
        lazy("Checker"),
        lazy("Asks how we know, compares the work with what was asked, and makes sure everyone can explain it."),
    ),
    "harmoniser": (
        lazy("Harmoniser"),
        lazy("Listens for who has gone quiet, thanks people, and helps when two do not agree."),
    ),
    "recorder": (
        lazy("Recorder"),
        lazy("Writes down what was decided and who does what by when, and tells it to the class."),
    ),
}


@dataclass(frozen=True)
class Role:
    """A role in the reader's language."""

    key: str
    name: str
    duty: str


class Grouped(Protocol):
    """Anything with members in their order."""

    @property
    def member_ids(self) -> tuple[int, ...]: ...


def first_roles() -> list[dict[str, str]]:
    """What a set begins with, in the suite's own words."""
    return [{"key": key, "name": "", "duty": ""} for key in ROLE_KEYS]


def read_roles(stored: Sequence[Mapping[str, Any]]) -> list[Role]:
    """Stored roles with their words; an empty name stands for the suite's own."""
    return [_role(str(one.get("key", "")), str(one.get("name", "")), str(one.get("duty", ""))) for one in stored]


def turn_at(found: GroupSet, zone: ZoneInfo, now: datetime) -> int:
    """Which turn it is: turns made by hand, and the weeks since turning by itself was switched on."""
    if not found.weekly or found.turns_from is None:
        return found.turn
    return found.turn + weeks_between(found.turns_from.astimezone(zone).date(), now.astimezone(zone).date())


def roles_in(found: GroupSet, groups: Sequence[Grouped], zone: ZoneInfo, now: datetime) -> dict[int, tuple[Role, ...]]:
    """Person id -> roles now; people without one are in it with none."""
    roles = {role.key: role for role in read_roles(found.roles)}
    turn = turn_at(found, zone, now)
    held: dict[int, tuple[Role, ...]] = {}
    for group in groups:
        for person, keys in roles_at(group.member_ids, list(roles), turn).items():
            held[person] = tuple(roles[key] for key in keys)
    return held


def _role(key: str, name: str, duty: str) -> Role:
    own_name, own_duty = OWN_WORDS.get(key, ("", ""))
    return Role(key, name or str(own_name), duty or ("" if name else str(own_duty)))
