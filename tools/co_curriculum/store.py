"""Every query of topic vote on votes, options and rule cards, each held to one activity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.retries import not_resting
from lti_tools.store.database import Runner
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import ContextService
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.models import FrozenCard, Option, Poll, VoteRecord
from tools.co_curriculum.phases import VOTE
from tools.co_curriculum.settings import VoteSettings, read_settings

SETTLING = "topic-vote.settling"
"""Names the work of a close for `lti_tools.retries`."""


def poll_of(db: Session, activity_id: int, *, to_change: bool = False) -> Poll:
    """The vote of an activity, held `to_change`; raises `NotFound` where there is none.

    Who casts a ballot or closes the vote holds its phase before (`kit.schedule.hold`), so that a ballot is either in
    the count or refused, and many can vote at once.
    """
    query = select(Poll).where(Poll.activity_id == activity_id).execution_options(populate_existing=True)
    if to_change:
        query = query.with_for_update()
    poll = db.scalar(query)
    if poll is None:
        raise NotFound(f"no vote in activity {activity_id}")
    return poll


def ensure_poll(db: Session, activity_id: int) -> Poll:
    """The vote of an activity, made where it is missing, held for changing."""
    insert_or_ignore(db, Poll, {"activity_id": activity_id}, ["activity_id"])
    return poll_of(db, activity_id, to_change=True)


def settings_of(db: Runner, activity_id: int) -> VoteSettings:
    """The settings as they stand in this transaction."""
    return read_settings(stored_settings(db, activity_id))


def stored_settings(db: Runner, activity_id: int) -> Mapping[str, Any]:
    return db.scalar(select(Activity.settings).where(Activity.id == activity_id)) or {}


def polls_to_settle(db: Session, now: datetime, limit: int) -> Sequence[Poll]:
    """Votes that are over and to be worked out anew, held; those that another worker holds are left.

    Either their points have changed since, or the course's members, unknown then, are known now. Those whose work has
    just failed rest first.
    """
    members_told = exists().where(
        Activity.id == Poll.activity_id,
        ContextService.context_id == Activity.context_id,
        ContextService.roster_synced_at.is_not(None),
    )
    here = and_(PhaseRow.activity_id == Poll.activity_id, PhaseRow.key == VOTE.key, PhaseRow.ends <= now)
    over = and_(PhaseRow.next_due.is_(None), or_(PhaseRow.last_end.is_(None), PhaseRow.last_end <= now))
    half_known = Poll.settled_points.is_not(None) & Poll.roll_known.is_(False) & members_told
    return db.scalars(
        select(Poll)
        .join(PhaseRow, here)
        .where(over, or_(Poll.settled_at.is_(None), half_known))
        .where(not_resting(SETTLING, Poll.activity_id, now))
        .order_by(Poll.activity_id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Poll)
        .execution_options(populate_existing=True)
    ).all()


def polls_to_remind(db: Session, now: datetime, until: datetime, open_for: timedelta, limit: int) -> Sequence[Poll]:
    """Open votes that close before `until`, were open for `open_for` by then, and nobody was reminded of, held."""
    found = db.scalars(
        select(Poll)
        .join(PhaseRow, and_(PhaseRow.activity_id == Poll.activity_id, PhaseRow.key == VOTE.key))
        .where(
            PhaseRow.starts <= until - open_for,
            PhaseRow.ends > now,
            PhaseRow.ends <= until,
            or_(Poll.reminded_for.is_(None), Poll.reminded_for != PhaseRow.ends),
        )
        .order_by(Poll.activity_id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Poll)
        .execution_options(populate_existing=True)
    )
    return found.all()


BALLOT_ORDER = (Option.listed.desc(), Option.place, Option.id)
PUBLISHED = Option.state == State.PUBLISHED.value


def options_of(db: Session, activity_id: int) -> Sequence[Option]:
    """What stands on the ballot: the teacher's list and the published proposals."""
    return db.scalars(select(Option).where(Option.activity_id == activity_id, PUBLISHED).order_by(*BALLOT_ORDER)).all()


def add_option(db: Session, activity_id: int, text: str, place: int) -> None:
    """An option of the teacher's list."""
    db.add(Option(activity_id=activity_id, text=text, place=place))


def drop_options(db: Session, activity_id: int, options: Iterable[int]) -> None:
    db.execute(delete(Option).where(Option.activity_id == activity_id, Option.id.in_(list(options))))


@dataclass(frozen=True)
class Frozen:
    """A frozen rule card with the ids of its options, in the card's order."""

    card: Mapping[str, Any]
    option_ids: Sequence[int]
    digest: str
    at: datetime
    last_member: int | None = None
    """The id of the course's newest membership at the opening."""


def frozen_card(db: Runner, activity_id: int) -> Frozen | None:
    """The rule card as it was frozen at the opening."""
    query = select(
        FrozenCard.card, FrozenCard.option_ids, FrozenCard.digest, FrozenCard.frozen_at, FrozenCard.last_member
    )
    row = db.execute(query.where(FrozenCard.activity_id == activity_id)).first()
    return Frozen(row.card, row.option_ids, row.digest, row.frozen_at, row.last_member) if row else None


def freeze_card(db: Session, activity_id: int, frozen: Frozen) -> None:
    """Keep a card unless there is one; of two at the same moment the first stands."""
    values = {
        "card": frozen.card,
        "option_ids": list(frozen.option_ids),
        "digest": frozen.digest,
        "last_member": frozen.last_member,
    }
    insert_or_ignore(db, FrozenCard, {"activity_id": activity_id, **values, "frozen_at": frozen.at}, ["activity_id"])


def record_of(db: Runner, activity_id: int) -> Mapping[str, Any] | None:
    """What a sealed vote published; None before its sealing, and of a named one."""
    return db.scalar(select(VoteRecord.document).where(VoteRecord.activity_id == activity_id))


def drop_card(db: Session, activity_id: int) -> None:
    db.execute(delete(FrozenCard).where(FrozenCard.activity_id == activity_id))


def context_of(db: Session, activity_id: int) -> int:
    context_id = db.scalar(select(Activity.context_id).where(Activity.id == activity_id))
    if context_id is None:
        raise NotFound(f"activity {activity_id}")
    return context_id
