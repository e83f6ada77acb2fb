"""Evidence in the database, on both: counted once, taken back exactly, kept with its team, erased with its person."""

import copy
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lti_tools.errors import Refusal
from lti_tools.events import ActivityEvent
from lti_tools.kit.groups.tables import GroupMember
from tests.support.questlines import RIVER, make_teams, publish
from tests.support.school import NOW
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.questline.ruling import rules_of
from tools.gamification.models import EntryRow, WorkRow
from tools.gamification.service import bosses, events, personal_data, playing, teaching
from tools.gamification.store import entries, lines, works

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


def test_an_event_that_comes_again_or_late_counts_once(database, school, people):
    for _ in range(3):
        with database.write() as db:
            events.take(db, voted(school, people[0]))
    with database.write() as db:
        events.take(db, voted(school, None, "2"))
        assert xp(db, school, people[0]) == 10
        assert entries.count_entries(db, school.activity_id) == 1


def test_what_is_kept_for_lists_is_what_replaying_gives(database, school, people):
    with database.write() as db:
        tick(db, school, people)
        uid = tick(db, school, people[:1], "sample")
        teaching.award(db, school.activity_id, people[:2], 7, "", "Well asked", TEACHER, NOW)
        teaching.retract(db, school.activity_id, people[0], uid, "", TEACHER, NOW)
    with database.read() as db:
        place = lines.published(db, school.activity_id)
        rules = rules_of(place.line, place.version, place.zone)
        known = entries.standings(db, school.activity_id)
        for person in people:
            facts = replay(rules, entries.entries_of(db, school.activity_id, person), NOW).facts
            assert (known[person].xp, known[person].quests) == (facts.xp[""], set(facts.quests_done))
        assert [known[person].xp for person in people] == [37, 37, 30]


def test_two_tabs_that_hand_in_make_one_piece_of_work(database, school, people):
    for text in ("First words", "Better words"):
        with database.write() as db:
            playing.hand_in(db, school.activity_id, people[0], "notes", text=text, link="", now=NOW)
    with database.write() as db:
        (work,) = db.scalars(select(WorkRow)).all()
        assert (work.number, work.text) == (1, "Better words")
        teaching.accept(db, school.activity_id, work.id, people[1], 100, "", NOW)
        with pytest.raises(Refusal):
            teaching.give_back(db, school.activity_id, work.id, people[2], "Too late", NOW)
        with pytest.raises(Refusal):
            playing.hand_in(db, school.activity_id, people[0], "notes", text="Again", link="", now=NOW)
        assert xp(db, school, people[0]) == 10


def test_of_several_codes_each_works_for_one_person_and_none_after_its_time(database, school, people):
    line = copy.deepcopy(RIVER)
    code = line["chapters"][0]["quests"][0]["objectives"][1]
    code |= {"codes": ["red 1", "red 2"], "codes_until": (NOW + timedelta(days=1)).isoformat()}
    with database.write() as db:
        publish(db, school.activity_id, line)
        assert playing.enter_code(db, school.activity_id, people[0], "word", "RED-1", NOW)
        with refused("used already"):
            playing.enter_code(db, school.activity_id, people[1], "word", "red 1", NOW)
        with refused("not taken any more"):
            playing.enter_code(db, school.activity_id, people[1], "word", "red 2", NOW + timedelta(days=1))
        assert playing.enter_code(db, school.activity_id, people[1], "word", "red 2", NOW)
        assert not playing.enter_code(db, school.activity_id, people[2], "word", "", NOW)


def test_somebody_who_is_moved_leaves_their_part_with_the_team_in_which_it_was_earned(database, school, people):
    ana, bo, cy = people
    with database.write() as db:
        one, two = make_teams(db, school.context_id, school.activity_id, (ana, bo), (cy,))
        tick(db, school, [ana])
        db.execute(update(GroupMember).where(GroupMember.person_id == ana).values(group_id=two))
        place = lines.published(db, school.activity_id)
        shown = {side.group_id: side.battle.damage for side in bosses.battles(db, place, NOW)}
        assert shown == {one: 0, two: 0}
        db.execute(update(GroupMember).where(GroupMember.person_id == ana).values(group_id=one))
        shown = {side.group_id: side.battle.damage for side in bosses.battles(db, place, NOW)}
        assert shown == {one: 30, two: 0}


def test_a_person_takes_their_evidence_along_and_leaves_none_behind(database, school, people):
    ana, bo, _ = people
    with database.write() as db:
        tick(db, school, [ana, bo])
        playing.hand_in(db, school.activity_id, ana, "notes", text="My words", link="", now=NOW)
        told = personal_data.export(db, ana, school.context_id)
        assert [one["text"] for one in told["work"]] == ["My words"]
        assert [one["objective"] for one in told["evidence"]] == ["talk"]
        personal_data.erase(db, ana, None)
        assert {one.person_id for one in db.scalars(select(EntryRow))} == {bo}
        assert works.works_of(db, school.activity_id, ana) == {}
