"""Bosses: how each team's battle stands, and which have just fallen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.groups import groups
from lti_tools.store.inserting import insert_or_ignore
from tools.gamification.domain.boss import Battle, Outcome, Standing, battle
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.questline.line import BossRule
from tools.gamification.domain.questline.ruling import boss_of, counts_against, rules_of
from tools.gamification.domain.rules import Rules
from tools.gamification.models import MemberRow, VictoryRow
from tools.gamification.store import entries as rows
from tools.gamification.store.lines import Published

CLASS = 0
"""Stands for the whole class in place of a team's id."""


@dataclass(frozen=True)
class TeamBattle:
    """One boss and one team; the whole class has no name here."""

    boss: BossRule
    group_id: int
    name: str
    members: tuple[int, ...]
    battle: Battle
    won_at: datetime | None

    @property
    def sharing(self) -> frozenset[int]:
        return self.battle.sharing

    @property
    def percent(self) -> int:
        """Of the health that is gone; what has fallen stays so."""
        return 100 if self.won_at else self.battle.percent

    @property
    def is_won(self) -> bool:
        return self.won_at is not None or self.battle.outcome is Outcome.WON

    @property
    def waiting_number(self) -> int | None:
        """How many have still to contribute; None where saying so would point at somebody (under five)."""
        return len(self.battle.waiting_for) if len(self.members) >= SMALL else None


SMALL = 5
"""In smaller teams pages say "goal open" and no number."""


def battles(db: Session, place: Published, *, group_id: int | None = None) -> list[TeamBattle]:
    """Every battle of the activity, or of one team and the class; a constant number of queries."""
    if not place.line.bosses:
        return []
    teams = [one for one in groups.groups_of(db, place.activity_id) if group_id in (None, one.id)]
    by_team = rows.group_ledgers(db, place.activity_id)
    everybody = rows.ledgers(db, place.activity_id) if any(one.whole_class for one in place.line.bosses) else {}
    learners = tuple(one.person_id for one in roster.learners(db, place.context_id)) if everybody else ()
    standing = rows.members_of(db, place.activity_id)
    won = _victories(db, place.activity_id)
    found = []
    for boss in place.line.bosses:
        sides: list[tuple[int, str, tuple[int, ...], Mapping[int, list[Entry]]]]
        if boss.whole_class:
            sides = [(CLASS, "", learners or tuple(everybody), everybody)]
        else:
            sides = [(one.id, one.name, one.member_ids, by_team.get(one.id, {})) for one in teams]
        for side_id, name, members, ledgers in sides:
            fight = _battle(place, boss, members, ledgers, standing)
            found.append(TeamBattle(boss, side_id, name, members, fight, won.get((boss.key, side_id))))
    return found


def _battle(
    place: Published,
    boss: BossRule,
    members: Sequence[int],
    ledgers: Mapping[int, list[Entry]],
    standing: Mapping[int, MemberRow],
) -> Battle:
    keys = counts_against(place.line, boss)
    rules = _damage_rules(place, keys)
    shown = {person: _shown(rules, ledgers.get(person, []), keys) for person in members}
    return battle(boss_of(boss), {person: _standing(standing.get(person)) for person in members}, shown)


def _damage_rules(place: Published, keys: frozenset[str]) -> Rules:
    """What learning is worth against the boss: as in the ledger, without the caps on points."""
    rules = rules_of(place.line, place.version, place.zone)
    pay = {key: pay for key, pay in rules.pay.items() if key in keys}
    return replace(rules, pay=pay, caps=(), quests=(), badges=())


def _shown(rules: Rules, entries: Sequence[Entry], keys: frozenset[str]) -> int:
    counted = [one for one in entries if one.objective in keys or one.kind is Kind.RETRACTION]
    if not counted:
        return 0
    return sum(line.points for line in replay(rules, counted, counted[0].at).lines)


def _standing(row: MemberRow | None) -> Standing:
    if row is None:
        return Standing.ACTIVE
    if row.excused_at is not None:
        return Standing.EXCUSED
    return Standing.ABSENT if row.absent_at is not None else Standing.ACTIVE


def _victories(db: Session, activity_id: int) -> dict[tuple[str, int], datetime]:
    query = select(VictoryRow).where(VictoryRow.activity_id == activity_id)
    return {(row.boss, row.group_id): row.at for row in db.scalars(query)}


def newly_fallen(db: Session, place: Published, now: datetime) -> list[TeamBattle]:
    """Battles that are won now and were not before; each is told once."""
    found = []
    for one in battles(db, place):
        if one.won_at is None and one.battle.outcome is Outcome.WON:
            values = {"activity_id": place.activity_id, "boss": one.boss.key, "group_id": one.group_id, "at": now}
            if insert_or_ignore(db, VictoryRow, values, ["activity_id", "boss", "group_id"]):
                found.append(one)
    return found
