"""Columns at the LMS over the wire: found by link and tag, made once, found again when their address changes."""

from datetime import UTC, datetime
from decimal import Decimal

from lti_tools.grades import outbox
from lti_tools.grades.terms import Refusal, State
from lti_tools.store.tables.activities import Activity, LineItem
from lti_tools.tool import Column
from tests.faults import child
from tests.faults.site import ACTIVITY, COURSE, ITEM, TOOL


def prepare(site, *columns):
    """The link as the LMS knows it, and the columns that the tool wants."""
    with site.database.write() as db:
        link = site.lms.resource_link_id(site.lms.activities[ACTIVITY])
        db.get_one(Activity, site.school.activity_id).resource_link_id = link
        outbox.ensure_columns(db, site.school.activity_id, columns, datetime.now(UTC))


def wish(site, student, score, tag):
    with site.database.write() as db:
        outbox.wish(
            db,
            activity_id=site.school.activity_id,
            person_id=site.people[student],
            tag=tag,
            score=Decimal(score),
            maximum=Decimal(10),
            now=datetime.now(UTC),
        )


def forget_address(site, tag):
    with site.database.write() as db:
        db.query(LineItem).filter_by(tag=tag).update({"url": ""})


def test_a_second_column_is_made_once_for_the_whole_class(site):
    prepare(site, Column("vote", "Vote"), Column("bonus", "Bonus", 5))
    for student in (11, 12, 13):
        wish(site, student, 8, "bonus")
        wish(site, student, 5, "vote")
    assert site.work() == 0
    made = [item for item in site.lms.line_items.values() if item.tag == "bonus"]
    assert [(item.label, item.score_maximum, item.activity, item.coupled) for item in made] == [
        ("Bonus", 5, ACTIVITY, False)
    ]
    assert {site.lms.grade(made[0].number, student).score for student in (11, 12, 13)} == {4}
    assert {site.lms.grade(ITEM, student).score for student in (11, 12, 13)} == {50}


def test_columns_whose_addresses_we_lost_are_found_not_made_again(site):
    prepare(site, Column("vote", "Vote"), Column("bonus", "Bonus", 5))
    wish(site, 11, 8, "bonus")
    assert site.work() == 0
    before = set(site.lms.line_items)
    for tag in ("vote", "bonus"):
        forget_address(site, tag)
        wish(site, 12, 6, tag)
    assert site.work() == 0
    assert set(site.lms.line_items) == before
    assert site.lms.grade(ITEM, 12).score == 60


def test_a_column_that_the_lms_made_anew_gets_the_grades(site):
    prepare(site, Column("vote", "Vote"))
    old = site.lms.line_items[ITEM]
    site.lms.remove_line_item(ITEM)
    anew = type(old)(site.lms.number(), COURSE, TOOL, "Vote", 100.0, activity=ACTIVITY, coupled=True)
    site.lms.line_items[anew.number] = anew
    wish(site, 11, 7, "vote")
    assert site.work() == 0
    assert site.lms.grade(anew.number, 11).score == 70


def test_a_deleted_column_and_a_teacher_are_refused_with_their_reasons(site):
    prepare(site, Column("vote", "Vote"))
    site.lms.courses[COURSE].enrolments.pop(12)
    wish(site, 12, 7, "vote")
    assert site.work() == 0
    assert site.standing()[12].refusal == Refusal.NOT_GRADABLE
    site.lms.remove_line_item(ITEM)
    wish(site, 11, 7, "vote")
    assert site.work() == 0
    assert (site.standing()[11].state, site.standing()[11].refusal) == (State.REFUSED, Refusal.COLUMN_GONE)
    assert child.settled(site.database)
