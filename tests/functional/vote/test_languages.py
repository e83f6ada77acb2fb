"""What a close writes beside each student's points, whoever or whatever closes the vote."""

from datetime import timedelta

import pytest

from lti_tools.grades import outbox
from lti_tools.kit.schedule.plans import write_instant
from lti_tools.store.tables.people import ContextService, Person
from lti_tools.web.confirm import FIELD
from tests.support.school import NOW
from tools.co_curriculum.service import closing

LOCALES = {"Ada": ("", "en-GB"), "Rita": ("ru", "en"), "Umid": ("", "uz_UZ"), "Elena": ("es", ""), "Dora": ("", "de")}
"""Name -> language chosen in our pages, locale of the LMS."""
VOTED = {
    "Ada": "You voted in “Project topics”.",
    "Rita": "Вы проголосовали в «Project topics».",
    "Umid": "Siz “Project topics” da ovoz berdingiz.",
    "Elena": "Votaste en «Project topics».",
    "Dora": "You voted in “Project topics”.",
}
MISSED = {
    "Ada": "You did not vote in “Project topics” before it closed.",
    "Rita": "Вы не проголосовали в «Project topics» до закрытия.",
    "Umid": "Siz “Project topics” yopilguncha ovoz bermadingiz.",
    "Elena": "No votaste en «Project topics» antes de que se cerrara.",
    "Dora": "You did not vote in “Project topics” before it closed.",
}


@pytest.fixture
def class_of_all_languages(course):
    for name in LOCALES:
        course.join(name)
    with course.database.write() as db:
        for name, (language, locale) in LOCALES.items():
            person = db.get_one(Person, course.people[name])
            person.language, person.locale = language, locale
        db.query(ContextService).update({"roster_synced_at": NOW})
    return course


def comments(course):
    names = {person_id: name for name, person_id in course.people.items()}
    with course.database.read() as db:
        return {names[row.person_id]: row.comment for row in outbox.standing(db, course.school.activity_id)}


def test_a_teacher_who_closes_the_vote_writes_to_each_student_in_their_language(class_of_all_languages):
    course = class_of_all_languages
    for name in VOTED:
        course.vote(name, "Robots")
    teacher = course.join("Ms Ito", "instructor", locale="ru")
    teacher.post("topic-vote/close", {FIELD: "1"})
    assert comments(course) == VOTED


def test_the_worker_writes_to_each_student_in_their_language(class_of_all_languages):
    course = class_of_all_languages
    course.set_up(closes_at=write_instant(NOW + timedelta(hours=1)))
    with course.database.write() as db:
        closing.tick(db, NOW + timedelta(hours=2))
    assert comments(course) == MISSED
