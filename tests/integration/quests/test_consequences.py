"""What follows from evidence and from changed rules: tried on one database, its queries are tried on both elsewhere."""

import copy
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lti_tools.errors import Refusal
from lti_tools.events import ActivityEvent
from lti_tools.kit.notices.tables import NoticeRow
from tests.support.questlines import RIVER, make_teams, publish
from tests.support.school import NOW
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.questline.reading import read
from tools.gamification.models import EntryRow, MemberRow, WorkRow
from tools.gamification.service import bosses, building, playing, teaching, watching
from tools.gamification.service.ledger import New, record
from tools.gamification.store import entries, lines

TEACHER = None


@contextmanager
def refused(reason):
    with pytest.raises(Refusal) as no:
        yield
    assert reason in no.value.reason


def voted(school, person, number="1"):
    return ActivityEvent(
        number, school.tenant_id, school.context_id, 0, "topic-vote", person, "topic-vote.voted", {}, NOW
    )


def xp(db, school, person):
    return entries.standings(db, school.activity_id).get(person, entries.NOBODY).xp


def tick(db, school, people, key="talk", now=NOW):
    return teaching.tick_off(db, school.activity_id, people, key, "", TEACHER, now)[0]


@pytest.fixture
def db_url(sqlite_files, tmp_path):
    return sqlite_files.fresh(tmp_path)


def test_after_many_wrong_codes_the_next_one_waits(database, school, people):
    with database.write() as db:
        for number in range(playing.CODE_TRIES):
            assert not playing.enter_code(db, school.activity_id, people[0], "word", f"no {number}", NOW)
        with refused("many tries"):
            playing.enter_code(db, school.activity_id, people[0], "word", "otter", NOW)
        assert playing.enter_code(db, school.activity_id, people[0], "word", "otter", NOW + playing.CODE_REST)


def test_evidence_for_an_objective_that_goes_is_kept_and_counts_again_when_it_is_back(database, school, people):
    without = copy.deepcopy(RIVER)
    without["chapters"][1]["quests"][0]["objectives"].pop(1)
    with database.write() as db:
        tick(db, school, people[:1])
        lines.save_draft(db, school.activity_id, read(without))
        effect = building.effect(db, school.activity_id, NOW)
        assert [(one.key, number) for one, number in effect.gone] == [("talk", 1)]
        assert [person for person, _, _ in effect.people] == [people[0]]
        building.publish(db, school.activity_id, NOW)
        assert xp(db, school, people[0]) == 0
        publish(db, school.activity_id, RIVER)
        assert xp(db, school, people[0]) == 30


def test_a_map_in_a_circle_is_not_published_and_nothing_changes(database, school):
    circle = copy.deepcopy(RIVER)
    circle["chapters"][0]["quests"][0]["unlock"] = {"quest": "ready"}
    with database.write() as db:
        lines.save_draft(db, school.activity_id, read(circle))
        with refused("wait for each other"):
            building.publish(db, school.activity_id, NOW)
        assert lines.published(db, school.activity_id).version == 1


def test_publishing_is_taken_back_by_the_version_before(database, school):
    fewer = copy.deepcopy(RIVER)
    fewer["chapters"].pop(0)
    with database.write() as db:
        publish(db, school.activity_id, fewer)
        building.back_to(db, school.activity_id, 2, NOW)
        place = lines.published(db, school.activity_id)
        assert (place.version, len(place.line.chapters)) == (3, 2)
        with pytest.raises(Refusal):
            building.back_to(db, school.activity_id, 2, NOW)


def test_a_boss_that_fell_stays_so_and_gives_its_reward_once(database, school, people):
    ana, bo, _ = people
    with database.write() as db:
        make_teams(db, school.context_id, school.activity_id, (ana, bo))
        uid = tick(db, school, [ana, bo])
        assert (xp(db, school, ana), xp(db, school, bo)) == (55, 55)
        teaching.retract(db, school.activity_id, bo, uid, "", TEACHER, NOW)
        tick(db, school, [bo], "sample")
        place = lines.published(db, school.activity_id)
        (side,) = bosses.battles(db, place, NOW)
        assert (side.is_won, side.percent) == (True, 100)
        assert (xp(db, school, ana), xp(db, school, bo)) == (55, 35)


def test_one_strong_member_alone_never_fells_a_boss(database, school, people):
    ana, bo, cy = people
    with database.write() as db:
        make_teams(db, school.context_id, school.activity_id, (ana, bo, cy))
        for key in ("notes", "sample", "talk", "help"):
            tick(db, school, [ana], key)
        (side,) = bosses.battles(db, lines.published(db, school.activity_id), NOW)
        assert (side.is_won, side.battle.damage, side.battle.health) == (False, 40, 90)


def test_who_shows_nothing_for_long_is_told_then_not_waited_for_and_back_with_the_next_evidence(
    database, school, people
):
    ana, bo, cy = people
    with database.write() as db:
        make_teams(db, school.context_id, school.activity_id, (ana, bo, cy))
        later = NOW + timedelta(days=13)
        tick(db, school, [ana, bo], now=later)
        watching.watch(db, school.activity_id, later)
        assert [row.person_id for row in db.scalars(select(NoticeRow).where(NoticeRow.code == "quests.absent"))] == [cy]
        watching.watch(db, school.activity_id, later + timedelta(days=1))
        assert db.get_one(MemberRow, (school.activity_id, cy)).absent_at is None
        watching.watch(db, school.activity_id, later + timedelta(days=2))
        assert db.get_one(MemberRow, (school.activity_id, cy)).absent_at is not None
        assert [xp(db, school, one) for one in people] == [55, 55, 0]
        tick(db, school, [cy], now=later + timedelta(days=3))
        db.expire_all()
        assert db.get_one(MemberRow, (school.activity_id, cy)).absent_at is None


def test_the_ledger_cannot_be_changed(database, school, people):
    with database.write() as db:
        tick(db, school, people[:1])
    with pytest.raises(RuntimeError, match="append-only"), database.write() as db:
        db.execute(update(EntryRow).values(points=1000))
    with pytest.raises(RuntimeError, match="append-only"), database.write() as db:
        db.delete(db.scalars(select(EntryRow)).one())


def test_the_answer_that_was_read_counts_as_read(database, school, people):
    with database.write() as db:
        playing.hand_in(db, school.activity_id, people[0], "notes", text="Words", link="", now=NOW)
        (work,) = db.scalars(select(WorkRow)).all()
        teaching.give_back(db, school.activity_id, work.id, people[1], "More, please", NOW)
        for expected in (1, 0):
            player = playing.read_player(db, school.activity_id, people[0], NOW)
            assert playing.read_answers(db, school.activity_id, people[0], player.quest("watch"), NOW) == expected
        player = playing.read_player(db, school.activity_id, people[0], NOW)
        assert player.statement.facts.objective("notes").feedback_read


def test_an_entry_of_somebody_unknown_here_changes_nothing_for_others(database, school, people):
    with database.write() as db:
        record(db, school.activity_id, [New(people[0], Entry("a", NOW, Kind.ACCEPTED, "nowhere"))], source="x", now=NOW)
        assert [xp(db, school, one) for one in people] == [0, 0, 0]


def test_a_version_is_parsed_once_and_a_newer_one_is_seen_at_once(database, school):
    with database.write() as db:
        before = lines.published(db, school.activity_id)
        assert lines.published(db, school.activity_id).line is before.line
        changed = copy.deepcopy(RIVER)
        changed["chapters"][0]["title"] = "Before class"
        publish(db, school.activity_id, changed)
        after = lines.published(db, school.activity_id)
    assert (before.line.chapters[0].title, after.line.chapters[0].title) == ("At home", "Before class")
    assert after.version == before.version + 1
