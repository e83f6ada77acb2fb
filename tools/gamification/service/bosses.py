"""Bosses: how each team's battle stands, which have just fallen, and who shares in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.groups import groups
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.prepared import Prepared
from tools.gamification.domain.boss import Battle, Outcome, battle
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.questline.line import BossRule
from tools.gamification.domain.questline.ruling import boss_of, counts_against
from tools.gamification.domain.rules import Rules
from tools.gamification.models import VictoryRow
from tools.gamification.store import entries as rows
from tools.gamification.store.entries import Placed
from tools.gamification.store.lines import Published
from tools.gamification.teams import store

CLASS = store.ANYWHERE
"""Stands for the whole class in place of a team's id."""
SMALL = 5
"""In smaller teams pages say "goal open" and no number."""


@dataclass(frozen=True)
class TeamBattle:
    """One boss and one team; the whole class has no name here."""

    boss: BossRule
    group_id: int
    name: str
    members: tuple[int, ...]
    battle: Battle
    won_at: datetime | None
    solo: bool = False
    """A teacher lets the one active member go on alone."""
    lesson: str | None = None
    """What the team wrote after its first go; None where there is no second one."""

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
    def is_missed(self) -> bool:
        return self.won_at is None and self.battle.outcome is Outcome.MISSED

    @property
    def needs_teacher(self) -> bool:
        """Fewer than two active members, and nobody has said yet how they go on."""
        return not self.is_won and self.battle.outcome is Outcome.TOO_FEW and self.group_id != CLASS

    @property
    def waiting_number(self) -> int | None:
        """How many have still to contribute; None where saying so would point at somebody (under five)."""
        return len(self.battle.waiting_for) if len(self.members) >= SMALL else None

    @property
    def reward_id(self) -> str:
        """Of the entries that its reward is."""
        return f"boss:{self.boss.key}:{self.group_id}"


def battles(
    db: Session,
    place: Published,
    now: datetime,
    *,
    teams: Collection[int] | None = None,
    known: Sequence[groups.Group] | None = None,
) -> list[TeamBattle]:
    """Every battle of the activity, or those of some teams and the class; a constant number of queries.

    `known`: the groups, at least those of `teams`, where the caller has read them already.
    """
    if not place.line.bosses:
        return []
    found_groups = groups.groups_of(db, place.activity_id) if known is None else known
    sides = [(one.id, one.name, one.member_ids) for one in found_groups if teams is None or one.id in teams]
    people = {person for side in sides for person in side[2]}
    of_class = [one.key for one in place.line.bosses if one.whole_class]
    wanted = None if teams is None else [one[0] for one in sides]
    parts = store.parts_of(db, place.activity_id, wanted, people, of_class)
    if of_class:
        sides.append((CLASS, "", tuple(roster.learner_ids(db, place.context_id))))
    standing = rows.members_of(db, place.activity_id)
    members = {person: rows.standing_of(standing.get(person)) for side in sides for person in side[2]}
    solos, lessons = store.solos(db, place.activity_id), store.second_goes(db, place.activity_id)
    won = _victories(db, place.activity_id)
    found = []
    for boss in place.line.bosses:
        over = boss.ends_at is not None and now >= boss.ends_at
        for side_id, name, inside in sides:
            if boss.whole_class != (side_id == CLASS):
                continue
            lesson = lessons.get((boss.key, side_id))
            fight = battle(
                boss_of(boss),
                {person: members[person] for person in inside},
                parts.get((boss.key, side_id), {}),
                learnt=parts.get((boss.key, CLASS), {}),
                solo=side_id in solos,
                missed=over and lesson is None,
            )
            won_at = won.get((boss.key, side_id))
            found.append(TeamBattle(boss, side_id, name, inside, fight, won_at, side_id in solos, lesson))
    return found


_VICTORIES = Prepared(
    select(VictoryRow.boss, VictoryRow.group_id, VictoryRow.at).where(
        VictoryRow.activity_id == bindparam("activity_id")
    )
)


def _victories(db: Session, activity_id: int) -> dict[tuple[str, int], datetime]:
    return {(row.boss, row.group_id): row.at for row in _VICTORIES.all(db, {"activity_id": activity_id})}


# -- parts: what each has shown


def keep_parts(db: Session, place: Published, ledgers: Mapping[int, Sequence[Placed]]) -> None:
    """Replay what these people have shown against each boss, in each team and anywhere, and keep it."""
    if not place.line.bosses:
        return
    into = store.merges(db, place.activity_id)
    against = {boss.key: counts_against(place.line, boss) for boss in place.line.bosses}
    rules = {keys: _damage_rules(place.rules, keys) for keys in set(against.values())}
    for person, placed in ledgers.items():
        teams = _by_team(placed, into)
        shown = {(keys, team): _shown(rules[keys], mine, keys) for keys in rules for team, mine in teams.items()}
        parts = {(boss, team): shown[keys, team] for boss, keys in against.items() for team in teams}
        store.keep_parts(db, place.activity_id, person, parts)


def _by_team(placed: Sequence[Placed], into: Mapping[int, int]) -> dict[int, list[Entry]]:
    """Team -> what was earned in it, and all of it under `CLASS`; retractions come with each."""
    found: dict[int, list[Entry]] = {CLASS: [one.entry for one in placed]}
    taken_back = [one.entry for one in placed if one.entry.kind is Kind.RETRACTION]
    for one in placed:
        if one.group_id is not None and one.entry.kind is not Kind.RETRACTION:
            found.setdefault(into.get(one.group_id, one.group_id), list(taken_back)).append(one.entry)
    return found


def _damage_rules(rules: Rules, keys: frozenset[str]) -> Rules:
    """What learning is worth against a boss that `keys` count against: as in the ledger, without the caps on points."""
    pay = {key: replace(pay, base="") for key, pay in rules.pay.items() if key in keys}
    return replace(rules, pay=pay, caps=(), quests=(), badges=())


def _shown(rules: Rules, entries: Sequence[Entry], keys: frozenset[str]) -> int:
    counted = [one for one in entries if one.objective in keys or one.kind is Kind.RETRACTION]
    if not counted:
        return 0
    return sum(line.points for line in replay(rules, counted, counted[0].at).lines)


# -- what has fallen


def owed(
    db: Session,
    place: Published,
    now: datetime,
    *,
    teams: Collection[int] | None = None,
    people: Collection[int] | None = None,
    known: Sequence[groups.Group] | None = None,
) -> list[tuple[TeamBattle, int]]:
    """(battle that is won, who shares in it and has not got its reward yet); notes those that have just fallen.

    Everybody looked at, or in battles that fell before only these `people`: who was absent shares once they contribute.
    """
    candidates: list[tuple[TeamBattle, int]] = []
    for one in battles(db, place, now, teams=teams, known=known):
        fresh = one.won_at is None and one.battle.outcome is Outcome.WON and _note(db, place, one, now)
        if fresh or one.won_at is not None:
            sharing = one.sharing if fresh or people is None else one.sharing.intersection(people)
            candidates += [(one, person) for person in sorted(sharing)]
    if not candidates:
        return []
    ids, uids = {person for _, person in candidates}, {one.reward_id for one, _ in candidates}
    there = rows.have(db, place.activity_id, ids, uids)
    return [(one, person) for one, person in candidates if (person, one.reward_id) not in there]


def _note(db: Session, place: Published, one: TeamBattle, now: datetime) -> bool:
    values = {"activity_id": place.activity_id, "boss": one.boss.key, "group_id": one.group_id, "at": now}
    return insert_or_ignore(db, VictoryRow, values, ["activity_id", "boss", "group_id"])
