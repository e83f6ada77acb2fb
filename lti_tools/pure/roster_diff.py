"""What a roster changes: the members known so far, the list that the LMS gives now, and what follows from both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """One person of the LMS's list. Names and e-mail are empty where the LMS keeps them to itself."""

    sub: str
    role: str
    active: bool = True
    deleted: bool = False
    """Gone from the course, and named once more only to say so."""
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Known:
    """What stands in our tables of one person in the course. `entry.role` is the roster's, empty before any roster."""

    entry: Entry
    seen_in_roster: bool = False
    launched_at: datetime | None = None
    is_staff: bool = False
    """By the role of the newest launch."""


@dataclass(frozen=True)
class Changes:
    """`arrived`: nobody knew them. `changed`: as they stand from now on. `left`: subs that are active no more."""

    arrived: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    left: tuple[str, ...]


def diff(before: Mapping[str, Known], after: Iterable[Entry], asked_at: datetime) -> Changes:
    """What to do so that `before` (by sub) says what `after` says; `asked_at` is when the LMS was asked.

    Nobody is ever removed: whoever is missing afterwards is active no more. Somebody who launched since the LMS was
    asked has not left; nor have staff that no roster ever listed (Moodle's site administrators).
    """
    listed = {entry.sub: entry for entry in after}
    arrived = tuple(entry for sub, entry in listed.items() if sub not in before and not entry.deleted)
    changed = []
    for sub, known in before.items():
        if sub in listed and (merged := _merged(known.entry, listed[sub])) != known.entry:
            changed.append(merged)
    left = [sub for sub, known in before.items() if sub not in listed and known.entry.active and _left(known, asked_at)]
    return Changes(arrived, tuple(changed), tuple(left))


def _merged(ours: Entry, theirs: Entry) -> Entry:
    """The LMS's word, except that it cannot make us forget a name by leaving it out."""
    return replace(
        theirs,
        active=theirs.active and not theirs.deleted,
        deleted=False,
        name=theirs.name or ours.name,
        given_name=theirs.given_name or ours.given_name,
        family_name=theirs.family_name or ours.family_name,
        email=theirs.email or ours.email,
    )


def _left(known: Known, asked_at: datetime) -> bool:
    if known.launched_at is not None and known.launched_at >= asked_at:
        return False
    return known.seen_in_roster or not known.is_staff
