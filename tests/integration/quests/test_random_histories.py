"""Random terms: what is kept event by event is what replaying everything gives, and goals keep their ratio."""

import random
from datetime import timedelta

import pytest

from lti_tools.errors import Refusal
from lti_tools.kit.groups import groups
from tests.support.questlines import make_teams, set_up_quests
from tests.support.school import NOW, add_activity, add_person
from tools.gamification.domain.boss import Outcome
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.service import bosses, ledger, teaching
from tools.gamification.service.ledger import New
from tools.gamification.store import entries, lines
from tools.gamification.teams import store, tasks

KEYS = ("notes", "sample", "talk", "help")


@pytest.fixture
def db_url(sqlite_files, tmp_path):
    return sqlite_files.fresh(tmp_path)


def one_step(db, school, rng, people, teams, now):
    """Something that happens in a course: evidence, retraction, excuse, return, absence, a move, a merger."""
    activity, person = school.activity_id, rng.choice(people)
    deed = rng.randrange(8)
    if deed < 3:
        teaching.tick_off(db, activity, [person], rng.choice(KEYS), "", None, now)
    elif deed == 3:
        standing = [one for one in entries.entries_of(db, activity, person) if one.id.startswith("teacher:")]
        if standing:
            teaching.retract(db, activity, person, rng.choice(standing).id, "", None, now)
    elif deed == 4:
        teaching.excuse(db, activity, person, "", now)
    elif deed == 5:
        teaching.include_again(db, activity, person, now)
    elif deed == 6:
        entries.ensure_member(db, activity, person).absent_at = now
    else:
        first, second = rng.sample(teams, 2)
        if rng.random() < 0.5:
            groups.bring(db, school.context_id, activity, [person], first, people[0], now)
        else:
            tasks.put_together(db, school.context_id, activity, first, second, people[0], now)


def kept(db, activity):
    parts = {place: shown for place, shown in store.parts_of(db, activity).items() if any(shown.values())}
    return parts, entries.standings(db, activity)


def play(database, school, people, seed, steps):
    rng = random.Random(seed)
    with database.write() as db:
        teams = make_teams(db, school.context_id, school.activity_id, tuple(people[:3]), tuple(people[3:]), ())
    for number in range(steps):
        now = NOW + timedelta(hours=number)
        try:
            with database.write() as db:
                one_step(db, school, rng, people, teams, now)
        except Refusal:
            continue
        with database.read() as db:
            place = lines.published(db, school.activity_id)
            known = entries.members_of(db, school.activity_id)
            for side in bosses.battles(db, place, now):
                active = [one for one in side.members if entries.standing_of(known.get(one)) == "active"]
                assert side.battle.health == side.boss.health_each * len(active), seed
                assert side.battle.outcome is not Outcome.WON or len(active) >= 2, seed
    with database.write() as db:
        before = kept(db, school.activity_id)
        ledger.recompute(db, lines.published(db, school.activity_id), NOW)
        assert kept(db, school.activity_id) == before, seed


@pytest.fixture
def six(database, school):
    with database.write() as db:
        return [add_person(db, school, name, launched="learner") for name in "abcdef"]


def test_what_is_kept_is_what_replaying_gives_and_goals_keep_their_ratio(database, school, six):
    play(database, school, six, 1, 25)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(2, 12))
def test_ten_random_terms(database, school, six, seed):
    play(database, school, six, seed, 100)


ALL_KEYS = ("notes", "word", "check", "link", "sample", "talk", "help", "voted")


def random_entry(rng, number, earlier):
    """A piece of evidence of any kind, or one that takes an `earlier` one back; now and then one that is known."""
    at = NOW + timedelta(minutes=rng.randint(0, 60 * 24 * 20))
    if earlier and rng.random() < 0.2:
        return rng.choice(earlier)
    if earlier and rng.random() < 0.2:
        return Entry(f"back:{number}", at, Kind.RETRACTION, retracts=rng.choice(earlier).id)
    kind = rng.choice([Kind.ACCEPTED, Kind.ACCEPTED, Kind.ACCEPTED, Kind.ATTEMPT])
    return Entry(f"test:{number}", at, kind, rng.choice(ALL_KEYS), rng.choice([0, 40, 100, 100]))


def sequences(db, school, rng, name, size):
    """A class of `size` students whose random sequences arrive mixed; what is kept is what replaying gives."""
    activity = add_activity(db, school.context_id, tool="quests", resource_link_id=name)
    set_up_quests(db, activity)
    people = [add_person(db, school, f"{name}-{number}", launched="learner") for number in range(size)]
    make_teams(db, school.context_id, activity, *(tuple(people[at : at + 5]) for at in range(0, size, 5)))
    order = [person for person in people for _event in range(rng.randint(1, 4))]
    rng.shuffle(order)
    earlier = {person: [] for person in people}
    for number, person in enumerate(order):
        entry = random_entry(rng, number, earlier[person])
        earlier[person].append(entry)
        ledger.record(db, activity, [New(person, entry)], source="teacher", now=NOW)
    before = kept(db, activity)
    ledger.recompute(db, lines.published(db, activity), NOW)
    assert kept(db, activity) == before, name


def test_twenty_random_sequences_keep_what_replaying_gives(database, school):
    with database.write() as db:
        sequences(db, school, random.Random(0), "class-0", 20)


@pytest.mark.deep
@pytest.mark.parametrize("part", range(1, 11))
def test_ten_thousand_random_sequences_keep_what_replaying_gives(database, school, part):
    for one in range(20):
        with database.write() as db:
            sequences(db, school, random.Random(part * 20 + one), f"class-{part}-{one}", 50)
