"""Writing evidence, and everything that follows from it: points, levels, bosses, the grade. All in one transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.groups import groups
from tools.gamification.badges import awarding
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.ledger import Statement, replay
from tools.gamification.domain.questline.ruling import rules_of
from tools.gamification.service import bosses, grading
from tools.gamification.store import entries as rows
from tools.gamification.store import lines
from tools.gamification.store.lines import Published


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
    lines.row_of(db, activity_id, to_change=True)
    place = lines.published(db, activity_id)
    team = {person: group.id for group in groups.groups_of(db, activity_id) for person in group.member_ids}
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
        rows.back_again(db, activity_id, changed)
    bring_in_line(db, place, changed | _fell(db, place, now), now)
    return changed


def settle(db: Session, activity_id: int, now: datetime) -> None:
    """Look whether a boss has fallen because a team changed: somebody was excused, or is absent."""
    lines.row_of(db, activity_id, to_change=True)
    place = lines.published(db, activity_id)
    bring_in_line(db, place, _fell(db, place, now), now)


def _fell(db: Session, place: Published, now: datetime) -> frozenset[int]:
    """Write what fallen bosses give; return who got something."""
    rewarded = set()
    for fallen in bosses.newly_fallen(db, place, now):
        for person_id in fallen.sharing:
            entry = Entry(f"boss:{fallen.boss.key}:{fallen.group_id}", now, Kind.AWARD, points=fallen.boss.reward)
            rows.append(db, place.activity_id, person_id, entry, source="boss", group_id=fallen.group_id or None)
            rewarded.add(person_id)
    return frozenset(rewarded)


def bring_in_line(db: Session, place: Published, people: Collection[int], now: datetime) -> None:
    """Replay these people's ledgers and keep what comes out; their points go to the gradebook where that is on."""
    rules = rules_of(place.line, place.version, place.zone)
    statements = {
        person: replay(rules, rows.entries_of(db, place.activity_id, person), now) for person in sorted(people)
    }
    _keep(db, place, statements, now)


def recompute(db: Session, place: Published, now: datetime) -> None:
    """Replay everybody's ledger, after the rules changed."""
    rules = rules_of(place.line, place.version, place.zone)
    known = rows.ledgers(db, place.activity_id)
    _keep(db, place, {person: replay(rules, entries, now) for person, entries in sorted(known.items())}, now)


def _keep(db: Session, place: Published, statements: dict[int, Statement], now: datetime) -> None:
    for person, statement in statements.items():
        rows.keep_standing(db, place.activity_id, person, place.version, statement)
    facts = {person: one.facts for person, one in statements.items()}
    awarding.follow(db, place.activity_id, facts, now)
    grading.wish_grades(db, place, facts, now)


def statement_of(db: Session, place: Published, person_id: int, now: datetime) -> Statement:
    """One learner's account under the published rules."""
    rules = rules_of(place.line, place.version, place.zone)
    return replay(rules, rows.entries_of(db, place.activity_id, person_id), now)


def differences(
    before: Published, after: Published, ledgers: Iterable[tuple[int, list[Entry]]], now: datetime
) -> list[tuple[int, Statement, Statement]]:
    """(person, account now, account under the other rules) of everybody for whom they differ."""
    old, new = (rules_of(one.line, one.version, one.zone) for one in (before, after))
    found = []
    for person, entries in ledgers:
        one, other = replay(old, entries, now), replay(new, entries, now)
        if _told(one) != _told(other):
            found.append((person, one, other))
    return found


def _told(statement: Statement) -> object:
    facts = statement.facts
    return dict(facts.xp), facts.level, set(facts.quests_done)
