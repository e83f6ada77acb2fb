"""Evidence that comes from elsewhere: a gradebook's file, an outside system, classmates who thank."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.pages import Page
from tests.support.questlines import objective, quest
from tests.support.sessions import suite_of
from tools.gamification.domain.intake import HEADER, signature
from tools.gamification.outside import service as outside
from tools.gamification.service import ledger
from tools.gamification.store import lines

CSV = """First name,Last name,Email address,Quiz: Cells (Percentage)
Ann,Lee,ann@school.example,"85,00 %"
Bob,Ray,bob@school.example,"40,00 %"
Zed,Who,zed@school.example,"90,00 %"
"""
LINE = {
    "chapters": [
        {
            "key": "c",
            "title": "C",
            "quests": [
                quest(
                    "q",
                    objective("result", "result", passing=50),
                    objective("lab", "outside", action="lab.finished"),
                    objective("helped", "help", points=5, once_per="day"),
                    objective("shown", "peers", peers=1),
                )
            ],
        }
    ]
}


@pytest.fixture
def line(course):
    course.publish(LINE)
    return course


def xp(course, name: str) -> int:
    with course.database.read() as db:
        place = lines.published(db, course.activity)
        return ledger.statement_of(db, place, course.people[name], datetime.now(UTC)).facts.xp.get("", 0)


# -- a file of results


def look(teacher, text: str = CSV, **fields) -> Page:
    page = Page(teacher.post("quests/results", {"file": (io.BytesIO(text.encode()), "grades.csv")}))
    (table,) = page.tree.xpath("//input[@name='table']/@value")
    return Page(teacher.post("quests/results", {"table": table, "objective": "result", "column": "3", **fields}))


def take(teacher, page: Page):
    (table,) = page.tree.xpath("//input[@name='table']/@value")
    return teacher.post("quests/results/take", {"table": table, "objective": "result", "column": "3"})


def test_results_of_a_file_are_shown_first_and_count_once(line):
    teacher = line.join("Tess", "instructor")
    line.join("Ann Lee")
    line.join("Bob Ray")
    page = look(teacher)
    assert "nobody of this course" in page.words
    assert "Take it over for 2 students" in page.words
    assert "A try: below 50%" in page.words
    assert xp(line, "Ann Lee") == 0
    assert take(teacher, page).status_code == 303
    assert (xp(line, "Ann Lee"), xp(line, "Bob Ray")) == (8, 0), "below the mark it is a try"
    again = look(teacher)
    assert "Nothing new" in again.words
    assert take(teacher, again).status_code == 422
    better = look(teacher, CSV.replace("40,00", "100,00"))
    assert "Take it over for 1 student" in better.words
    take(teacher, better)
    assert (xp(line, "Ann Lee"), xp(line, "Bob Ray")) == (8, 10)


def test_results_that_were_taken_back_can_be_brought_again(line):
    teacher = line.join("Tess", "instructor")
    line.join("Ann Lee")
    number = take(teacher, look(teacher)).location.split("undo=")[1].split("&")[0]
    teacher.post("-/audit/undo", {"number": number, "confirmed": "1"})
    assert xp(line, "Ann Lee") == 0
    take(teacher, look(teacher))
    assert xp(line, "Ann Lee") == 8


@pytest.mark.parametrize("text", ["", "one line", "\x00,\x00\n1,2"])
def test_what_is_no_table_of_results_is_refused(line, text):
    teacher = line.join("Tess", "instructor")
    answer = teacher.post("quests/results", {"file": (io.BytesIO(text.encode()), "grades.csv")})
    assert answer.status_code == 422


# -- an outside system


@pytest.fixture
def key(line):
    teacher = line.join("Tess", "instructor")
    assert teacher.post("quests/builder/outside", {"name": "Lab"}).status_code == 303
    with line.database.read() as db:
        return outside.keys_of(db, line.activity)[0].id


def call(course, key: str, *, at: datetime | None = None, secret: str | None = None, **values):
    body = {"id": "lab-000001", "learner": "ann", "action": "lab.finished", "at": "2026-03-02T10:00:00+00:00", **values}
    sent = json.dumps(body).encode()
    hashed = suite_of(course.app).keys.keyed_hash
    secret = secret or outside.secret_of(hashed, key)
    header = signature(bytes.fromhex(secret), sent, at or datetime.now(UTC))
    client = course.app.test_client()
    return client.post(f"/intake/quests/{key}", data=sent, headers={HEADER: header}, base_url="https://tools.example")


def test_a_signed_call_counts_once_however_often_it_comes(line, key):
    line.join("Ann")
    assert call(line, key).json == {"outcome": "counted"}
    assert xp(line, "Ann") == 10
    assert (call(line, key).json, call(line, key).status_code) == ({"outcome": "replayed"}, 200)
    assert call(line, key, score=50).json == {"outcome": "changed"}
    assert xp(line, "Ann") == 10


def test_forged_stale_and_unknown_calls_count_nothing(line, key):
    line.join("Ann")
    old = datetime.now(UTC) - timedelta(minutes=6)
    answers = [
        call(line, key, secret="00" * 32),
        call(line, key, at=old),
        call(line, key, learner="nobody"),
        call(line, key, action="other"),
        call(line, key, score=101),
        call(line, "0" * 32),
    ]
    assert [one.status_code for one in answers] == [401, 401, 404, 404, 400, 404]
    assert xp(line, "Ann") == 0
    assert call(line, key).json == {"outcome": "counted"}


def test_a_revoked_key_opens_nothing_any_more(line, key):
    line.join("Ann")
    line.join("Tess", "instructor").post(f"quests/builder/outside/{key}/revoke")
    assert call(line, key).json == {"outcome": "unknown-key"}
    assert xp(line, "Ann") == 0


def test_a_key_that_calls_too_often_has_to_wait(line, key, monkeypatch):
    monkeypatch.setattr(outside, "A_MINUTE", 0)
    answer = call(line, key)
    assert (answer.status_code, answer.json) == (429, {"outcome": "too-many"})
    assert 0 < int(answer.headers["Retry-After"]) <= 60


# -- classmates


def test_a_thank_counts_for_who_helped_and_a_thank_back_gives_nothing(line):
    ann, bob = line.join("Ann"), line.join("Bob")
    assert ann.post("quests/help", {"text": "How do I begin?"}).status_code == 303
    assert "How do I begin?" in bob.get("quests/help").text
    assert bob.post("quests/help/1/offer").status_code == 303
    assert ann.post("quests/help/1/thank", {"helper": line.people["Bob"]}).status_code == 303
    assert xp(line, "Bob") == 5
    ann.post("quests/help/1/thank", {"helper": line.people["Bob"]})
    assert xp(line, "Bob") == 5
    bob.post("quests/help", {"text": "And how do I end?"})
    ann.post("quests/help/2/offer")
    bob.post("quests/help/2/thank", {"helper": line.people["Ann"]})
    assert xp(line, "Ann") == 0
    staff = line.join("Tess", "instructor").get("quests/help-board").text
    assert "the two have just thanked each other" in staff


def test_nobody_helps_themselves_or_closes_others_questions(line):
    ann, bob = line.join("Ann"), line.join("Bob")
    ann.post("quests/help", {"text": "How?"})
    assert ann.post("quests/help/1/offer").status_code == 409
    assert bob.post("quests/help/1/close").status_code == 404
    assert bob.post("quests/help/1/thank", {"helper": line.people["Bob"]}).status_code == 404
    assert ann.post("quests/help", {"text": " "}).status_code == 422
    for _ in range(2):
        ann.post("quests/help", {"text": "More?"})
    assert "several open questions" in ann.post("quests/help", {"text": "And more?"}).text


def test_two_classmates_cannot_confirm_each_other(line):
    ann, bob = line.join("Ann"), line.join("Bob")
    for one in (ann, bob):
        one.post("quests/objectives/shown", {"shown-text": "I showed it to the class."})
    assert ann.post("quests/classmates/2").status_code == 303
    assert xp(line, "Bob") == 10
    refused = bob.post("quests/classmates/1")
    assert "They confirmed yours already" in refused.text
    assert xp(line, "Ann") == 0
