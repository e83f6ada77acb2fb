"""`python -m tests.browser.peer_pictures [folder] [--all]`: peer review in the demo; `--all`: every page and look."""

from playwright.sync_api import Browser, Frame

from lti_tools.demo.school import STUDENTS, TEACHER
from tests.browser.peer_class import BETTER, ESSAY, LATE, PLACES, TEAM, play
from tests.browser.peer_compared import TITLE as TWO
from tests.browser.peer_compared import play_compared
from tests.support.pictures import Shot, main

STUDENT, ASKING, SENDING, RATING = STUDENTS[0], STUDENTS[1], STUDENTS[2], STUDENTS[LATE]
NOW = "One page about the garden"
PHONE = 390


def at(person: int, path: str, activity: str = ESSAY, *, link: str = "", kept: int = 0, width: int = 1280) -> Shot:
    """`kept`: the documents show so many pixels of it from above."""
    return Shot(person, f"/peer-review/{path}", activity, bool(kept), width, kept, link)


def mark(frame: Frame) -> None:
    """Judge one's own work again, and mark places on its plan: one that is kept, one that is not yet."""
    frame.locator("form[action$='/own-review'] button").first.click()
    frame.locator("button[value^='places:']").first.click()
    frame.locator("[data-canvas] img").first.evaluate("image => image.decode()")
    kept, fresh, *_more = PLACES
    if not frame.locator(".peer-number").count():
        fill(frame, kept)
        frame.locator("main form[data-once] button.primary").click()
        frame.locator(".peer-number").wait_for()
    fill(frame, fresh)


def fill(frame: Frame, place: dict[str, str]) -> None:
    for name, value in place.items():
        frame.locator(f"#{name}").fill(value)


PAGES = {
    "desk": at(STUDENT, "", NOW, width=PHONE, kept=1950),
    "work": at(STUDENT, "work", NOW),
    "review": at(STUDENT, "", NOW, link="/peer-review/reviews/", kept=1500),
    "review-phone": at(STUDENTS[3], "", NOW, link="/peer-review/reviews/", width=PHONE),
    "revise": at(STUDENT, "work", BETTER, kept=1500),
    "review-again": at(STUDENT, "", BETTER, link="/peer-review/reviews/", kept=1500),
    "pairs-again": at(TEACHER, "pairs/second", BETTER),
    "waiting-again": at(TEACHER, "waiting", BETTER),
    "practise": at(STUDENT, "practise", kept=1200),
    "after": at(STUDENT, ""),
    "feedback": at(STUDENT, "feedback", kept=1300),
    "feedback-first": at(RATING, "feedback", width=PHONE, kept=1500),
    "asked": at(ASKING, "feedback"),
    "report": at(STUDENT, "feedback", link="/report", kept=1200),
    "own-view": at(STUDENT, "own-review/view", kept=1400),
    "places": Shot(STUDENT, "/peer-review/own-review/view", ESSAY, kept=True, tallest=1100, before=mark),
    "growth": at(STUDENT, "growth", kept=1300),
    "outcomes": at(SENDING, "answers", kept=1700),
    "best": at(SENDING, "best"),
    "team": at(STUDENT, "team", TEAM, width=PHONE, kept=1500),
    "teams": at(TEACHER, "teams", TEAM, kept=1200),
    "own-credit": at(STUDENT, "reviewing"),
    "set-up": Shot(TEACHER, "/-/settings", NOW),
    "overview": at(TEACHER, "", NOW, kept=1300),
    "overview-after": at(TEACHER, ""),
    "works": at(TEACHER, "works", kept=1500),
    "person": at(TEACHER, "works", link="/peer-review/works/"),
    "triage": at(TEACHER, "look-first", kept=1500),
    "class": Shot(TEACHER, "/-/overview/", NOW),
    "waiting": at(TEACHER, "waiting", NOW, kept=1300),
    "pairs": at(TEACHER, "pairs", NOW, kept=1300),
    "pairs-file": at(TEACHER, "pairs/from-file", NOW),
    "rehearsal": at(TEACHER, "rehearsal", NOW, kept=1300),
    "credits": at(TEACHER, "reviewers", kept=1300),
    "rubric": at(TEACHER, "rubric", NOW),
    "examples": at(TEACHER, "examples"),
    "alike": at(TEACHER, "alike", NOW, kept=1200),
    "best-reviews": at(TEACHER, "best-reviews", kept=900),
    "compare": at(STUDENT, "", TWO, link="/peer-review/compare/", kept=1500),
    "to-compare": at(STUDENT, "", TWO, width=PHONE),
    "comparisons": at(TEACHER, "comparisons", TWO, kept=1200),
    "compared-person": at(TEACHER, "works", TWO, link="/peer-review/works/"),
    "gradebook": at(TEACHER, "grades"),
}


def prepare(_browser: Browser, lms: str) -> None:
    play(lms)
    play_compared(lms)


if __name__ == "__main__":
    main("peer", PAGES, prepare)
