"""What members of a group say about each other's part in the work; the teacher reads it, each member a safe mean.

A member reads their own mean alone, over three or more others, and only after the teacher has closed it: a number that
moved while mates answer would tell who said what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.groups import groups
from lti_tools.kit.groups.groups import Group
from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.launches import CurrentLaunch
from lti_tools.pure.schedule import Stand, stand
from lti_tools.store.inserting import insert_or_ignore
from tools.peer_review import refusals, store
from tools.peer_review.domain.contribution.contribution import Sign, factor, shares, signs
from tools.peer_review.learning import SHARES
from tools.peer_review.models_learning import Contribution
from tools.peer_review.phases import REVIEW

SHARE = "share"
BEHAVIOURS = ("work", "together", "track", "quality", "skills")
"""Doing one's part, working with mates, keeping the group on track, wanting it good, knowing what it takes."""
ENOUGH = 3
"""Others from whom on a member reads their own mean."""
LONGEST = 2000

Said = Mapping[int, Mapping[str, int]]
"""Member -> key -> number."""


@dataclass(frozen=True)
class Sheet:
    """What one member fills in."""

    group: Group
    mates: Sequence[int]
    """All members, oneself too."""
    said: Said
    note: str
    is_open: bool
    told: bool
    """The teacher has closed it, and members read their means."""


def rows_of(db: Session, activity_id: int) -> Sequence[Contribution]:
    return db.scalars(select(Contribution).where(Contribution.activity_id == activity_id)).all()


def sheet(db: Session, activity_id: int, person_id: int, now: datetime) -> Sheet | None:
    """None for somebody without a group, or alone in it."""
    group = groups.group_of(db, activity_id, person_id)
    if group is None or len(group.member_ids) < 2:
        return None
    told = store.round_of(db, activity_id).team_told_at is not None
    own = [one for one in rows_of(db, activity_id) if one.rater_id == person_id]
    phase = next(one for one in phases_of(db, activity_id, person_id) if one.key == REVIEW.key)
    return Sheet(
        group=group,
        mates=tuple(group.member_ids),
        said={one.about_id: {key: int(value) for key, value in one.said.items()} for one in own},
        note=next((one.note for one in own if one.note), ""),
        is_open=not told and stand(phase, now) is not Stand.WAITING,
        told=told,
    )


def say(db: Session, launch: CurrentLaunch, said: Said, note: str, now: datetime) -> None:
    """Store what a member says about all members; said again, the newest counts. Raises a `Refusal`."""
    store.round_of(db, launch.activity, to_change=True)
    found = sheet(db, launch.activity, launch.person_id, now)
    if found is None or not found.is_open:
        raise refusals.team_not_open()
    if set(said) != set(found.mates):
        raise refusals.team_changed()
    for about, numbers in said.items():
        key = {"activity_id": launch.activity, "rater_id": launch.person_id, "about_id": about}
        insert_or_ignore(db, Contribution, {**key, "said": {}, "note": "", "said_at": now}, list(key))
        row = db.scalars(select(Contribution).filter_by(**key).execution_options(populate_existing=True)).one()
        row.said, row.said_at = dict(numbers), now
        row.note = note[:LONGEST] if about == launch.person_id else ""
    db.flush()


def tell(db: Session, activity_id: int, now: datetime) -> None:
    """Close it, and let each member read their own mean."""
    store.round_of(db, activity_id, to_change=True).team_told_at = now
    db.flush()


# -- what comes of it


@dataclass(frozen=True)
class Member:
    """One member as the teacher sees them."""

    person: int
    has_said: bool
    raters: int
    """Others who said something about them."""
    mean: float | None
    """Percent of an even share, or 1..5; None where nobody else said anything."""
    own: float | None
    """What they say of themselves, in the same measure."""
    factor: float | None
    """By how much the group's mark would count for them, by what the others say; of behaviour alone."""
    signs: Sequence[Sign]
    note: str


@dataclass(frozen=True)
class Team:
    """One group with its members."""

    group: Group
    members: Sequence[Member]

    @property
    def answers(self) -> int:
        return sum(one.has_said for one in self.members)


def teams(db: Session, activity_id: int, kind: str) -> list[Team]:
    """Every group of the activity; a constant number of queries."""
    rows = rows_of(db, activity_id)
    return [_team(group, rows, kind) for group in groups.groups_of(db, activity_id)]


def _team(group: Group, rows: Sequence[Contribution], kind: str) -> Team:
    inside = set(group.member_ids)
    own = [one for one in rows if one.rater_id in inside and one.about_id in inside]
    said: dict[int, dict[int, float]] = {}
    for one in own:
        number = _number(one, kind)
        if number is not None:
            said.setdefault(one.rater_id, {})[one.about_id] = number
    notes = {one.rater_id: one.note for one in own if one.note}
    made = {one.member: one for one in shares(said)} if kind == SHARES else {}
    members = []
    for person in group.member_ids:
        others = [row[person] for rater, row in said.items() if rater != person and person in row]
        if kind == SHARES:
            told = made.get(person)
            mean, view = (told.share, told.own) if told else (None, None)
        else:
            mean, view = fmean(others) if others else None, said.get(person, {}).get(person)
        members.append(
            Member(
                person=person,
                has_said=person in said,
                raters=len(others),
                mean=mean,
                own=view,
                factor=factor(said, person) if kind != SHARES and others else None,
                signs=signs(said, person) if kind != SHARES else (),
                note=notes.get(person, ""),
            )
        )
    return Team(group, members)


def _number(one: Contribution, kind: str) -> float | None:
    """What was said as one number; None where it was said under another setting."""
    if kind == SHARES:
        return float(one.said[SHARE]) if SHARE in one.said else None
    numbers = [int(one.said[key]) for key in BEHAVIOURS if key in one.said]
    return fmean(numbers) if numbers else None


def own_mean(db: Session, activity_id: int, person_id: int, kind: str) -> Member | None:
    """The person's own line once the teacher has closed it; None before, without a group, or below `ENOUGH` raters."""
    if store.round_of(db, activity_id).team_told_at is None:
        return None
    found = [one for team in teams(db, activity_id, kind) for one in team.members if one.person == person_id]
    return found[0] if found and found[0].raters >= ENOUGH and found[0].mean is not None else None
