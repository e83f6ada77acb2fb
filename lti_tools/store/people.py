"""The members of a course as queries, and a roster's changes as rows."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import Update, bindparam, case, func, literal, select, update
from sqlalchemy.orm import Session

from lti_tools.lti.roles import Role
from lti_tools.pure.roster_diff import Changes, Entry, Known
from lti_tools.store.inserting import insert_all_or_ignore
from lti_tools.store.prepared import Prepared
from lti_tools.store.tables.people import ContextService, Membership, Person

T = TypeVar("T")
BATCH = 500
STAFF = (Role.INSTRUCTOR, Role.ASSISTANT)
NAMES = ("name", "given_name", "family_name", "email")

EFFECTIVE_ROLE = case(
    (Membership.launch_role != "", Membership.launch_role),
    (Membership.roster_role != "", Membership.roster_role),
    else_=literal(Role.OBSERVER.value),
)
"""The newest launch's role, else the roster's: Moodle's roster lists a non-editing teacher as Learner."""
NOT_ERASED = select(Person.erased_at).where(Person.id == Membership.person_id).scalar_subquery().is_(None)
"""Of a membership. Looked up person by person: as a join PostgreSQL compares everybody with everybody in a course so
new that it has no statistics yet."""


def member_rows(db: Session, context_id: int) -> Sequence[tuple[Membership, Person, str]]:
    """Everybody known in the course, left or not, with the effective role; erased people are nobody."""
    query = (
        select(Membership, Person, EFFECTIVE_ROLE)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.context_id == context_id, Person.erased_at.is_(None))
        .order_by(Person.family_name, Person.name, Person.id)
    )
    return [(membership, person, role) for membership, person, role in db.execute(query)]


class MemberRow(NamedTuple):
    """One person in one course, as plain values: a class of them is read on nearly every page of staff."""

    person_id: int
    name: str
    given_name: str
    family_name: str
    role: str
    active: bool
    launched_at: datetime | None


def plain_members(db: Session, context_id: int) -> list[MemberRow]:
    """`member_rows` as plain values."""
    query = (
        select(
            Person.id,
            Person.name,
            Person.given_name,
            Person.family_name,
            EFFECTIVE_ROLE,
            Membership.active,
            Membership.launched_at,
        )
        .join(Membership, Person.id == Membership.person_id)
        .where(Membership.context_id == context_id, Person.erased_at.is_(None))
        .order_by(Person.family_name, Person.name, Person.id)
    )
    return [MemberRow._make(row) for row in db.execute(query)]


def languages(db: Session, context_id: int, people: Collection[int] | None = None) -> dict[int, str]:
    """Person id -> language chosen by themselves, else the locale of their newest launch; of all or some `people`."""
    query = (
        select(Person.id, Person.language, Person.locale)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.context_id == context_id, Person.erased_at.is_(None))
    )
    if people is not None and len(people) <= BATCH:
        query = query.where(Membership.person_id.in_(people))
    return {person_id: language or locale for person_id, language, locale in db.execute(query)}


_LEARNER_IDS = Prepared(
    select(Membership.person_id)
    .where(Membership.context_id == bindparam("context_id"), Membership.active, NOT_ERASED)
    .where(EFFECTIVE_ROLE == Role.LEARNER)
    .order_by(Membership.person_id)
)


def learner_ids(db: Session, context_id: int) -> list[int]:
    """Ids of the active learners, launched or not."""
    return [row.person_id for row in _LEARNER_IDS.all(db, {"context_id": context_id})]


def count_learners(db: Session, context_id: int) -> int:
    """How many active learners there are, launched or not."""
    query = (
        select(func.count())
        .select_from(Membership)
        .where(Membership.context_id == context_id, Membership.active, NOT_ERASED)
        .where(EFFECTIVE_ROLE.in_([Role.LEARNER]))
    )
    return db.scalar(query) or 0


def roster_synced_at(db: Session, context_id: int) -> datetime | None:
    """When the LMS last told who is in the course; None before it ever did."""
    newest: datetime | None = db.scalar(
        select(ContextService.roster_synced_at)
        .where(ContextService.context_id == context_id, ContextService.roster_synced_at.is_not(None))
        .order_by(ContextService.roster_synced_at.desc())
        .limit(1)
    )
    return newest


def known_members(db: Session, context_id: int) -> dict[str, Known]:
    """What `roster_diff.diff` compares the LMS's list with, by sub."""
    found = {}
    for membership, person, _role in member_rows(db, context_id):
        entry = Entry(
            person.sub,
            membership.roster_role,
            membership.active,
            **{name: getattr(person, name) for name in NAMES},
        )
        found[person.sub] = Known(
            entry,
            seen_in_roster=membership.seen_in_roster_at is not None,
            launched_at=membership.launched_at,
            is_staff=membership.launch_role in STAFF,
        )
    return found


def apply_changes(
    db: Session,
    platform_id: int,
    context_id: int,
    changes: Changes,
    now: datetime,
    may_add: Callable[[str], bool] = lambda sub: True,
) -> None:
    """Write a roster's changes down. `may_add` says no to a sub that was erased and is not known again.

    Persons come before memberships, as in a launch, so that no two transactions wait for each other.
    """
    arrived = sorted(changes.arrived, key=lambda entry: entry.sub)
    ids = person_ids(db, platform_id, [entry.sub for entry in (*arrived, *changes.changed)])
    new = [entry.sub for entry in arrived if entry.sub not in ids and may_add(entry.sub)]
    basis = {"platform_id": platform_id, "created_at": now, "updated_at": now}
    insert_all_or_ignore(db, Person, [{**basis, "sub": sub} for sub in new], ["platform_id", "sub"])
    ids |= person_ids(db, platform_id, new)
    known = [entry for entry in (*arrived, *changes.changed) if entry.sub in ids]
    _update_names(db, ids, known, now)
    _update_memberships(db, context_id, {ids[entry.sub]: entry for entry in known})
    gone = person_ids(db, platform_id, changes.left)
    for some in batches(sorted(gone.values())):
        db.execute(_membership(context_id, some).values(active=False))


def mark_seen(db: Session, platform_id: int, context_id: int, subs: Iterable[str], now: datetime) -> None:
    """Remember that the LMS listed these people."""
    for some in batches(sorted(person_ids(db, platform_id, list(subs)).values())):
        db.execute(_membership(context_id, some).values(seen_in_roster_at=now))


def person_ids(db: Session, platform_id: int, subs: Sequence[str]) -> dict[str, int]:
    """Ids of the people known on a platform among `subs`, by sub."""
    found: dict[str, int] = {}
    for some in batches(sorted(set(subs))):
        query = select(Person.sub, Person.id).where(
            Person.platform_id == platform_id, Person.sub.in_(some), Person.erased_at.is_(None)
        )
        found.update((sub, person_id) for sub, person_id in db.execute(query))
    return found


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """`values` in pieces that fit into one statement."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def _update_names(db: Session, ids: dict[str, int], entries: Iterable[Entry], now: datetime) -> None:
    wanted = {ids[entry.sub]: entry for entry in entries}
    for some in batches(sorted(wanted)):
        for person in db.scalars(select(Person).where(Person.id.in_(some)).order_by(Person.id)):
            told = {name: getattr(wanted[person.id], name) for name in NAMES}
            news = {name: value for name, value in told.items() if value and value != getattr(person, name)}
            for name, value in news.items():
                setattr(person, name, value)
                person.updated_at = now
    db.flush()


def _update_memberships(db: Session, context_id: int, entries: dict[int, Entry]) -> None:
    """Roster role and standing, by person id."""
    keys = [{"context_id": context_id, "person_id": person_id} for person_id in sorted(entries)]
    insert_all_or_ignore(db, Membership, keys, ["context_id", "person_id"])
    by_standing: dict[tuple[str, bool], list[int]] = {}
    for person_id, entry in sorted(entries.items()):
        by_standing.setdefault((entry.role, entry.active), []).append(person_id)
    for (role, active), ids in by_standing.items():
        for some in batches(ids):
            db.execute(_membership(context_id, some).values(roster_role=role, active=active))


def _membership(context_id: int, some: Sequence[int]) -> Update:
    here = (Membership.context_id == context_id, Membership.person_id.in_(some))
    return update(Membership).where(*here).execution_options(synchronize_session=False)
