"""Every query of proposals, each held to one activity."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.duplicates.duplicates import like
from lti_tools.store.tables.activities import Activity
from tools.co_curriculum.domain.proposals import COUNTED, Kind, State
from tools.co_curriculum.models import FrozenCard, Option, Wording


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a proposal says."""

    kind: Kind
    text: str
    """Its title."""
    body: str = ""
    """Markdown."""
    link: str = ""
    effort: int | None = None
    """Weeks."""
    skills: str = ""
    """Separated by ", "."""


def add(
    db: Session, activity_id: int, words: Words, state: State, author_id: int, *, by_staff: bool, now: datetime
) -> Option:
    """A proposal behind all others."""
    last = db.scalar(select(func.max(Option.place)).where(Option.activity_id == activity_id))
    row = Option(
        activity_id=activity_id,
        place=0 if last is None else last + 1,
        listed=False,
        state=state.value,
        author_id=author_id,
        by_staff=by_staff,
        created_at=now,
        **asdict(words),
    )
    db.add(row)
    db.flush()
    return row


def words_of(row: Option) -> Words:
    return Words(kind=Kind(row.kind), text=row.text, body=row.body, link=row.link, effort=row.effort, skills=row.skills)


def rewrite(db: Session, row: Option, words: Words, by: int, now: datetime) -> None:
    """Other words for a proposal; how title and text read before stays in its history."""
    if (row.text, row.body) != (words.text, words.body):
        db.add(Wording(option_id=row.id, text=row.text, body=row.body, until=now, changed_by=by))
    for name, value in asdict(words).items():
        setattr(row, name, value)
    row.changed_at = now
    db.flush()


def get(db: Session, activity_id: int, option_id: int, *, to_change: bool = False) -> Option:
    """A proposal of this activity; raises `NotFound` for any other."""
    row = db.get(Option, option_id, with_for_update=to_change or None, populate_existing=to_change)
    if row is None or row.activity_id != activity_id:
        raise NotFound(f"no proposal {option_id} in activity {activity_id}")
    return row


def get_many(db: Session, activity_id: int, ids: Collection[int]) -> Mapping[int, Option]:
    rows = db.scalars(select(Option).where(Option.activity_id == activity_id, Option.id.in_(ids)))
    return {row.id: row for row in rows}


@dataclass(frozen=True)
class Listed:
    """What orders the list of proposals."""

    state: State
    group: str
    """The name under which a teacher put it beside others; empty for most."""


def visible(
    db: Session, activity_id: int, states: Iterable[State], author_id: int | None = None, words: str = ""
) -> dict[int, Listed]:
    """Id -> place of proposals in these states, and of all of one author's, that hold `words` in title or text."""
    mine = [Option.author_id == author_id] if author_id is not None else []
    query = select(Option.id, Option.state, Option.cluster).where(
        Option.activity_id == activity_id, or_(Option.state.in_([state.value for state in states]), *mine)
    )
    for word in words.split()[:6]:
        like = "%" + word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = query.where(
            or_(func.lower(Option.text).like(like, escape="\\"), func.lower(Option.body).like(like, escape="\\"))
        )
    return {row.id: Listed(State(row.state), row.cluster) for row in db.execute(query.order_by(Option.id))}


def count_in(db: Session, activity_id: int, *states: State) -> int:
    values = [state.value for state in states]
    query = select(func.count()).select_from(Option).where(Option.activity_id == activity_id, Option.state.in_(values))
    return db.scalar(query) or 0


def count_own(db: Session, activity_id: int, author_id: int) -> int:
    """How many proposals of a person wait or stand on the list."""
    query = (
        select(func.count())
        .select_from(Option)
        .where(
            Option.activity_id == activity_id,
            Option.author_id == author_id,
            Option.state.in_([state.value for state in COUNTED]),
        )
    )
    return db.scalar(query) or 0


def titles(db: Session, activity_id: int, states: Iterable[State] = COUNTED) -> dict[int, str]:
    """Id -> title of the proposals in these states."""
    values = [state.value for state in states]
    query = select(Option.id, Option.text).where(Option.activity_id == activity_id, Option.state.in_(values))
    return {row.id: row.text for row in db.execute(query)}


def alike_ids(title: str, titles: Mapping[int, str]) -> list[int]:
    """Ids of titles that look like this one, the most alike first."""
    ids = list(titles)
    return [ids[place] for place in like(title, list(titles.values()))]


def groups(db: Session, activity_id: int) -> Sequence[str]:
    """The groups that teachers have put proposals into, by name."""
    query = select(Option.cluster).where(Option.activity_id == activity_id, Option.cluster != "").distinct()
    return sorted(db.scalars(query), key=str.casefold)


def wordings(db: Session, option_id: int) -> Sequence[Wording]:
    """How a proposal read before, newest first."""
    return db.scalars(select(Wording).where(Wording.option_id == option_id).order_by(Wording.id.desc())).all()


def by_person(db: Session, person_id: int, context_id: int | None) -> Sequence[Option]:
    """Every proposal of a person, in one course or all."""
    query = select(Option).where(Option.author_id == person_id).order_by(Option.id)
    if context_id is not None:
        query = query.join(Activity, Activity.id == Option.activity_id).where(Activity.context_id == context_id)
    return db.scalars(query).all()


def erase_person(db: Session, person_id: int, context_id: int | None) -> None:
    """Delete a person's proposals; what is on a ballot already, or part of another proposal, stays without them.

    Nobody is named in the history that stays.
    """
    for row in by_person(db, person_id, context_id):
        if others_stand_on(db, row):
            row.author_id, row.by_staff = None, False
        else:
            db.delete(row)
    here = select(Option.id)
    if context_id is not None:
        here = here.join(Activity, Activity.id == Option.activity_id).where(Activity.context_id == context_id)
    db.execute(
        update(Wording)
        .where(Wording.changed_by == person_id, Wording.option_id.in_(here))
        .values(changed_by=None)
        .execution_options(synchronize_session=False)
    )
    db.flush()


def others_stand_on(db: Session, row: Option) -> bool:
    """Whether a proposal is on a ballot that is fixed, or another one is part of it."""
    merged = select(Option.id).where(Option.merged_into == row.id)
    fixed = select(FrozenCard.activity_id).where(FrozenCard.activity_id == row.activity_id)
    on_ballot = row.state == State.PUBLISHED.value and db.scalar(select(fixed.exists()))
    return bool(on_ballot) or db.scalar(select(merged.exists())) or False
