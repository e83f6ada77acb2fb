"""Pools of a peer review: sections or groups of the course, alone or joined, whose people review each other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.groups import groups
from tools.peer_review import store
from tools.peer_review.domain.allocation.pools import numbered, parts
from tools.peer_review.domain.allocation.problem import Wanted
from tools.peer_review.settings import PeerSettings


@dataclass(frozen=True)
class Pool:
    """One pool as the teacher sees it."""

    names: Sequence[str]
    """Of its sections and groups; none for everybody who is in no pool."""
    people: int
    works: int
    too_few: bool
    """Its people cannot get as many works as everybody is to review."""


def pool_of(db: Session, activity_id: int, settings: PeerSettings, people: Iterable[int]) -> dict[int, int]:
    """Person -> number of their pool; empty where there are no pools."""
    if not settings.pools:
        return {}
    inside: dict[str, set[int]] = {}
    for name, members in _groups(db, store.context_of(db, activity_id), activity_id):
        inside.setdefault(name.casefold(), set()).update(members)
    found = [frozenset[int]().union(*(inside.get(name.casefold(), ()) for name in pool)) for pool in settings.pools]
    return numbered(people, found)


def _groups(db: Session, context_id: int, activity_id: int | None) -> list[tuple[str, Collection[int]]]:
    """Sections and groups that the LMS tells, and the groups that the activity works with."""
    own = groups.groups_of(db, activity_id) if activity_id is not None else []
    told = [(one.name, one.member_ids) for one in roster.groups(db, context_id)]
    return [*told, *((one.name, one.member_ids) for one in own)]


def unknown(db: Session, context_id: int, activity_id: int | None, wanted: Iterable[str]) -> str:
    """The first of these names that nothing here has; empty where all are known, or no group is known yet."""
    known = {name.casefold() for name, _members in _groups(db, context_id, activity_id)}
    return next((name for name in wanted if known and name.casefold() not in known), "")


def shown(wanted: Wanted, settings: PeerSettings) -> list[Pool]:
    """The pools that somebody is in; empty where there are no pools."""
    if not settings.pools:
        return []
    found = []
    for part in parts(wanted):
        members = [*part.reviewers, *(min(people) for people in part.authors.values())]
        number = wanted.pools.get(members[0], len(settings.pools))
        names = settings.pools[number] if 0 <= number < len(settings.pools) else ()
        short = any(part.choices(one) < part.k for one in part.reviewers)
        found.append(Pool(names, len(part.reviewers), len(part.authors), short or not part.reviewers))
    return found
