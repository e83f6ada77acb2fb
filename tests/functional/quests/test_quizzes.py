"""Quizzes from the builder to the points they give."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from tests.support.pages import Page
from tests.support.questlines import objective, quest
from tools.gamification.domain.questline.reading import read
from tools.gamification.quizzes.tables import TryRow
from tools.gamification.service import building, ledger
from tools.gamification.store import lines

QUESTIONS = [
    {"kind": "choice", "prompt": "Capital of France?", "answers": "* Paris\nRome\nOslo", "explanation": "Since 987."},
    {"kind": "several", "prompt": "Primes?", "answers": "* 2\n* 3\n4"},
    {"kind": "number", "prompt": "Pi?", "answers": "3.14 ± 0.01"},
    {"kind": "short", "prompt": "Who wrote Faust?", "answers": "Goethe\n*Goethe"},
    {"kind": "ordering", "prompt": "In order:", "answers": "one\ntwo\nthree"},
    {"kind": "cloze", "prompt": "", "answers": "Two and [[two|2]] is [[=4]], a [[*number|letter]]."},
]
RIGHT = ["Paris", ["2", "3"], "3.141", "goethe", ["one", "two", "three"], ["2", "4", "number"]]
GIFT = "Is it? {T}\n\nOpen {}\n\nOne {=1 ~2}\n"


@pytest.fixture
def teacher(course):
    line = {"chapters": [{"key": "c", "title": "C", "quests": [quest("q", objective("check", "quiz", quiz={}))]}]}
    course.publish(line)
    return course.join("Tess", "instructor")


@pytest.fixture
def written(course, teacher):
    for fields in QUESTIONS:
        answer = teacher.post("quests/builder/quizzes/check/questions", fields)
        assert answer.status_code == 303, answer.text
    publish(course)
    return course


def publish(course) -> None:
    with course.database.write() as db:
        building.publish(db, course.activity, datetime.now(UTC))


def rules(teacher, **fields) -> None:
    data = {"passing": "60", "again": "new", "reveal": "at-once", "mix": "y", **fields}
    answer = teacher.post("quests/builder/quizzes/check/rules", data)
    assert answer.status_code == 303, answer.text


def begin(person):
    answer = person.post("quests/quizzes/check/begin")
    assert answer.status_code == 303, answer.text
    return answer.location, Page(person.get(answer.location))


def filled(page: Page, answers: dict[str, object]) -> dict[str, object]:
    """The form's fields for these answers, by what stands beside them: prompt -> answer as somebody reads it."""
    fields: dict[str, object] = {}
    for place, block in enumerate(page.tree.xpath("//fieldset[contains(@class, 'quiz-question')]")):
        text = " ".join(block.text_content().split())
        answer = next((given for asked, given in answers.items() if asked in text), None)
        if answer is None:
            continue
        radios = {" ".join(label.text_content().split()): label.get("for") for label in block.xpath(".//label[@for]")}
        value = {one.get("id"): one.get("value") for one in block.xpath(".//input[@value]")}
        if block.xpath(".//ul[@class='quiz-order']"):
            for row in block.xpath(".//li"):
                fields[row.xpath(".//select")[0].get("name")] = str(
                    answer.index(row.xpath("./span")[0].text_content()) + 1
                )
        elif block.xpath(".//div[@class='quiz-cloze']"):
            for number, one in enumerate(answer):
                options = block.xpath(f".//select[@name='q{place}-{number}']/option")
                chosen = next((each.get("value") for each in options if each.text_content() == one), one)
                fields[f"q{place}-{number}"] = chosen
        elif isinstance(answer, list):
            fields[f"q{place}"] = [value[radios[one]] for one in answer]
        else:
            fields[f"q{place}"] = value[radios[answer]] if answer in radios else answer
    return fields


def by_prompt(*wrong: int) -> dict[str, object]:
    asked = ["Capital", "Primes?", "Pi?", "Faust", "In order", "Two and"]
    return {name: right for number, (name, right) in enumerate(zip(asked, RIGHT, strict=True)) if number not in wrong}


def facts(course, name: str):
    with course.database.read() as db:
        place = lines.published(db, course.activity)
        return ledger.statement_of(db, place, course.people[name], datetime.now(UTC)).facts


def test_a_quiz_is_written_tried_marked_and_pays(written):
    ann = written.join("Ann")
    assert "To the questions" in ann.get("quests/quests/q").text
    where, page = begin(ann)
    answer = ann.post(where, filled(page, by_prompt()))
    result = ann.follow(answer).text
    assert "Your last try: 100%" in result
    assert "Everything is right" in result
    assert facts(written, "Ann").objective("check").best == 100
    assert facts(written, "Ann").xp[""] == 10
    assert "No further try" in ann.post("quests/quizzes/check/begin").text


def test_below_the_mark_it_is_a_try_and_a_better_one_pays_the_rest(written):
    ann = written.join("Ann")
    where, page = begin(ann)
    ann.post(where, filled(page, by_prompt(0, 1, 2, 3)))
    assert facts(written, "Ann").objective("check").times == 0
    assert facts(written, "Ann").objective("check").tries == 1
    result = ann.get("quests/quizzes/check").text
    assert "Not right yet" in result
    assert "Since 987." in result
    where, page = begin(ann)
    ann.post(where, filled(page, by_prompt(0)))
    assert (facts(written, "Ann").objective("check").best, facts(written, "Ann").xp[""]) == (83, 8)
    where, page = begin(ann)
    ann.post(where, filled(page, by_prompt()))
    assert facts(written, "Ann").xp[""] == 10


def test_two_tabs_share_one_try_and_it_counts_once(written):
    ann = written.join("Ann")
    first, page = begin(ann)
    second, _ = begin(ann)
    assert first == second
    ann.post(first, filled(page, by_prompt()))
    again = ann.post(second, filled(page, by_prompt(0, 1, 2)))
    assert "handed in already" in again.text
    assert facts(written, "Ann").objective("check").tries == 1
    assert facts(written, "Ann").objective("check").best == 100


def test_no_right_answer_stands_in_the_page_of_a_try(written):
    text = begin(written.join("Ann"))[1].answer.text
    assert "Since 987." not in text
    assert "3.14" not in text
    assert "Goethe" not in text
    assert not re.search(r"data-[a-z-]*(right|share)", text)


def test_an_order_with_one_place_twice_comes_back_with_everything_kept(written):
    ann = written.join("Ann")
    where, page = begin(ann)
    fields = filled(page, by_prompt())
    order = page.tree.xpath("//ul[@class='quiz-order']//select/@name")
    broken = ann.post(where, {**fields, **dict.fromkeys(order, "1")})
    assert broken.status_code == 422
    assert "Every place can be given once." in broken.text
    assert 'value="goethe"' in broken.text
    assert facts(written, "Ann").objective("check").tries == 0


def test_a_try_may_be_handed_in_with_nothing_answered(written):
    ann = written.join("Ann")
    where, _ = begin(ann)
    assert "Your last try: 0%" in ann.follow(ann.post(where, {})).text


def test_tries_and_waiting_are_held_to(course, written, teacher):
    rules(teacher, tries="2", wait="30", reveal="at-the-end")
    publish(course)
    ann = course.join("Ann")
    where, page = begin(ann)
    ann.post(where, filled(page, by_prompt(0)))
    waiting = ann.get("quests/quizzes/check").text
    assert "The next try opens later" in waiting
    assert "Since 987." not in waiting
    assert "No further try can begin now" in ann.post("quests/quizzes/check/begin").text
    with course.database.write() as db:
        db.execute(update(TryRow).values(finished_at=datetime.now(UTC) - timedelta(hours=1)))
    where, page = begin(ann)
    ann.post(where, filled(page, by_prompt(0)))
    over = ann.get("quests/quizzes/check").text
    assert "You have used all tries" in over
    assert "Since 987." in over


def test_only_what_was_not_right_is_asked_again_and_the_rest_counts_on(course, written, teacher):
    rules(teacher, again="missed")
    publish(course)
    ann = course.join("Ann")
    where, page = begin(ann)
    ann.post(where, filled(page, by_prompt(0, 1)))
    where, page = begin(ann)
    assert len(page.tree.xpath("//fieldset[contains(@class, 'quiz-question')]")) == 2
    ann.post(where, filled(page, by_prompt()))
    assert facts(course, "Ann").objective("check").best == 100


def test_a_question_changed_meanwhile_is_marked_as_it_was_asked(course, written, teacher):
    ann = course.join("Ann")
    where, page = begin(ann)
    with course.database.read() as db:
        key = lines.draft_of(db, course.activity)[0].objective("check").quiz.questions[0].key
    changed = {"kind": "choice", "prompt": "Capital of Norway?", "answers": "* Oslo\nParis"}
    assert teacher.post(f"quests/builder/quizzes/check/questions/{key}", changed).status_code == 303
    publish(course)
    ann.post(where, filled(page, by_prompt()))
    assert facts(course, "Ann").objective("check").best == 100


def questions_of(course, key: str = "check"):
    with course.database.read() as db:
        return lines.draft_of(db, course.activity)[0].objective(key).quiz.questions


def test_questions_of_a_file_are_shown_first_and_those_that_are_ticked_taken(course, teacher):
    page = Page(teacher.post("quests/builder/quizzes/check/import", {"text": GIFT}))
    assert "An open question" in page.answer.text
    assert questions_of(course) == ()
    packed = {one.get("name"): one.get("value") for one in page.tree.xpath("//input[@type='hidden']")}
    assert sum(name.startswith("question-") for name in packed) == 2
    taken = teacher.post("quests/builder/quizzes/check/take", {**packed, "take": ["1", "7"]})
    assert taken.status_code == 303
    assert [one.prompt for one in questions_of(course)] == ["One"]


def test_what_is_no_file_of_questions_is_refused_with_the_reason(course, teacher):
    sent = {"file": (io.BytesIO(b"\x89PNG"), "a.xml")}
    refused = teacher.post("quests/builder/quizzes/check/import", sent)
    assert (refused.status_code, "neither QTI nor" in refused.text) == (422, True)
    assert teacher.post("quests/builder/quizzes/check/import", {}).status_code == 422
    damaged = {"question-0": '{"kind": "choice"', "question-1": "[" * 9000, "take": ["0", "1"]}
    assert teacher.post("quests/builder/quizzes/check/take", damaged).status_code == 303
    assert questions_of(course) == ()


def test_questions_are_brought_from_another_quiz_of_the_draft(course, teacher):
    """Every quiz is a bank for the others."""
    both = [objective("check", "quiz", quiz={}), objective("bank", "quiz", quiz={})]
    course.publish({"chapters": [{"key": "c", "title": "C", "quests": [quest("q", *both)]}]})
    assert teacher.post("quests/builder/quizzes/bank/questions", QUESTIONS[0]).status_code == 303
    page = Page(teacher.post("quests/builder/quizzes/check/import", {"other": "bank"}))
    packed = {one.get("name"): one.get("value") for one in page.tree.xpath("//input[@type='hidden']")}
    teacher.post("quests/builder/quizzes/check/take", {**packed, "take": "0"})
    (taken,), (bank,) = questions_of(course), questions_of(course, "bank")
    assert (taken.body, taken.explanation) == (bank.body, bank.explanation)
    assert taken.key != bank.key


def test_each_try_draws_some_of_the_bank(course, written, teacher):
    rules(teacher, number="3")
    publish(course)
    _, page = begin(course.join("Ann"))
    assert len(page.tree.xpath("//fieldset[contains(@class, 'quiz-question')]")) == 3


def test_publishing_names_what_nobody_can_reach_yet(course, teacher):
    parts = [objective("check", "quiz", quiz={}), objective("word", "code", codes=[])]
    with course.database.write() as db:
        lines.save_draft(
            db, course.activity, read({"chapters": [{"key": "c", "title": "C", "quests": [quest("q", *parts)]}]})
        )
    page = teacher.get("quests/builder/publish").text
    assert "“Objective check” has no questions yet" in page
    assert "“Objective word” has no code yet" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "choice", "answers": "a\nb"}, "Mark the right option"),
        ({"kind": "choice", "answers": "* a"}, "Write at least two options."),
        ({"kind": "number", "answers": "many"}, "This is no number."),
        ({"kind": "ordering", "answers": "a"}, "Write at least two items."),
        ({"kind": "cloze", "answers": "no gap"}, "There is no gap in this text."),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused_with_what_to_mend(teacher, fields, said):
    answer = teacher.post("quests/builder/quizzes/check/questions", {"prompt": "Why?", **fields})
    assert (answer.status_code, said in answer.text) == (422, True)


def test_every_question_is_shown_in_the_builder_as_it_was_typed(course, written, teacher):
    with course.database.read() as db:
        questions = lines.draft_of(db, course.activity)[0].objective("check").quiz.questions
    for question, typed in zip(questions, QUESTIONS, strict=True):
        text = Page(teacher.get(f"quests/builder/quizzes/check/questions/{question.key}")).tree
        assert text.xpath("string(//textarea[@name='answers'])").split() == typed["answers"].split()
