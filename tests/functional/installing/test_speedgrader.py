"""From Canvas's gradebook to the ballot of one student: the score brought the address."""

from datetime import UTC, datetime

import pytest

from lti_tools.lti.target import review_address
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from tests.functional.installing.conftest import launch
from tests.support.lms import COURSE, OTHER_COURSE, OTHER_STUDENT, STUDENT, TEACHER
from tests.support.votes import set_up_vote, vote_for
from tools.co_curriculum.service import closing

pytestmark = pytest.mark.parametrize("lms", ["canvas"], indirect=True)


@pytest.fixture
def tool(lms, installation):
    return lms.install(installation.invite("topic-vote"))


@pytest.fixture
def graded(lms, installation, tool):
    """A vote that is closed, with the points in the gradebook; STUDENT voted, OTHER_STUDENT did not."""
    activity = lms.browser(TEACHER).add_by_hand(COURSE, tool["number"], "Topics")["number"]
    for person in (TEACHER, STUDENT, OTHER_STUDENT):
        assert launch(lms.browser(person), COURSE, activity).status == 200
    installation.work()  # brings the roster
    now = datetime.now(UTC)
    with installation.suite.database.write() as db:
        ours = db.query(Activity).one().id
        set_up_vote(db, ours, now)
        vote_for(db, ours, person_id(lms, db, STUDENT), "Rivers", now=now)
        closing.close(db, ours, now)
    installation.work()
    return activity


def person_id(lms, db, number):
    sub = next(person["sub"] for person in lms.get("people") if person["number"] == number)
    return db.query(Person).filter_by(sub=sub).one().id


def address(lms, installation, number):
    with installation.suite.database.read() as db:
        return review_address(
            installation.suite.settings.public_url,
            "topic-vote",
            db.query(Activity).one().id,
            person_id(lms, db, number),
        )


def own_review(lms, number, activity, whose):
    browser = lms.browser(number)
    page = browser.settle(browser.visit(f"/courses/{COURSE}/activities/{activity}/review/{whose}/launch"))
    return browser.settle(browser.follow(page, "Continue")) if page.heading == "Opening your activity" else page


def test_the_score_of_a_voter_brings_the_address_of_the_ballot_once(lms, installation, graded):
    (attempt,) = lms.grade(graded, STUDENT)["attempts"]
    assert (attempt["kind"], attempt["url"]) == ("basic_lti_launch", address(lms, installation, STUDENT))
    assert lms.grade(graded, OTHER_STUDENT)["attempts"] == []
    with installation.suite.database.write() as db:
        closing.reopen(db, db.query(Activity).one().id, datetime.now(UTC))
        set_up_vote(db, db.query(Activity).one().id, datetime.now(UTC), points=20)
        closing.close(db, db.query(Activity).one().id, datetime.now(UTC))
    installation.work()
    assert lms.grade(graded, STUDENT)["attempts"] == [attempt]
    assert {call["verdict"] for call in lms.calls("score")} == {"ok"}


def test_the_teacher_opens_the_ballot_from_the_gradebook(lms, installation, graded):
    browser = lms.browser(TEACHER)
    page = browser.review(COURSE, graded, STUDENT)
    if page.heading == "Opening your activity":
        page = browser.settle(browser.follow(page, "Continue"))
    assert page.status == 200
    assert "Rivers" in page.words
    assert "Robots" not in page.words


def test_a_student_opens_their_own(lms, installation, graded):
    page = own_review(lms, STUDENT, graded, STUDENT)
    assert (page.status, "Rivers" in page.words) == (200, True)


@pytest.mark.parametrize(
    ("course", "reader", "refused"), [(COURSE, OTHER_STUDENT, 403), (OTHER_COURSE, TEACHER, 404)], ids=str
)
def test_nobody_else_opens_it_and_no_other_course_knows_it(lms, installation, tool, graded, course, reader, refused):
    link = lms.browser(TEACHER).add_by_hand(course, tool["number"], "A copied address")["number"]
    lms.post("activities", {"activity": link, "url": address(lms, installation, STUDENT)})
    page = launch(lms.browser(reader), course, link)
    assert (page.status, "Rivers" in page.words) == (refused, False)
