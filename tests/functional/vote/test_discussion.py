"""People talk about proposals: questions, arguments for and against, a fair order, the teacher's summary."""

import pytest

from tests.functional.vote.test_proposals import LIST, number, propose, steps
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.votes import set_up_vote


@pytest.fixture
def talked(course):
    with course.database.write() as db:
        set_up_vote(db, course.school.activity_id, options=[], plans=steps()["phases"])
    propose(course.join("Ana"))
    return course


def thread(course):
    return f"-/comments/on/option/{number(course)}"


def say(visitor, course, text, stance, **more):
    return visitor.post(thread(course), {"text": text, "stance": stance, "when": "now", **more})


@on_sqlite
def test_a_comment_says_whether_it_asks_or_argues_for_or_against(talked):
    boris, carla = talked.join("Boris"), talked.join("Carla")
    say(boris, talked, "Who pays for the hives?", "question")
    say(carla, talked, "Bees need us.", "for")
    say(carla, talked, "I am allergic.", "against")
    say(carla, talked, "Just a remark.", "")
    say(carla, talked, "Forged.", "nonsense")
    page = Page(talked.join("Dora").get(thread(talked)))
    assert "1 question · 1 for it · 1 against it" in page.words
    assert page.words.count("Against it") == 2  # the badge, and the choice in the form
    answer = say(boris, talked, "The school does.", "against", parent="1")
    assert answer.status_code == 303
    assert "1 against it" in Page(boris.get(thread(talked))).words


@on_sqlite
def test_the_kind_outlives_the_pause_before_something_harsh(talked):
    boris = talked.join("Boris")
    asked = boris.post(thread(talked), {"text": "You are all stupid idiots.", "stance": "against"})
    form = next(one for one in Page(asked).forms if "on/option" in one.action)
    assert form.data["stance"] == "against"


@on_sqlite
def test_first_comments_stand_in_an_order_of_each_readers_own(talked):
    texts = [f"Thought number {word}" for word in ("one", "two", "three", "four", "five", "six", "seven")]
    for name, text in zip(("Boris", "Carla") * 4, texts, strict=False):
        say(talked.join(name), talked, text, "")

    def order(name):
        words = Page(talked.join(name).get(thread(talked))).words
        return sorted(texts, key=words.index)

    orders = [order(name) for name in ("Ana", "Boris", "Carla", "Dora")]
    assert orders[0] == order("Ana")
    assert len({tuple(one) for one in orders}) > 1


@on_sqlite
def test_the_teacher_pins_a_summary_above_the_talk(talked):
    tom, here = talked.join("Tom", "instructor"), f"{LIST}/{number(talked)}"
    say(talked.join("Boris"), talked, "Who pays?", "question")
    saved = tom.follow(tom.post(f"{here}/summary", {"summary": "Open: **who pays**."}))
    assert "The summary stands above the comments." in saved.text
    for page in (thread(talked), here):
        assert "<strong>who pays</strong>" in talked.join("Boris").get(page).text
    assert talked.join("Boris").post(f"{here}/summary", {"summary": "Mine"}).status_code == 403
    assert tom.post(f"{here}/summary", {"summary": "x" * 5001}).status_code == 422
    tom.post(f"{here}/summary", {"summary": ""})
    assert "Summed up" not in talked.join("Boris").get(thread(talked)).text
