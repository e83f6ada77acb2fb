"""Writing evidence, and everything that follows from it: points, levels, bosses, the grade. All in one transaction."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.groups import groups
from tools.gamification.badges import awarding
from tools.gamification.dates.store import all_dates
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.ledger import Statement, replay
from tools.gamification.domain.questline.personal import with_dates
from tools.gamification.domain.questline.ruling import rules_of
from tools.gamification.domain.rules import Rules
from tools.gamification.service import bosses, grading
from tools.gamification.store import entries as rows
from tools.gamification.store import lines
from tools.gamification.store.entries import Placed
from tools.gamification.store.lines import Published
from tools.gamification.teams import shared


@dataclass(frozen=True)
class New:
    """An entry to be written, and whose it is."""

    person_id: int
    entry: Entry
    reason: str = ""


def record(
    db: Session, activity_id: int, news: Sequence[New], *, source: str, actor_id: int | None = None, now: datetime
) -> frozenset[int]:
    """Append entries and bring in line what follows from them; return the people for whom something was new.

    The questline is held meanwhile, so evidence of one activity is written in one order, and never under rules that
    are being replaced. An entry whose id is known changes nothing.
    """
    lines.hold(db, activity_id)
    place = lines.published(db, activity_id)
    known = groups.groups_with(db, activity_id, {new.person_id for new in news})
    team = {person: group.id for group in known for person in group.member_ids}
    changed = frozenset(
        new.person_id
        for new in news
        if rows.append(
            db,
            activity_id,
            new.person_id,
            new.entry,
            source=source,
            reason=new.reason,
            actor_id=actor_id,
            group_id=team.get(new.person_id),
        )
    )
    if not changed:
        return changed
    if any(new.entry.kind is Kind.ACCEPTED for new in news):
        back = rows.back_again(db, activity_id, changed)
        for person_id, entry in shared.owed(db, place, back, team):
            rows.append(db, activity_id, person_id, entry, source="work", group_id=team[person_id])
    ledgers = rows.placed_of(db, activity_id, changed)
    bosses.keep_parts(db, place, ledgers)
    concerned = {team[person] for person in changed if person in team}
    rewarded = _rewarded(db, place, bosses.owed(db, place, now, teams=concerned, people=changed, known=known), now)
    ledgers |= rows.placed_of(db, activity_id, rewarded) if rewarded else {}
    _replay(db, place, ledgers, now)
    return changed


def settle(db: Session, activity_id: int, now: datetime) -> None:
    """Look whether a boss has fallen because a team changed: somebody was moved, excused, or is absent."""
    lines.hold(db, activity_id)
    place = lines.published(db, activity_id)
    rewarded = _rewarded(db, place, bosses.owed(db, place, now), now)
    if rewarded:
        _replay(db, place, rows.placed_of(db, activity_id, rewarded), now)


def recount_parts(db: Session, activity_id: int, now: datetime) -> None:
    """Find anew what everybody has shown in which team, after teams were put together or the rules changed."""
    lines.hold(db, activity_id)
    place = lines.published(db, activity_id)
    bosses.keep_parts(db, place, rows.placed_of(db, activity_id))
    settle(db, activity_id, now)


def _rewarded(db: Session, place: Published, owed: Sequence[tuple[bosses.TeamBattle, int]], now: datetime) -> set[int]:
    """Write what fallen bosses give; return who got something."""
    for one, person_id in owed:
        entry = Entry(one.reward_id, now, Kind.AWARD, points=one.boss.reward)
        rows.append(db, place.activity_id, person_id, entry, source="boss", group_id=one.group_id or None)
    return {person_id for _, person_id in owed}


def _replay(db: Session, place: Published, ledgers: Mapping[int, Sequence[Placed]], now: datetime) -> None:
    """Replay these people's ledgers and keep what comes out; their points go to the gradebook where that is on."""
    rules = rules_for(db, place)
    found = {person: replay(rules(person), [one.entry for one in ledgers[person]], now) for person in sorted(ledgers)}
    _keep(db, place, found, now)


def bring_in_line(db: Session, activity_id: int, people: Collection[int], now: datetime) -> None:
    """Replay these people's ledgers, after something of their own changed; the questline's row is held."""
    place = lines.published(db, activity_id)
    _replay(db, place, rows.placed_of(db, activity_id, people), now)


def rules_for(db: Session, place: Published) -> Callable[[int], Rules]:
    """Person -> the rules for them. Dates give points by a time bonus alone: without one all have the same."""
    common = place.rules
    own = {}
    if place.line.bonus:
        for person, dates in all_dates(db, place.activity_id).items():
            own[person] = rules_of(with_dates(place.line, dates), place.version, place.zone)
    return lambda person: own.get(person, common)


def recompute(db: Session, place: Published, now: datetime) -> None:
    """Replay everybody's ledger, after the rules changed."""
    known = rows.placed_of(db, place.activity_id)
    bosses.keep_parts(db, place, known)
    _replay(db, place, known, now)


def _keep(db: Session, place: Published, statements: dict[int, Statement], now: datetime) -> None:
    for person, statement in statements.items():
        rows.keep_standing(db, place.activity_id, person, place.version, statement)
    facts = {person: one.facts for person, one in statements.items()}
    awarding.follow(db, place.activity_id, facts, now)
    grading.wish_grades(db, place, facts, now)


def statement_of(db: Session, place: Published, person_id: int, now: datetime) -> Statement:
    """One learner's account under the published rules; `place` holds the questline as they have it."""
    rules = place.rules
    return replay(rules, rows.entries_of(db, place.activity_id, person_id), now)


def differences(
    db: Session, before: Published, after: Published, ledgers: Iterable[tuple[int, list[Entry]]], now: datetime
) -> list[tuple[int, Statement, Statement]]:
    """(person, account now, account under the other rules) of everybody for whom they differ."""
    old, new = (rules_for(db, one) for one in (before, after))
    found = []
    for person, entries in ledgers:
        one, other = replay(old(person), entries, now), replay(new(person), entries, now)
        if _told(one) != _told(other):
            found.append((person, one, other))
    return found


def _told(statement: Statement) -> object:
    facts = statement.facts
    return dict(facts.xp), facts.level, set(facts.quests_done)
