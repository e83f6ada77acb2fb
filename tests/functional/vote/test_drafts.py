"""Texts that a teacher typed into the settings and did not save."""

import pytest

from tests.functional.vote.test_teachers import SETTINGS, save, stored
from tests.support.pages import Page

TYPED = "Which of these shall we\nwork on until summer?"
BANNER = "You typed here before without saving."


@pytest.fixture
def teacher(course):
    return course.join("Tia", role="instructor")


def type_into(teacher, field, text):
    assert teacher.post("-/draft", {"field": field, "text": text}).status_code == 204


def settings(teacher):
    return Page(teacher.get(SETTINGS))


def typed(page, field):
    return page.tree.findtext(f".//textarea[@name='{field}']").strip()


def test_what_was_typed_is_found_again_and_called_unsaved(course, teacher):
    type_into(teacher, "settings-question", TYPED)
    type_into(teacher, "settings-options", "Robots\nRivers\nBees\nTrams")
    before = stored(course)
    page = settings(course.join("Tia", role="instructor"))
    assert typed(page, "question") == TYPED
    assert typed(page, "options").split() == ["Robots", "Rivers", "Bees", "Trams"]
    assert BANNER in page.words
    assert stored(course) == before
    assert BANNER not in settings(course.join("Theo", role="instructor")).words


def test_saving_forgets_it(course, teacher):
    type_into(teacher, "settings-question", TYPED)
    save(course, teacher, question="Another one")
    page = settings(teacher)
    assert typed(page, "question") == "Another one"
    assert BANNER not in page.words


def test_a_draft_that_equals_what_is_stored_is_not_mentioned(course, teacher):
    type_into(teacher, "settings-question", stored(course)["question"])
    assert BANNER not in settings(teacher).words


def test_its_writer_may_throw_it_away(course, teacher):
    type_into(teacher, "settings-question", TYPED)
    assert BANNER in settings(teacher).words
    page = Page(teacher.follow(teacher.post("-/forget-drafts", {"tool": "topic-vote"})))
    assert BANNER not in page.words
    assert typed(page, "question") == stored(course)["question"]
