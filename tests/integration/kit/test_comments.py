"""Comments and moderation in the database: who sees what, what cools off, erasure, export, numbers of queries."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask, g
from sqlalchemy import event, func, select

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.comments import store, writing
from lti_tools.kit.comments.comments import How, counts, threads
from lti_tools.kit.comments.part import _items as items
from lti_tools.kit.comments.tables import Comment, Thanks, Wording
from lti_tools.kit.comments.telling import ANSWERED
from lti_tools.kit.moderation import moderation
from lti_tools.kit.moderation.reasons import Why
from lti_tools.kit.moderation.store import count_open, reporter_of
from lti_tools.kit.moderation.store import erase as forget_reports
from lti_tools.kit.moderation.store import export as reports_of
from lti_tools.kit.moderation.tables import Case, Report
from lti_tools.kit.moderation.telling import DECIDED, REMOVED
from lti_tools.kit.notices.tables import NoticeRow
from lti_tools.launches import Role
from lti_tools.pure.moderation import MOST_WAITING, Deed, State
from lti_tools.rights import Right, may
from lti_tools.store.database import Database
from tests.support.app import running_app
from tests.support.guestbook.tool import tool as guestbook
from tests.support.school import NOW, add_activity, add_person, make_school

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Launch:
    """What the rules ask of a launch."""

    person_id: int
    context_id: int
    activity: int
    role: Role = Role.LEARNER

    @property
    def activity_id(self) -> int:
        return self.activity

    @property
    def is_staff(self) -> bool:
        return self.role is not Role.LEARNER

    def may(self, right: Right) -> bool:
        return may(self.role, right)


@dataclass
class Place:
    database: Database
    app: Flask
    teacher: Launch
    ana: Launch
    ben: Launch
    others: list[Launch]

    def write(self, who: Launch, text: str = "Rivers, because we can measure them", now=NOW, **options) -> int:
        with self.database.write() as db:
            return writing.write(db, who, "option", "7", text, now, **options).id

    def report(self, who: Launch, comment_id: int, now=NOW) -> None:
        with self.database.write() as db:
            thing = writing.as_thing(writing.readable(db, who, comment_id))
            moderation.report(db, who, thing, Why.HURTS, "please look", now)

    def case(self, comment_id: int) -> Case:
        with self.database.read() as db:
            return db.scalar(select(Case).where(Case.item_id == comment_id))

    def decide(self, comment_id: int, deed: Deed, reason: str = "Because.", now=NOW) -> None:
        with self.database.write() as db:
            moderation.decide(db, self.teacher, self.case(comment_id).id, deed, reason, now)

    def seen(self, who: Launch) -> list:
        with self.database.read() as db:
            return threads(db, who, "option", ["7"])["7"].comments


@pytest.fixture
def place(database, db_url, keys_folder):
    with made(database, db_url, keys_folder, guestbook) as found:
        yield found


@contextmanager
def made(database, db_url, keys_folder, tool):
    """A course with an activity of `tool`, its teacher and nine students."""
    with database.write() as db:
        school = make_school(db, tool="guestbook")
        ids = [add_person(db, school, name) for name in ("tom", "ana", "ben", *(f"p{n}" for n in range(7)))]
    people = [Launch(one, school.context_id, school.activity_id) for one in ids]
    with running_app(db_url, keys_folder, [tool]) as app, app.app_context():
        teacher = replace(people[0], role=Role.INSTRUCTOR)
        yield Place(database, app, teacher, people[1], people[2], people[3:])


def test_answers_stand_below_their_comment_one_level_deep(place):
    first = place.write(place.ana)
    answer = place.write(place.ben, "Why?", parent_id=first)
    place.write(place.ana, "It is near.", parent_id=answer)
    (top,) = place.seen(place.ben)
    assert [one.text for one in top.answers] == ["Why?", "It is near."]
    assert all(not one.answers for one in top.answers)


def test_an_answer_belongs_to_a_comment_on_the_same_subject(place):
    first = place.write(place.ana)
    with pytest.raises(NotFound), place.database.write() as db:
        writing.write(db, place.ben, "option", "8", "Here?", NOW, parent_id=first)


def test_what_cools_off_is_its_authors_alone_until_the_tick_sends_it(place):
    place.write(place.ana, "you idiots", cooling=True)
    assert [one.how for one in place.seen(place.ana)] == [How.COOLING]
    assert place.seen(place.ben) == place.seen(place.teacher) == []
    with place.database.write() as db:
        assert store.send_due(db, NOW + writing.COOLING - timedelta(seconds=1)) == 0
        assert store.send_due(db, NOW + writing.COOLING) == 1
        assert store.send_due(db, NOW + writing.COOLING) == 0
    (sent,) = place.seen(place.ben)
    assert (sent.how, sent.at) == (How.SHOWN, NOW + writing.COOLING)


def test_what_cools_off_can_be_changed_without_a_trace_and_left(place):
    number = place.write(place.ana, "you idiots", cooling=True)
    with place.database.write() as db:
        writing.edit(db, place.ana, number, "I see it differently", NOW + MINUTE)
    with place.database.read() as db:
        assert store.wordings(db, number) == []
    with place.database.write() as db:
        writing.remove(db, place.ana, number, NOW + MINUTE)
        assert store.send_due(db, NOW + timedelta(hours=1)) == 0
    assert place.seen(place.ana) == []


def test_earlier_wordings_are_kept_and_others_see_that_it_was_changed(place):
    number = place.write(place.ana, "first")
    for text in ("second", "second", "third"):
        with place.database.write() as db:
            writing.edit(db, place.ana, number, text, NOW + MINUTE)
    with place.database.read() as db:
        assert [one.text for one in store.wordings(db, number)] == ["second", "first"]
    assert [(one.text, one.edited) for one in place.seen(place.ben)] == [("third", True)]


def test_nobody_changes_somebody_elses_comment(place):
    number = place.write(place.ana)
    for deed in (
        lambda db: writing.edit(db, place.ben, number, "mine now", NOW),
        lambda db: writing.remove(db, place.ben, number, NOW),
        lambda db: writing.send_now(db, place.ben, number, NOW),
    ):
        with pytest.raises(NotFound), place.database.write() as db:
            deed(db)


def test_thanks_count_once_a_person_and_can_be_taken_back(place):
    number = place.write(place.ana)
    for who, thanks in ((place.ben, True), (place.ben, True), (place.teacher, True), (place.teacher, False)):
        with place.database.write() as db:
            writing.thank(db, who, number, thanks=thanks)
    assert [(one.thanks, one.thanked) for one in place.seen(place.ben)] == [(1, True)]
    with pytest.raises(Refusal), place.database.write() as db:
        writing.thank(db, place.ana, number, thanks=True)


def test_what_is_reported_is_hidden_from_others_at_once(place):
    number = place.write(place.ana)
    place.report(place.ben, number)
    assert [(one.how, one.text) for one in place.seen(place.others[0])] == [(How.HIDDEN, "")]
    assert place.seen(place.others[0])[0].author == ""
    assert place.seen(place.ana)[0].text == place.seen(place.teacher)[0].text != ""
    with place.database.read() as db:
        assert counts(db, place.ana.activity, "option") == {}
        assert count_open(db, place.ana.context_id, None) == 1


def test_nobody_brings_down_what_a_teacher_keeps(place):
    number = place.write(place.ana)
    place.report(place.ben, number)
    place.decide(number, Deed.KEEP)
    for who in place.others:
        place.report(who, number, NOW + MINUTE)
    assert place.seen(place.ben)[0].how is How.SHOWN
    assert State(place.case(number).state) is State.KEPT


def test_what_was_changed_after_it_was_kept_can_be_reported_anew(place):
    number = place.write(place.ana)
    place.report(place.ben, number)
    place.decide(number, Deed.KEEP)
    with place.database.write() as db:
        writing.edit(db, place.ana, number, "something worse", NOW + MINUTE)
    place.report(place.others[0], number, NOW + 2 * MINUTE)
    assert place.seen(place.ben)[0].how is How.HIDDEN


def test_an_appeal_is_heard_once_and_the_second_decision_is_final(place):
    number = place.write(place.ana)
    place.report(place.ben, number)
    place.decide(number, Deed.REMOVE, "About the person.")
    assert place.seen(place.ana)[0].reason == "About the person."
    case = place.case(number).id
    with pytest.raises(NotFound), place.database.write() as db:
        moderation.appeal(db, place.ben, case, "not mine", NOW)
    with place.database.write() as db:
        moderation.appeal(db, place.ana, case, "It was about the text.", NOW)
    place.decide(number, Deed.REMOVE, "I have looked again.")
    with pytest.raises(Refusal), place.database.write() as db:
        moderation.appeal(db, place.ana, case, "Once more", NOW)
    with pytest.raises(Refusal):
        place.decide(number, Deed.KEEP)


def test_a_decision_needs_a_reason(place):
    number = place.write(place.ana)
    place.report(place.ben, number)
    with pytest.raises(Refusal):
        place.decide(number, Deed.REMOVE, "")


def test_one_person_reports_a_thing_once_and_only_so_many_at_a_time(place):
    first = place.write(place.ana)
    place.report(place.ben, first)
    with place.database.read() as db:
        thing = writing.as_thing(store.find(db, place.ben.activity, first))
    with pytest.raises(Refusal), place.database.write() as db:
        moderation.report(db, place.ben, thing, Why.HURTS, "", NOW)
    for who in place.others[: MOST_WAITING - 1]:
        place.report(place.ben, place.write(who))
    more = place.write(place.others[-1])
    with pytest.raises(Refusal):
        place.report(place.ben, more)
    assert place.seen(place.ana)[-1].how is How.SHOWN


def test_somebody_whose_reports_are_always_turned_down_reports_without_hiding(place):
    for who in place.others[:3]:
        number = place.write(who)
        place.report(place.ben, number)
        place.decide(number, Deed.KEEP)
    last = place.write(place.ana)
    place.report(place.ben, last)
    assert place.seen(place.others[0])[-1].how is How.SHOWN
    assert State(place.case(last).state) is State.WAITING
    with place.database.read() as db:
        assert reporter_of(db, place.ben.context_id, place.ben.person_id, NOW).turned_down == 3


def test_a_teachers_comment_is_reported_but_not_hidden(place):
    number = place.write(place.teacher)
    place.report(place.ben, number)
    assert place.seen(place.ana)[0].how is How.SHOWN
    assert place.seen(place.ana)[0].by_staff


def test_a_reported_comment_stays_as_it_is_until_it_is_decided(place):
    number = place.write(place.ana)
    place.report(place.ben, number)
    for deed in (
        lambda db: writing.edit(db, place.ana, number, "harmless", NOW),
        lambda db: writing.remove(db, place.ana, number, NOW),
    ):
        with pytest.raises(Refusal), place.database.write() as db:
            deed(db)


def test_a_decision_is_about_ones_own_course(place):
    number = place.write(place.ana)
    place.report(place.ben, number)
    stranger = replace(place.teacher, context_id=place.teacher.context_id + 1)
    with pytest.raises(NotFound), place.database.write() as db:
        moderation.decide(db, stranger, place.case(number).id, Deed.REMOVE, "Mine", NOW)


def test_staff_of_the_course_decides_from_another_activity(place):
    number = place.write(place.ana)
    place.report(place.ben, number)
    with place.database.write() as db:
        other = add_activity(db, place.teacher.context_id, tool="guestbook", resource_link_id="link-2")
    elsewhere = replace(place.teacher, activity=other)
    with place.database.write() as db:
        moderation.decide(db, elsewhere, place.case(number).id, Deed.REMOVE, "Seen from next door", NOW)
    assert State(place.case(number).state) is State.REMOVED


def test_one_person_writes_so_many_comments_in_a_row(place):
    for _ in range(writing.MOST):
        place.write(place.ana)
    with pytest.raises(Refusal):
        place.write(place.ana)
    place.write(place.ben)
    place.write(place.ana, now=NOW + writing.WITHIN)


def test_a_deleted_comment_keeps_its_place_where_somebody_answered(place):
    first, second = place.write(place.ana), place.write(place.ana)
    place.write(place.ben, "An answer", parent_id=first)
    for number in (first, second):
        with place.database.write() as db:
            writing.remove(db, place.ana, number, NOW)
    (left,) = place.seen(place.ben)
    assert (left.id, left.how, left.text) == (first, How.DELETED, "")


def test_erasing_somebody_leaves_answers_of_others_and_no_word_of_theirs(place):
    answered, alone = place.write(place.ana, "secret one"), place.write(place.ana, "secret two")
    place.write(place.ben, "An answer", parent_id=answered)
    mine = place.write(place.ana, "secret three", parent_id=answered)
    with place.database.write() as db:
        writing.edit(db, place.ana, answered, "secret four", NOW)
        writing.thank(db, place.ben, answered, thanks=True)
    place.report(place.ben, alone)
    place.report(place.ana, place.write(place.others[0]))
    with place.database.write() as db:
        store.erase(db, place.ana.person_id, None)
        forget_reports(db, place.ana.person_id, None)
    with place.database.read() as db:
        left = {row.id: row for row in db.scalars(select(Comment))}
        assert (left[answered].author_id, left[answered].text) == (None, "")
        assert not {alone, mine} & left.keys()
        assert db.scalar(select(func.count()).select_from(Wording)) == 0
        assert db.scalars(select(Report.words).where(Report.person_id.is_(None))).all() == [""]
        assert db.scalar(select(Case).where(Case.item_id == alone)) is None
    (top,) = [one for one in place.seen(place.ben) if one.id == answered]
    assert (top.how, top.author, [one.text for one in top.answers]) == (How.ERASED, "", ["An answer"])


def test_erasing_in_one_course_leaves_the_other(place):
    place.write(place.ana)
    with place.database.write() as db:
        store.erase(db, place.ana.person_id, place.ana.context_id + 1)
        assert db.scalar(select(func.count()).select_from(Comment)) == 1
        store.erase(db, place.ana.person_id, place.ana.context_id)
        assert db.scalar(select(func.count()).select_from(Comment)) == 0


def test_an_export_holds_ones_own_words_and_what_became_of_ones_reports(place):
    number = place.write(place.ana, "my words")
    with place.database.write() as db:
        writing.thank(db, place.ben, number, thanks=True)
    place.report(place.ben, number)
    place.decide(number, Deed.KEEP)
    with place.database.read() as db:
        (mine,) = store.export(db, place.ana.person_id, None)["comments"]
        assert (mine["text"], mine["thanks"], mine["sent"]) == ("my words", 1, True)
        assert store.export(db, place.ben.person_id, None)["comments"] == []
        (report,) = reports_of(db, place.ben.person_id, place.ben.context_id)["reports"]
        assert (report["words"], report["outcome"]) == ("please look", "kept")
        assert "please look" not in str(reports_of(db, place.ana.person_id, None))


def test_a_tool_can_call_authors_by_other_names(database, db_url, keys_folder):
    def names(_db, activity_id, people):
        return {person: f"Badger {person % 7} of {activity_id}" for person in people}

    with made(database, db_url, keys_folder, replace(guestbook, comment_names=names)) as place:
        number = place.write(place.ana)
        place.report(place.ben, number)
        (seen,) = place.seen(place.teacher)
        assert seen.author == f"Badger {place.ana.person_id % 7} of {place.ana.activity}"
        with database.read() as db, place.app.test_request_context():
            g.launch_session = "x"
            assert items(db, [number])[number].author_name == seen.author


def told(place, who):
    """Codes of what waits in somebody's inbox, oldest first."""
    with place.database.read() as db:
        own = select(NoticeRow.code).where(NoticeRow.person_id == who.person_id)
        return list(db.scalars(own.order_by(NoticeRow.id)))


def test_who_is_answered_is_told_once_a_day_and_nobody_of_their_own_answers(place):
    first = place.write(place.ana)
    place.write(place.ana, "One more thing.", parent_id=first)
    assert told(place, place.ana) == []
    answer = place.write(place.ben, "Why?", parent_id=first)
    place.write(place.others[0], "Yes, why?", parent_id=answer)
    assert (told(place, place.ana), told(place, place.ben)) == ([ANSWERED], [])
    place.write(place.ben, "And when?", parent_id=first, now=NOW + timedelta(days=1))
    assert told(place, place.ana) == [ANSWERED, ANSWERED]


def test_an_answer_that_cools_off_is_told_when_it_is_sent(place):
    first = place.write(place.ana)
    place.write(place.ben, "you idiot", parent_id=first, cooling=True)
    assert told(place, place.ana) == []
    with place.database.write() as db:
        store.send_due(db, NOW + writing.COOLING)
    assert told(place, place.ana) == [ANSWERED]
    second = place.write(place.others[0], "you fool", parent_id=place.write(place.ben), cooling=True)
    with place.database.write() as db:
        writing.send_now(db, place.others[0], second, NOW)
    assert told(place, place.ben) == [ANSWERED]


def test_decisions_are_told_to_the_author_and_to_who_reported(place):
    number = place.write(place.ana)
    place.report(place.ben, number)
    place.decide(number, Deed.REMOVE)
    assert (told(place, place.ana), told(place, place.ben)) == ([REMOVED], [DECIDED])
    assert told(place, place.teacher) == told(place, place.others[0]) == []
    with place.database.write() as db:
        moderation.take_back(db, db.get(Case, place.case(number).id), State.REMOVED, NOW)
    assert told(place, place.ana) == []


def queries(place, page) -> int:
    """How many statements `page()` sends."""
    statements = []

    def note(*told):
        statements.append(told[2])

    event.listen(place.database.engine, "before_cursor_execute", note)
    page()
    event.remove(place.database.engine, "before_cursor_execute", note)
    return len(statements)


def test_a_thread_costs_the_same_number_of_queries_however_long_it_is(place):
    first = place.write(place.ana)
    few = queries(place, lambda: place.seen(place.ben))
    for who in place.others:
        number = place.write(who, parent_id=first)
        with place.database.write() as db:
            db.add(Thanks(comment_id=number, person_id=place.ana.person_id))
    place.report(place.ana, place.write(place.ben))
    assert queries(place, lambda: place.seen(place.ben)) == few <= 2
