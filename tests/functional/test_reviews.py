"""Submission review from the gradebook, and Canvas's SpeedGrader: one person's work for staff or for oneself."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from lti_tools.lti import claims as names
from lti_tools.lti.target import review_address
from lti_tools.store.database import Database
from lti_tools.store.drafts import keep
from lti_tools.store.tables.activities import Activity
from tests.support.app import PUBLIC_URL
from tests.support.engines import on_sqlite
from tests.support.platform import ASSISTANT, INSTITUTION, INSTRUCTOR, LEARNER, OBSERVER, Entered, ForgedPlatform
from tests.support.visits import person_of, set_up


@pytest.fixture
def activity_id(app: Flask, platform: ForgedPlatform, database: Database) -> int:
    """An activity in course-1 with an entry of student-1; student-2 has been there too."""
    activity_id = set_up(app, platform)
    for sub in ("student-1", "student-2"):
        assert platform.launch(app, sub=sub).opened
    with database.write() as db:
        keep(db, activity_id, person_of(app, "student-1")[0].id, "entry", "mine", datetime.now(UTC))
    return activity_id


def review(app: Flask, platform: ForgedPlatform, whose: Any = "student-1", **claims: Any) -> Entered:
    """A LtiSubmissionReviewRequest for somebody's work."""

    def change(message: dict[str, Any]) -> None:
        message[names.MESSAGE_TYPE] = names.SUBMISSION_REVIEW_REQUEST
        message[names.FOR_USER] = {"user_id": whose}

    return platform.launch(app, change, **claims)


STAFF = [[INSTRUCTOR], [ASSISTANT], [INSTRUCTOR, f"{INSTITUTION}#Administrator"]]
OTHERS = [[LEARNER], [OBSERVER], [], [f"{INSTITUTION}#Instructor"], [f"{INSTITUTION}#Administrator"]]


@pytest.mark.parametrize("roles", STAFF, ids=str)
@on_sqlite
def test_staff_see_the_work_of_the_person_named(
    roles: list[str], app: Flask, platform: ForgedPlatform, activity_id: int
):
    entered = review(app, platform, sub="teacher-1", roles=roles)
    assert entered.page.data("entry") == "mine"


def test_a_student_sees_their_own_work(app: Flask, platform: ForgedPlatform, activity_id: int):
    assert review(app, platform, sub="student-1", roles=[LEARNER]).page.data("entry") == "mine"


@pytest.mark.parametrize("roles", OTHERS, ids=str)
@on_sqlite
def test_nobody_else_sees_it(roles: list[str], app: Flask, platform: ForgedPlatform, activity_id: int):
    entered = review(app, platform, sub="student-2", roles=roles)
    assert (entered.answer.status_code, entered.page.tree.findtext(".//code")) == (403, "wrong-role")


@pytest.mark.parametrize(
    ("for_user", "code"),
    [
        (None, "claim-missing"),
        ("student-1", "claim-invalid"),
        ({}, "claim-missing"),
        ({"user_id": 5}, "claim-invalid"),
        ([], "claim-invalid"),
    ],
    ids=str,
)
@on_sqlite
def test_a_review_without_a_person_is_refused(
    for_user: Any, code: str, app: Flask, platform: ForgedPlatform, activity_id: int
):
    claims = {names.MESSAGE_TYPE: names.SUBMISSION_REVIEW_REQUEST, names.FOR_USER: for_user}
    entered = platform.launch(app, roles=[INSTRUCTOR], **claims)
    assert (entered.answer.status_code, entered.page.tree.findtext(".//code")) == (400, code)


@on_sqlite
def test_somebody_who_was_never_in_the_course_has_nothing_to_show(
    app: Flask, platform: ForgedPlatform, activity_id: int
):
    platform.launch(app, sub="elsewhere", context="course-2", link="link-2")
    for sub in ("elsewhere", "nobody"):
        page = review(app, platform, sub, sub="teacher-1", roles=[INSTRUCTOR]).page
        assert page.heading == "Nothing handed in here"


@on_sqlite
def test_a_review_of_a_link_that_is_not_set_up_leads_to_its_settings(app: Flask, platform: ForgedPlatform):
    assert review(app, platform, sub="teacher-1", roles=[INSTRUCTOR], link="new").opened


# -- SpeedGrader: an ordinary launch as the teacher, whose resource link is the course


def speedgrader(app: Flask, platform: ForgedPlatform, activity_id: int, person_id: int, **claims: Any) -> Entered:
    claims.setdefault("link", "course-1")
    target = review_address(PUBLIC_URL, "guestbook", activity_id, person_id)
    return platform.launch(app, target=target, **claims)


@pytest.mark.parametrize("roles", STAFF, ids=str)
def test_speedgrader_shows_staff_the_work(
    roles: list[str], app: Flask, platform: ForgedPlatform, activity_id: int, database: Database
):
    person = person_of(app, "student-1")[0].id
    before = lineitem(database, activity_id)
    entered = speedgrader(app, platform, activity_id, person, sub="teacher-1", roles=roles)
    assert entered.page.data("entry") == "mine"
    assert lineitem(database, activity_id) == before


def lineitem(database: Database, activity_id: int) -> str:
    with database.read() as db:
        return db.get_one(Activity, activity_id).lineitem_url


def test_speedgrader_shows_a_student_their_own_work(app: Flask, platform: ForgedPlatform, activity_id: int):
    person = person_of(app, "student-1")[0].id
    assert speedgrader(app, platform, activity_id, person, sub="student-1").page.data("entry") == "mine"


@pytest.mark.parametrize("roles", OTHERS, ids=str)
@on_sqlite
def test_speedgrader_shows_nobody_else_the_work(
    roles: list[str], app: Flask, platform: ForgedPlatform, activity_id: int
):
    person = person_of(app, "student-1")[0].id
    entered = speedgrader(app, platform, activity_id, person, sub="student-2", roles=roles)
    assert entered.answer.status_code == 403


@on_sqlite
def test_a_teacher_of_another_course_or_school_sees_nothing(
    app: Flask, platform: ForgedPlatform, activity_id: int, database: Database
):
    person = person_of(app, "student-1")[0].id
    other = ForgedPlatform(database, client_id="client-2", tenant="South")
    for where, course in ((platform, "course-2"), (other, "course-1")):
        entered = speedgrader(app, where, activity_id, person, sub="teacher-1", roles=[INSTRUCTOR], context=course)
        assert (entered.answer.status_code, entered.page.tree.findtext(".//code")) == (404, "not-found")


@on_sqlite
def test_somebody_of_another_course_cannot_be_reviewed_here(app: Flask, platform: ForgedPlatform, activity_id: int):
    platform.launch(app, sub="elsewhere", context="course-2", link="link-2")
    person = person_of(app, "elsewhere")[0].id
    page = speedgrader(app, platform, activity_id, person, sub="teacher-1", roles=[INSTRUCTOR]).page
    assert page.heading == "Nothing handed in here"


@on_sqlite
@pytest.mark.parametrize("review", ["", "1", "1-", "-1-1", "x-y", "9999999999-1", "1-1-1", "0-0"])
def test_an_odd_review_address_is_no_crash(review: str, app: Flask, platform: ForgedPlatform, activity_id: int):
    entered = platform.launch(app, target=f"{PUBLIC_URL}/lti/launch/guestbook?review={review}", roles=[INSTRUCTOR])
    assert entered.answer.status_code in (303, 404)
