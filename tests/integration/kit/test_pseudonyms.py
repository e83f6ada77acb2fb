"""Pseudonyms in the database: who gets one, what erasing leaves, several languages."""

import hashlib
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tools.kit.pseudonyms.part import part
from lti_tools.kit.pseudonyms.pseudonyms import Veil, ensure, id_of, order_for, token_for
from lti_tools.kit.pseudonyms.tables import Pseudonym
from lti_tools.kit.pseudonyms.words import ADJECTIVES, ANIMALS
from lti_tools.store.tables.people import Person
from lti_tools.web.locale import LANGUAGES, Catalogues, speaking_to
from tests.support.school import NOW, add_activity, make_school

FOLDERS = [Path(__file__).parents[3] / "lti_tools" / "translations"]


def keyed_hash(purpose, text):
    return hashlib.sha256(f"secret {purpose} {text}".encode()).hexdigest()


def add_people(db, school, count):
    people = [
        Person(platform_id=school.platform_id, sub=f"sub-{n}", created_at=NOW, updated_at=NOW) for n in range(count)
    ]
    db.add_all(people)
    db.flush()
    return [person.id for person in people]


@pytest.fixture
def place(database):
    with database.write() as db:
        school = make_school(db)
        other = add_activity(db, school.context_id, tool="topic-vote", resource_link_id="link-2")
        people = add_people(db, school, 40)
        ensure(db, school.activity_id, people)
        ensure(db, other, people)
    return school.activity_id, other, people


def veil_over(database, activity_id):
    with database.read() as db:
        return Veil.over(db, keyed_hash, activity_id)


def test_everybody_has_a_name_of_their_own_that_stays(database, place):
    activity_id, other, people = place
    veil = veil_over(database, activity_id)
    names = [veil.name(person) for person in people]
    assert len(set(names)) == 40
    with database.write() as db:
        ensure(db, activity_id, reversed(people))
    again = veil_over(database, activity_id)
    assert names == [again.name(person) for person in people]
    assert sum(veil_over(database, other).name(person) == veil.name(person) for person in people) < 5


def test_each_viewer_knows_others_by_other_names(database, place):
    activity_id, _, people = place
    veil = veil_over(database, activity_id)
    mine, theirs = ([veil.name(person, viewer=viewer) for person in people] for viewer in people[:2])
    assert len(set(mine)) == len(set(theirs)) == 40
    assert sum(one == other for one, other in zip(mine, theirs, strict=True)) < 5
    assert len({veil.code(person, viewer=people[0]) for person in people}) == 40


def test_who_has_none_is_somebody(database, place):
    veil = veil_over(database, place[0])
    assert veil.name(None) == veil.name(10**9) == "Somebody"


def test_an_erased_persons_name_is_nobody_elses(database, place):
    activity_id, _, people = place
    before = veil_over(database, activity_id).name(people[0])
    with database.write() as db:
        part.erase(db, people[0], None)
        school_people = add_people_again(db, people)
        ensure(db, activity_id, school_people, random.Random(1))
    veil = veil_over(database, activity_id)
    assert before not in {veil.name(person) for person in [*people, *school_people]}
    with database.read() as db:
        slots = db.scalars(select(Pseudonym.slot).where(Pseudonym.activity_id == activity_id)).all()
    assert len(slots) == len(set(slots)) == 140


def add_people_again(db, people):
    platform_id = db.scalar(select(Person.platform_id).where(Person.id == people[1]))
    more = [Person(platform_id=platform_id, sub=f"more-{n}", created_at=NOW, updated_at=NOW) for n in range(100)]
    db.add_all(more)
    db.flush()
    return [person.id for person in more]


def test_two_who_arrive_together_get_two_names(database, place):
    activity_id, _, people = place
    with database.write() as db:
        more = add_people_again(db, people)[:12]

    def arrive(person):
        with database.write() as db:
            ensure(db, activity_id, [person], random.Random(5))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(arrive, more))
    veil = veil_over(database, activity_id)
    assert len({veil.name(person) for person in [*people, *more]}) == 52


def test_slots_follow_no_order_of_joining(database, place):
    veil = veil_over(database, place[0])
    slots = [veil.slots[person] for person in place[2]]
    assert slots != sorted(slots)
    assert max(slots) > 200


def test_tokens_and_orders_are_a_viewers_own(place):
    key, people = b"k" * 32, place[2]
    token = token_for(key, "work", 5, people[0])
    assert id_of(key, "work", token, people[0]) == 5
    assert id_of(key, "work", token, people[1]) is None
    assert id_of(key, "file", token, people[0]) is None
    orders = {tuple(order_for(key, "work", people, viewer)) for viewer in people[:5]}
    assert len(orders) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_as_many_different_words(language):
    with speaking_to(Catalogues(FOLDERS).reader(language)):
        assert len({str(word) for word in ADJECTIVES}) == len(ADJECTIVES)
        assert len({str(word) for word in ANIMALS}) == len(ANIMALS)
