"""`python -m tests.browser.kit_pictures [folder] [--all]`: the pages of the kit in the demo; `--all` in every look."""

from typing import Any

from playwright.sync_api import Browser, Frame, expect

from lti_tools.demo.school import STUDENTS, TEACHER
from tests.support.pictures import Shot, Visit, main, visit

STUDENT = STUDENTS[0]
VOTE = "What shall we find out?"


def at(person: int, path: str, *, kept: bool = False, **more: Any) -> Shot:
    return Shot(person, path, VOTE, kept, **more)


def harsh(frame: Frame) -> None:
    """Somebody types what may hurt, and the coach has a thought about it."""
    frame.get_by_label("Your comment").press_sequentially("What a stupid idea, nobody wants that")
    expect(frame.locator("[data-coach-hints]")).to_contain_text("This may hurt")


PAGES = {
    "dates": at(TEACHER, "/-/schedule/", kept=True),
    "calendar": at(TEACHER, "/-/schedule/calendar"),
    "groups": at(TEACHER, "/-/groups/1/", kept=True),
    "group-sets": at(TEACHER, "/-/groups/"),
    "group-people": at(TEACHER, "/-/groups/1/people"),
    "group-settings": at(TEACHER, "/-/groups/1/settings"),
    "group-import": at(TEACHER, "/-/groups/1/import"),
    "group-maker": at(TEACHER, "/-/groups/1/make"),
    "group-changes": at(TEACHER, "/-/groups/1/changes"),
    "comments": at(STUDENT, "/-/comments/on/option/2", kept=True),
    "reported": at(TEACHER, "/-/moderation/", kept=True),
    "files": at(TEACHER, "/topic-vote/pictures", kept=True),
    "templates": at(TEACHER, "/-/templates/", kept=True),
    "template-publish": at(TEACHER, "/-/templates/publish"),
    "tables": at(TEACHER, "/-/exports/", kept=True),
    "record": at(TEACHER, "/-/audit/", kept=True),
    "record-check": at(TEACHER, "/-/audit/check"),
    "inbox": at(STUDENT, "/-/notices/", kept=True),
    "jobs": at(TEACHER, "/-/jobs/"),
    "job": at(TEACHER, "/-/jobs/1", kept=True),
    "overview": at(TEACHER, "/-/overview/", kept=True),
    "overview-person": at(TEACHER, "/-/overview/people/4"),
    "wall": at(TEACHER, "/-/overview/wall"),
    "pulse": at(TEACHER, "/-/pulse/", kept=True),
    "people": at(TEACHER, "/-/people", kept=True),
    "settings": at(TEACHER, "/-/settings"),
    "coach": at(STUDENT, "/-/comments/on/option/2", kept=True, width=390, before=harsh),
    "student-groups": at(STUDENT, "/-/groups/"),
    "student-decisions": at(STUDENT, "/-/moderation/mine"),
    "student-pulse": at(STUDENT, "/-/pulse/"),
}


def prepare(browser: Browser, lms: str) -> None:
    with visit(browser, lms, TEACHER, activity=VOTE) as teacher:
        deeds(teacher)


def deeds(teacher: Visit) -> None:
    """A job that is done, a deed in the record, a notice for the student."""
    frame = teacher.frame
    frame.goto(f"{teacher.base}/-/exports/")
    frame.locator("form[action$='/everything'] button").last.click()
    expect(frame.get_by_role("link", name="Download")).to_be_visible()
    frame.goto(f"{teacher.base}/-/comments/on/option/2?answer=1")
    frame.locator("textarea[name=text]").fill("Good. We could begin in the first week of May, when the ice is gone.")
    frame.get_by_role("button", name="Send", exact=True).click()
    expect(frame.get_by_text("Your comment is there for everybody.")).to_be_visible()


if __name__ == "__main__":
    main("kit", PAGES, prepare)
