"""A vote as one person finds it, in one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, select

from lti_tools.errors import NotFound
from lti_tools.kit.groups.tables import Group, GroupMember
from lti_tools.kit.schedule.schedule import read_phase
from lti_tools.kit.schedule.store import own_date
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.pure.schedule import Phase
from lti_tools.store.database import Runner
from lti_tools.store.prepared import Prepared
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import CourseGroup, CourseGroupMember, Membership
from tools.co_curriculum.electorate import set_in_use
from tools.co_curriculum.models import Ballot, FrozenCard, Option, Poll, VoteRecord
from tools.co_curriculum.models_placing import Placing
from tools.co_curriculum.phases import VOTE
from tools.co_curriculum.store import BALLOT_ORDER, PUBLISHED, Frozen
from tools.co_curriculum.store_ballots import CastBallot, marks_by_option


@dataclass(frozen=True)
class Sheet:
    """A vote as one person finds it."""

    phase: Phase
    """Voting, as this person has it."""
    options: Mapping[int, str]
    """Option id -> wording, in the order of the ballot."""
    own: CastBallot | None
    frozen: Frozen | None
    asked_for_topics: bool
    """Students are, or were, asked which topics they would like to work on."""
    groups: frozenset[str]
    """Names of the groups and sections that this person is in, in small letters."""
    member_id: int
    """The id of their membership of the course; 0 where there is none."""
    record: Mapping[str, Any] | None
    """What a sealed vote published."""


_LINE: Any = literal_column("'\n'")
"""Between names; in the statement's text, as a prepared one has no values to be written in later."""
_HERE = select(Activity.context_id).where(Activity.id == bindparam("activity_id")).scalar_subquery()
_TOLD = (
    select(func.aggregate_strings(CourseGroup.name, _LINE))
    .join(CourseGroupMember, CourseGroupMember.group_id == CourseGroup.id)
    .where(CourseGroupMember.person_id == bindparam("person_id"), CourseGroup.context_id == _HERE)
    .scalar_subquery()
)
_OWN = (
    select(func.aggregate_strings(Group.name, _LINE))
    .join(GroupMember, GroupMember.group_id == Group.id)
    .where(
        GroupMember.person_id == bindparam("person_id"),
        Group.set_id.in_(set_in_use(bindparam("activity_id"))),
        Group.removed.is_(False),
    )
    .scalar_subquery()
)
_MEMBER = (
    select(Membership.id)
    .where(Membership.person_id == bindparam("person_id"), Membership.context_id == _HERE)
    .scalar_subquery()
)

_SHEET = Prepared(
    select(
        PhaseRow.key,
        PhaseRow.starts,
        PhaseRow.ends,
        PhaseRow.last_end,
        PhaseRow.worked_out,
        own_date(bindparam("person_id")).label("own_date"),
        Option.id,
        Option.text,
        Ballot.id.label("ballot_id"),
        Ballot.cast_at,
        Ballot.marks,
        Ballot.words,
        FrozenCard.card,
        FrozenCard.option_ids,
        FrozenCard.digest,
        FrozenCard.frozen_at,
        FrozenCard.last_member,
        Placing.opened_at.label("asked_at"),
        _TOLD.label("told"),
        _OWN.label("own"),
        _MEMBER.label("member_id"),
        VoteRecord.document,
    )
    .select_from(Poll)
    .join(PhaseRow, and_(PhaseRow.activity_id == Poll.activity_id, PhaseRow.key == VOTE.key))
    .outerjoin(Placing, Placing.activity_id == Poll.activity_id)
    .outerjoin(Option, and_(Option.activity_id == Poll.activity_id, PUBLISHED))
    .outerjoin(Ballot, and_(Ballot.activity_id == Poll.activity_id, Ballot.person_id == bindparam("person_id")))
    .outerjoin(FrozenCard, FrozenCard.activity_id == Poll.activity_id)
    .outerjoin(VoteRecord, VoteRecord.activity_id == Poll.activity_id)
    .where(Poll.activity_id == bindparam("activity_id"))
    .order_by(*BALLOT_ORDER)
)


def sheet_of(db: Runner, activity_id: int, person_id: int | None) -> Sheet:
    """A vote with its options and the ballot of `person_id`, in one query; raises `NotFound` where there is no vote."""
    rows = _SHEET.all(db, {"activity_id": activity_id, "person_id": person_id})
    if not rows:
        raise NotFound(f"no vote in activity {activity_id}")
    first = rows[0]
    own = None
    options = {row.id: row.text for row in rows if row.id is not None}
    if first.ballot_id is not None:
        own = CastBallot(first.ballot_id, person_id, first.cast_at, marks_by_option(first.marks, options), first.words)
    frozen = None
    if first.card:
        frozen = Frozen(first.card, first.option_ids, first.digest, first.frozen_at, first.last_member)
    names = f"{first.told or ''}\n{first.own or ''}".casefold().split("\n")
    asked = first.asked_at is not None
    return Sheet(
        read_phase(first),
        options,
        own,
        frozen,
        asked,
        frozenset(filter(None, names)),
        first.member_id or 0,
        first.document,
    )
