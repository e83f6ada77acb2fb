"""Every page of a vote, in every phase and for every role, keeps the rules of a page."""

from datetime import UTC, datetime

import pytest

from tests.support.pages import Page, faults
from tools.co_curriculum.service import closing

PAGES = {
    "instructor": ["", "ballots", "ballots/{ana}", "closing", "grades", "../-/settings"],
    "assistant": ["", "ballots", "ballots/{ana}", "grades"],
    "learner": ["", "ballots/{ana}", "ways"],
    "observer": [""],
}


@pytest.mark.parametrize("phase", ["without options", "preparing", "nobody yet", "open", "live", "closed"])
def test_every_page_keeps_the_rules(course, phase):
    course.set_up(
        options=[] if phase == "without options" else ["Robots", "Rivers", "Bees"],
        open_now=phase != "preparing",
        results="live" if phase == "live" else "after-close",
        closes_at="2031-05-06T07:08:00+00:00" if phase == "open" else "",
    )
    course.join("Ana")
    if phase in ("open", "live", "closed"):
        course.vote("Ana", "Bees")
        course.vote("Boris")
    if phase == "closed":
        with course.database.write() as db:
            closing.close(db, course.school.activity_id, datetime.now(UTC))
    for role, paths in PAGES.items():
        visitor = course.join("Ana" if role == "learner" else role.title(), role)
        for path in paths:
            page = Page(
                visitor.get(f"topic-vote/{path}".format(ana=course.people["Ana"]).replace("topic-vote/../", ""))
            )
            assert page.status == 200
            assert faults(page) == [], (role, path)


def test_pages_that_refuse_keep_the_rules_too(course):
    ana = course.join("Ana")
    assert faults(Page(ana.post("topic-vote/ballot"))) == []
    assert faults(Page(ana.get("topic-vote/closing"))) == []
    assert faults(Page(course.join("Tom", "instructor").post("topic-vote/close"))) == []
