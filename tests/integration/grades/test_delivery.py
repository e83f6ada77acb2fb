"""A worker carries wishes to a gradebook that keeps the rules of Moodle or of Canvas."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest

from lti_tools.grades import outbox
from lti_tools.grades.answers import Reply
from lti_tools.grades.delivery import deliver_one
from lti_tools.grades.leases import LEASE, Outcome, claim_next, record
from lti_tools.grades.policy import DENIALS, Confirmed
from lti_tools.grades.terms import Kind, Refusal, State
from lti_tools.grades.words import grade_rows
from lti_tools.store.platforms import NewClient, remove_registration, store_registration
from lti_tools.store.tables.activities import LineItem
from lti_tools.store.tables.grades import GradeLane
from lti_tools.store.tables.schools import Platform, Registration
from lti_tools.tool import Column
from tests.support.school import NOW, add_activity, add_person, make_school

LIMITED = Reply(403, "403 Forbidden (Rate Limit Exceeded)", budget_spent=True)


def claim(desk):
    with desk.database.write() as db:
        return claim_next(db, desk.now)


def test_a_wish_arrives_and_is_confirmed(desk):
    ana = desk.person()
    desk.wish(ana, comment="Well done")
    assert desk.work() == 1
    row, held = desk.row(ana), desk.held()
    assert (held.score, held.comments, held.attempts) == (Decimal(80), ["Well done"], set())
    assert (row.state, row.confirmed_score, row.confirmed_version) == (State.CONFIRMED, Decimal(8), 1)
    assert row.lease_token == ""
    assert desk.work(hours=1) == 0


def test_only_the_newest_wish_is_sent(desk):
    ana = desk.person()
    for score in (1, 2, 3):
        desk.wish(ana, score)
    assert desk.work() == 1
    assert desk.held().score == Decimal(30)


def test_wishes_within_one_second_arrive_in_order(desk):
    ana = desk.person()
    for score in (1, 2, 3):
        desk.wish(ana, score)
        desk.work(milliseconds=1)
    assert desk.held().score == Decimal(30)
    assert [status for *_, status in desk.book.posts] == [200, 200, 200]
    assert desk.held().attempts == set()


def test_canvas_counts_an_attempt_for_each_piece_of_work_and_for_nothing_else(canvas):
    ana = canvas.person()
    canvas.wish(ana, 0, comment="Nothing handed in")
    canvas.work()
    assert canvas.held().attempts == set()
    for score in (7, 8):
        canvas.wish(ana, score, submitted_at=NOW)
        canvas.work(minutes=1)
    assert canvas.held().attempts == {NOW}
    canvas.wish(ana, 9, submitted_at=NOW + timedelta(minutes=1))
    canvas.work(minutes=1)
    assert canvas.held().attempts == {NOW, NOW + timedelta(minutes=1)}


def test_moodle_hears_of_no_attempts(moodle):
    ana = moodle.person()
    moodle.wish(ana, submitted_at=NOW)
    moodle.work()
    assert moodle.held().attempts == set()


def test_a_score_arrives_though_its_own_lost_try_used_the_last_attempt_up(canvas):
    canvas.book.allowed_attempts = 1
    ana = canvas.person()
    canvas.wish(ana, submitted_at=NOW)
    canvas.line.answers = [lambda: Reply(0)]
    canvas.work()
    assert canvas.row(ana).state == State.WAITING
    canvas.work(minutes=10)
    assert canvas.row(ana).state == State.CONFIRMED
    assert canvas.held().attempts == {NOW}
    assert [status for *_, status in canvas.book.posts] == [200, 422, 200]


def test_a_score_arrives_where_no_attempts_are_allowed_any_more(canvas):
    canvas.book.allowed_attempts = 1
    ana = canvas.person()
    for day in (0, 1):
        canvas.wish(ana, 5 + day, submitted_at=NOW + timedelta(days=day))
        canvas.work(days=1)
    assert canvas.held().score == Decimal(60)
    assert canvas.held().attempts == {NOW}


def test_a_column_of_our_own_holds_no_work(canvas):
    with canvas.database.write() as db:
        columns = [Column(tag="", label="Vote"), Column(tag="more", label="More")]
        outbox.ensure_columns(db, canvas.school.activity_id, columns, NOW)
    ana = canvas.person()
    canvas.wish(ana, tag="more", submitted_at=NOW)
    assert canvas.work() == 1
    (cell,) = canvas.book.cells.values()
    assert (cell.score, cell.attempts) == (Decimal(80), set())


def test_a_burst_waits_rather_than_running_ahead_of_the_clock(moodle):
    ana = moodle.person()
    for score in range(10):
        moodle.wish(ana, score)
        moodle.put(ana, attempt_at=moodle.now + timedelta(seconds=40))
        assert moodle.work() == 0
    assert moodle.work(seconds=20) == 1


def test_a_newer_wish_during_the_post_is_sent_next(desk):
    ana = desk.person()
    desk.wish(ana, 5)
    first = claim(desk)
    desk.wish(ana, 9)
    with desk.database.write() as db:
        assert record(db, first, Outcome(Confirmed()), desk.now)
    assert desk.row(ana).state == State.WAITING
    desk.work()
    assert (desk.row(ana).state, desk.held().score) == (State.CONFIRMED, Decimal(90))


def test_a_leased_wish_is_nobody_elses(desk):
    desk.wish(desk.person())
    assert claim(desk)
    assert claim(desk) is None


def test_a_crashed_workers_wish_is_sent_again_when_its_lease_ends(desk):
    ana = desk.person()
    desk.wish(ana)
    claim(desk)
    assert desk.work(seconds=LEASE.total_seconds() - 1) == 0
    assert desk.work(seconds=2) == 1
    assert desk.row(ana).state == State.CONFIRMED


def test_what_a_crashed_worker_sent_is_in_doubt(desk):
    ana = desk.person()
    desk.wish(ana)
    assert not claim(desk).history.in_doubt
    desk.now += LEASE + timedelta(seconds=1)
    assert claim(desk).history.in_doubt
    assert desk.row(ana).in_doubt


def test_a_worker_that_lost_its_lease_records_nothing(desk):
    ana = desk.person()
    desk.wish(ana, 5)
    slow = claim(desk)
    desk.now += LEASE + timedelta(seconds=1)
    quick = claim(desk)
    assert quick.score.timestamp > slow.score.timestamp
    with desk.database.write() as db:
        assert not record(db, slow, Outcome(Confirmed()), desk.now)
    assert desk.row(ana).lease_token == quick.token


def test_a_late_post_of_a_slow_worker_never_beats_its_successor(desk):
    ana = desk.person()
    desk.wish(ana, 5)
    slow = claim(desk)
    desk.now += LEASE + timedelta(seconds=1)
    desk.wish(ana, 9)
    desk.work()
    assert desk.line.post_score(slow.url, slow.score).status in (400, 409)
    assert desk.held().score == Decimal(90)


@pytest.mark.parametrize("reply", [Reply(500), Reply(503), Reply(0), Reply(200, "<html>maintenance"), LIMITED])
def test_a_failed_post_is_tried_again_later_and_not_at_once(canvas, reply):
    ana = canvas.person()
    canvas.wish(ana)
    canvas.line.answers = [reply]
    canvas.work()
    assert canvas.row(ana).state == State.WAITING
    assert canvas.row(ana).due_at >= canvas.now + timedelta(seconds=1)
    canvas.work(seconds=10)
    assert canvas.row(ana).state == State.CONFIRMED


@pytest.mark.parametrize("reply", [Reply(503), Reply(0), LIMITED])
def test_an_overloaded_platform_is_left_in_peace_for_every_score(canvas, reply):
    people = [canvas.person(f"p{n}") for n in range(5)]
    for person in people:
        canvas.wish(person)
    canvas.line.answers = [reply]
    assert canvas.work() == 1
    assert canvas.work(seconds=10) == 5
    with canvas.database.read() as db:
        assert db.query(GradeLane).one().failures == 0


def test_a_platform_in_trouble_holds_no_other_platform_up(desk):
    desk.wish(desk.person())
    with desk.database.write() as db:
        other = make_school(db, name="South", base="https://south.example")
        bo = add_person(db, other, "bo")
        outbox.learn_column(
            db,
            activity_id=other.activity_id,
            registration_id=other.registration_id,
            url=desk.book.add_column("https://south.example/1"),
            now=NOW,
        )
        outbox.wish(db, activity_id=other.activity_id, person_id=bo, score=Decimal(1), maximum=Decimal(1), now=NOW)
    desk.line.answers = [Reply(503, retry_after="600")]
    assert desk.work() == 2
    assert desk.row(bo).state == State.CONFIRMED
    assert desk.work(seconds=599) == 0
    assert desk.work(seconds=2) == 1


def test_one_scores_error_holds_no_other_score_up(desk):
    ana, bo = desk.person("ana"), desk.person("bo")
    desk.wish(ana)
    desk.wish(bo)
    desk.line.answers = [Reply(500)]
    assert desk.work() == 2
    assert desk.row(bo).state == State.CONFIRMED


def test_a_rejected_token_is_replaced(desk):
    ana = desk.person()
    desk.wish(ana)
    desk.line.answers = [Reply(401)]
    assert desk.work() == 2
    assert desk.line.tokens_forgotten == 1
    assert desk.row(ana).state == State.CONFIRMED


def test_a_missing_permission_is_told_to_the_teacher(moodle):
    ana = moodle.person()
    moodle.wish(ana)
    moodle.line.answers = [Reply(403)] * DENIALS
    for _ in range(DENIALS):
        moodle.work(hours=1)
    assert (moodle.row(ana).state, moodle.row(ana).refusal) == (State.REFUSED, Refusal.NOT_PERMITTED)


def test_somebody_not_in_the_gradebook_is_told_to_the_teacher(desk):
    ana = desk.person()
    desk.book.not_gradable.add("ana")
    desk.wish(ana)
    desk.work()
    assert (desk.row(ana).state, desk.row(ana).refusal) == (State.REFUSED, Refusal.NOT_GRADABLE)
    desk.book.not_gradable.clear()
    with desk.database.write() as db:
        outbox.send_again(db, activity_id=desk.school.activity_id, now=desk.now)
    desk.work()
    assert desk.row(ana).state == State.CONFIRMED


def test_a_newer_wish_is_tried_though_the_one_before_was_refused_meanwhile(desk):
    ana = desk.person()
    desk.book.not_gradable.add("ana")
    desk.wish(ana)

    def refused_while_a_newer_came():
        desk.wish(ana, 9)
        desk.book.not_gradable.clear()
        return Reply(422, "User not found in course")

    desk.line.answers = [refused_while_a_newer_came]
    assert desk.work() == 2
    assert (desk.row(ana).state, desk.held().score) == (State.CONFIRMED, Decimal(90))


def test_a_column_made_anew_is_found_again(desk):
    ana = desk.person()
    del desk.book.columns["https://lms.example/item/1"]
    desk.book.add_column("https://lms.example/item/2")
    desk.wish(ana)
    assert desk.work() == 2
    assert desk.held(url="https://lms.example/item/2").score == Decimal(80)


def test_a_deleted_column_is_told_to_the_teacher_after_a_few_looks(desk):
    ana = desk.person()
    desk.book.columns.clear()
    desk.wish(ana)
    for _ in range(DENIALS):
        desk.work(hours=1)
    assert (desk.row(ana).state, desk.row(ana).refusal) == (State.REFUSED, Refusal.COLUMN_GONE)


def test_a_passing_404_costs_nothing_but_time(desk):
    ana = desk.person()
    desk.wish(ana)
    desk.line.answers = [Reply(404)]
    desk.work()
    assert desk.row(ana).state == State.WAITING
    desk.work(seconds=10)
    assert desk.row(ana).state == State.CONFIRMED


def test_a_conflict_is_retried_once_a_second_later(moodle):
    ana = moodle.person()
    moodle.book.post("https://lms.example/item/1", "ana", Decimal(1), Decimal(10), moodle.now)
    moodle.wish(ana)
    moodle.work()
    assert moodle.row(ana).state == State.WAITING
    moodle.work(seconds=1)
    assert (moodle.row(ana).state, moodle.held().score) == (State.CONFIRMED, Decimal(80))


def test_a_newer_grade_at_the_lms_is_told_to_the_teacher(desk):
    ana = desk.person()
    desk.book.post("https://lms.example/item/1", "ana", Decimal(1), Decimal(10), desk.now + timedelta(hours=1))
    desk.wish(ana)
    desk.work()
    desk.work(seconds=2)
    assert (desk.row(ana).state, desk.row(ana).refusal) == (State.REFUSED, Refusal.NEWER_GRADE)
    assert desk.held().score == Decimal(10)


def test_a_conflict_after_a_lost_answer_is_settled_by_reading(moodle):
    """The first try arrived with a later date than we knew of: the LMS holds our own score."""
    ana = moodle.person()
    moodle.wish(ana, comment="ok")
    moodle.line.answers = [lambda: Reply(0)]
    moodle.work()
    assert moodle.row(ana).in_doubt
    moodle.held().timestamp += timedelta(hours=1)
    moodle.work(seconds=10)
    assert moodle.line.calls == ["post", "post", "read"]
    assert moodle.row(ana).state == State.CONFIRMED
    assert not moodle.row(ana).in_doubt


@pytest.mark.parametrize("unreadable", [Reply(503), Reply(0)])
def test_a_doubt_that_cannot_be_read_away_stays(moodle, unreadable):
    ana = moodle.person()
    moodle.wish(ana)
    moodle.put(ana, in_doubt=True)
    moodle.line.answers = [Reply(409), unreadable]
    moodle.work()
    assert moodle.row(ana).in_doubt
    assert moodle.row(ana).state == State.WAITING


def test_without_the_right_to_read_results_a_conflict_is_one_without_explanation(moodle):
    ana = moodle.person()
    moodle.wish(ana)
    moodle.put(ana, in_doubt=True)
    moodle.line.answers = [Reply(409), Reply(403)]
    moodle.work()
    assert moodle.row(ana).conflicts == 1


def test_a_lost_answer_shows_no_comment_twice(canvas):
    ana = canvas.person()
    canvas.wish(ana, comment="Well done")
    canvas.line.answers = [lambda: Reply(0)]
    canvas.work()
    canvas.work(seconds=10)
    assert canvas.held().comments == ["Well done"]
    assert canvas.row(ana).state == State.CONFIRMED
    assert canvas.line.calls == ["post", "read"]


def test_a_score_that_never_arrived_is_sent_again_with_its_comment(canvas):
    ana = canvas.person()
    canvas.wish(ana, comment="Well done")
    canvas.line.answers = [Reply(0)]
    canvas.work()
    canvas.work(seconds=10)
    assert (canvas.held().score, canvas.held().comments) == (Decimal(80), ["Well done"])


def test_a_comment_goes_along_when_it_is_new(desk):
    ana = desk.person()
    desk.wish(ana, 5, comment="first")
    desk.work()
    desk.wish(ana, 6, comment="first")
    desk.work(seconds=5)
    assert desk.held().comments == ["first"]
    desk.wish(ana, 6, comment="second")
    desk.work(seconds=5)
    assert desk.held().comments[-1] == "second"
    assert desk.held().score == Decimal(60)


def test_a_newer_wish_after_a_lost_answer_repeats_no_comment(canvas):
    ana = canvas.person()
    canvas.wish(ana, 5, comment="seen")
    canvas.line.answers = [lambda: Reply(0)]
    canvas.work()
    canvas.wish(ana, 6, comment="seen")
    canvas.work(seconds=10)
    assert (canvas.held().score, canvas.held().comments) == (Decimal(60), ["seen"])


def test_canvas_is_asked_for_one_thing_at_a_time(canvas):
    for sub in ("ana", "bo"):
        canvas.wish(canvas.person(sub))
    first = claim(canvas)
    assert first
    assert claim(canvas) is None
    with canvas.database.write() as db:
        record(db, first, Outcome(Confirmed()), canvas.now)
    assert claim(canvas)


def test_a_crash_gives_canvass_turn_back_when_the_lease_ends(canvas):
    for sub in ("ana", "bo"):
        canvas.wish(canvas.person(sub))
    claim(canvas)
    assert canvas.work(seconds=LEASE.total_seconds() + 1) == 2


def test_moodle_takes_several_at_a_time(moodle):
    for sub in ("ana", "bo"):
        moodle.wish(moodle.person(sub))
    assert claim(moodle)
    assert claim(moodle)


def remove(desk):
    with desk.database.write() as db:
        remove_registration(db, db.get(Registration, desk.school.registration_id), desk.now)


def connect_again(desk):
    """Register the same client anew, as a platform's "update this tool" or an admin does."""
    with desk.database.write() as db:
        registration = db.get(Registration, desk.school.registration_id)
        platform = db.get(Platform, registration.platform_id)
        client = NewClient(
            issuer=platform.issuer,
            jwks_uri=platform.jwks_uri,
            client_id=registration.client_id,
            authorization_endpoint=registration.authorization_endpoint,
            token_endpoint=registration.token_endpoint,
        )
        store_registration(db, desk.school.tenant_id, client, desk.now)


def test_nothing_is_sent_through_a_removed_registration_and_the_teacher_reads_why(desk):
    ana = desk.person()
    desk.wish(ana)
    remove(desk)
    assert desk.work() == 0
    assert desk.book.posts == []
    assert (desk.row(ana).state, desk.row(ana).refusal) == (State.REFUSED, Refusal.REMOVED)
    with desk.database.read() as db:
        (row,) = grade_rows(outbox.standing(db, desk.school.activity_id), {})
    assert "taken out of this tool" in row.reason


def test_scores_go_on_by_themselves_when_the_registration_comes_back(desk):
    ana, bo, cy = (desk.person(sub) for sub in ("ana", "bo", "cy"))
    desk.wish(cy, 5)
    desk.put(cy, state=State.REFUSED, refusal=Refusal.NOT_GRADABLE)
    desk.wish(ana)
    remove(desk)
    desk.work()
    desk.wish(bo, 3)
    desk.work(hours=1)
    connect_again(desk)
    assert desk.work(seconds=2) == 2
    assert (desk.held("ana").score, desk.held("bo").score) == (Decimal(80), Decimal(30))
    assert (desk.row(cy).state, desk.row(cy).refusal) == (State.REFUSED, Refusal.NOT_GRADABLE)


def test_a_score_under_way_when_the_registration_went_stays_in_doubt(moodle):
    ana = moodle.person()
    moodle.wish(ana)
    assert claim(moodle)
    remove(moodle)
    moodle.work(seconds=LEASE.total_seconds() + 1)
    assert (moodle.row(ana).refusal, moodle.row(ana).in_doubt) == (Refusal.REMOVED, True)
    connect_again(moodle)
    assert moodle.work(seconds=2) == 1
    assert moodle.row(ana).state == State.CONFIRMED


def test_a_token_that_cannot_be_had_leaves_no_doubt(desk):
    ana = desk.person()
    desk.wish(ana)
    desk.line.answers = [Reply(0, kind=Kind.UNSENT)]
    desk.work()
    assert desk.row(ana).state == State.WAITING
    assert not desk.row(ana).in_doubt


def test_a_fault_of_ours_blocks_no_other_wish(desk):
    ana, bo = desk.person("ana"), desk.person("bo")
    desk.wish(ana)
    desk.wish(bo)

    def broken():
        raise KeyError("oops")

    desk.line.answers = [broken]
    assert desk.work() == 2
    assert desk.row(ana).state == State.WAITING
    assert desk.row(bo).state == State.CONFIRMED


def columns(desk, *wanted):
    with desk.database.write() as db:
        outbox.ensure_columns(db, desk.school.activity_id, wanted, NOW)


def test_a_second_column_is_made_once_and_found_afterwards(desk):
    columns(desk, Column("vote", "Vote"), Column("bonus", "Bonus", 5))
    ana, bo = desk.person("ana"), desk.person("bo")
    for person in (ana, bo):
        desk.wish(person, tag="bonus")
    desk.work()
    made = [url for url, item in desk.book.columns.items() if item["tag"] == "bonus"]
    assert len(made) == 1
    assert {desk.held(sub, made[0]).score for sub in ("ana", "bo")} == {Decimal(4)}
    with desk.database.read() as db:
        item = db.query(LineItem).filter_by(tag="bonus").one()
    assert (item.url, item.created_by_us, item.making_until) == (made[0], True, None)


def test_a_column_made_before_a_crash_is_found_not_made_twice(desk):
    columns(desk, Column("vote", "Vote"), Column("bonus", "Bonus", 5))
    desk.book.add_column("https://lms.example/crashed", tag="bonus", maximum=5)
    desk.wish(desk.person(), tag="bonus")
    desk.work()
    assert len(desk.book.columns) == 2
    assert desk.held(url="https://lms.example/crashed")


def test_two_workers_never_make_a_column_twice(desk):
    columns(desk, Column("vote", "Vote"), Column("bonus", "Bonus", 5))
    for sub in ("ana", "bo"):
        desk.wish(desk.person(sub), tag="bonus")
    together, create = Barrier(2, timeout=5), desk.line.create_line_item
    looked = desk.line.line_items
    seen = []

    def look_together(*args):
        found = looked(*args)
        seen.append(1)
        if len(seen) <= 2 and desk.book.product == "moodle":
            together.wait()
        return found

    desk.line.line_items, desk.line.create_line_item = look_together, create
    threads = [Thread(target=deliver_one, args=(desk.courier,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.work(seconds=5)
    assert [item["tag"] for item in desk.book.columns.values()].count("bonus") == 1


def test_an_activity_without_a_column_is_told_to_the_teacher_and_wakes_with_one(desk):
    ana = desk.person()
    desk.book.columns.clear()
    with desk.database.write() as db:
        activity = add_activity(db, desk.school.context_id, tool="topic-vote", resource_link_id="link-2")
        outbox.wish(db, activity_id=activity, person_id=ana, score=Decimal(1), maximum=Decimal(1), now=NOW)
    desk.work()
    assert (desk.row(ana).state, desk.row(ana).refusal) == (State.REFUSED, Refusal.NO_COLUMN)
    url = desk.book.add_column("https://lms.example/late", resource_link_id="link-2")
    with desk.database.write() as db:
        outbox.learn_column(
            db, activity_id=activity, registration_id=desk.school.registration_id, url=url, now=desk.now
        )
    desk.work()
    assert desk.row(ana).state == State.CONFIRMED
