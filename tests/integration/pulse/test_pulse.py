"""The pulse: one answer each, nothing below five, and after the close nobody joins answers and people."""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.pulse import pulse
from lti_tools.kit.pulse.part import SECRETS, part, scrub
from lti_tools.kit.pulse.tables import PulseAnswer, PulseRow, PulseTag, PulseText
from lti_tools.lti.keys import KeyStore
from lti_tools.store.base import Base
from tests.support.school import NOW, add_activity, add_person, make_school


@pytest.fixture
def school(database):
    with database.write() as db:
        return make_school(db)


@pytest.fixture
def people(database, school):
    with database.write() as db:
        return [add_person(db, school, f"p{number}", launched="learner") for number in range(8)]


@pytest.fixture
def keyed(keys_folder):
    return KeyStore(keys_folder).keyed_hash


def ask(database, school, question="How is it?", **values):
    with database.write() as db:
        values = {"with_text": True, "closes_at": None, "now": NOW, **values}
        return pulse.ask(db, school.activity_id, question, **values).id


def answer(database, keyed, school, number, person, level=3, said="", **values):
    with database.write() as db:
        values = {"level": level, "text": said, "now": NOW, **values}
        pulse.answer(db, keyed, school.activity_id, number, person, **values)


def close(database, school, number, **values):
    with database.write() as db:
        return pulse.close(db, school.activity_id, number, NOW, **values)


def count(database, table):
    with database.read() as db:
        return db.scalar(select(func.count()).select_from(table))


def row(database, number):
    with database.read() as db:
        return db.get(PulseRow, number)


def test_five_answers_are_counted_and_what_was_written_is_told_apart(database, keyed, school, people):
    number = ask(database, school)
    for place, person in enumerate(people[:5]):
        answer(database, keyed, school, number, person, level=1 + place % 2, said=f"Words {place}" if place else "")
    assert close(database, school, number)
    assert row(database, number).counts == [3, 2, 0, 0, 0]
    with database.read() as db:
        assert sorted(pulse.texts_of(db, [number])[number]) == [f"Words {place}" for place in range(1, 5)]


def test_four_answers_are_never_shown_and_are_gone(database, keyed, school, people):
    number = ask(database, school)
    for person in people[:4]:
        answer(database, keyed, school, number, person, said="Words")
        with database.read() as db:
            assert pulse.answered(db, db.get(PulseRow, number)) is None
    close(database, school, number)
    assert row(database, number).counts is None
    assert [count(database, table) for table in (PulseAnswer, PulseTag, PulseText)] == [0, 0, 0]


def test_everybody_answers_once(database, keyed, school, people):
    number = ask(database, school)
    answer(database, keyed, school, number, people[0])
    with pytest.raises(Refusal):
        answer(database, keyed, school, number, people[0], level=5)
    assert count(database, PulseAnswer) == 1
    with database.read() as db:
        found = db.get(PulseRow, number)
        assert pulse.has_answered(db, keyed, found, people[0])
        assert not pulse.has_answered(db, keyed, found, people[1])


def test_two_answers_at_once_are_one(database, keyed, school, people):
    number, ready, refused = ask(database, school), Barrier(4), []

    def try_it():
        ready.wait()
        try:
            answer(database, keyed, school, number, people[0])
        except Refusal:
            refused.append(1)

    threads = [Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), count(database, PulseAnswer)) == (3, 1)


def test_nothing_is_taken_from_the_closing_second_on(database, keyed, school, people):
    number = ask(database, school, closes_at=NOW + timedelta(hours=1))
    answer(database, keyed, school, number, people[0], now=NOW + timedelta(minutes=59, seconds=59))
    with pytest.raises(Refusal):
        answer(database, keyed, school, number, people[1], now=NOW + timedelta(hours=1))
    with database.write() as db:
        part.tick(db, NOW + timedelta(minutes=59))
        assert db.get(PulseRow, number).closed_at is None
        part.tick(db, NOW + timedelta(hours=1))
        assert db.get(PulseRow, number).closed_at is not None
    assert close(database, school, number) is False


def test_the_teacher_says_what_changed_before_asking_again(database, keyed, school, people):
    first = ask(database, school)
    with pytest.raises(Refusal):
        ask(database, school)
    for person in people[:5]:
        answer(database, keyed, school, first, person)
    close(database, school, first)
    with pytest.raises(Refusal):
        ask(database, school)
    with database.write() as db:
        pulse.reply(db, school.activity_id, first, "Smaller groups", NOW)
    second = ask(database, school)
    close(database, school, second)
    ask(database, school)


def test_another_activitys_question_is_not_found(database, keyed, school, people):
    number = ask(database, school)
    with database.write() as db:
        other = add_activity(db, school.context_id, tool="topic-vote", resource_link_id="link-2")
        for deed in (
            lambda: pulse.close(db, other, number, NOW),
            lambda: pulse.reply(db, other, number, "x", NOW),
            lambda: pulse.answer(db, keyed, other, number, people[0], level=1, text="", now=NOW),
        ):
            with pytest.raises(NotFound):
                deed()


# -- the attack: everything in the database, after the close


def test_no_row_of_any_table_joins_a_person_with_an_answer_after_the_close(database, keyed, school, people):
    number = ask(database, school)
    for person in people[:6]:
        answer(database, keyed, school, number, person, said=f"Words of {person}")
    before = row(database, number)
    tags = [pulse.tag_of(keyed, before, person) for person in people]
    close(database, school, number)
    after = row(database, number)
    assert after.salt == ""
    dump = []
    with database.read() as db:
        for table in Base.metadata.tables.values():
            dump += [repr(tuple(found)) for found in db.execute(select(table))]
    told = " ".join(dump)
    assert before.salt not in told
    assert not any(tag in told for tag in tags)
    assert [count(database, table) for table in (PulseAnswer, PulseTag)] == [0, 0]
    known = {column.name for table in (PulseRow, PulseText) for column in table.__table__.columns}
    assert not {"person_id", "answered_at", "created_at"} & known
    again = {pulse.tag_of(keyed, after, person) for person in people}
    assert not again & set(tags)


def test_the_order_of_the_texts_does_not_tell_who_answered_first(database, keyed, school, people):
    rng, first, rounds = random.Random(5), Counter(), 40
    for _ in range(rounds):
        number = ask(database, school)
        for person in people[:5]:
            answer(database, keyed, school, number, person, said=str(person), rng=rng)
        close(database, school, number, rng=rng)
        with database.write() as db:
            pulse.reply(db, school.activity_id, number, "Thanks", NOW)
            first[pulse.texts_of(db, [number])[number][0]] += 1
        physical = "ctid" if database.engine.dialect.name == "postgresql" else "id"
        with database.single() as db:
            first[db.scalar(text(f"select text from kit_pulse_text where pulse_id={number} order by {physical}"))] += 1
    assert set(first) == {str(person) for person in people[:5]}
    assert max(first.values()) <= 2.2 * 2 * rounds / 5
    assert min(first.values()) >= 0.25 * 2 * rounds / 5


def test_nothing_links_one_date_with_another(database, keyed, school, people):
    tags = []
    for _ in range(2):
        number = ask(database, school)
        answer(database, keyed, school, number, people[0])
        with database.read() as db:
            tags += db.scalars(select(PulseTag.tag)).all()
        close(database, school, number)
    assert len(set(tags)) == 2


def test_the_files_hold_neither_tags_nor_key_nor_what_four_people_said(database, db_url, keyed, school, people):
    number = ask(database, school)
    for person in people[:4]:
        answer(database, keyed, school, number, person, said=f"Secret words of {person}")
    before = row(database, number)
    tags = [pulse.tag_of(keyed, before, person) for person in people[:4]]
    close(database, school, number)
    assert row(database, number).to_scrub
    assert scrub(database, NOW) == 1
    assert scrub(database, NOW) == 0
    if database.engine.dialect.name == "postgresql":
        with database.single() as db:
            assert [db.scalar(text(f"select pg_relation_size('{name}')")) for name in SECRETS] == [0, 0]
        return
    path = Path(make_url(db_url).database)
    raw = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    for secret in (*tags, before.salt, "Secret words"):
        assert secret.encode() not in raw
