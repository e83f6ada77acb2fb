"""Searching for groups in the background: the best of several plans, for large classes always."""

from datetime import UTC, datetime

from sqlalchemy import select

from lti_tools.background import create_workers
from lti_tools.kit.groups import maker_views
from lti_tools.kit.groups.tables import GroupSet
from lti_tools.store.heartbeats import JOBS
from tests.functional.groups.conftest import NAMES
from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tests.support.sessions import add_named, suite_of

pytestmark = on_sqlite  # jobs are tried on both databases in tests/integration


def groups_on(page):
    """The people of each group of a plan."""
    cards = page.tree.xpath("//section[@aria-labelledby='plan']//section[contains(@class, 'card')]")
    return [[" ".join(item.text_content().split()) for item in card.xpath("./ul/li")] for card in cards]


def run_jobs(course):
    (worker,) = (one for one in create_workers(suite_of(course.app)) if one.name == JOBS)
    while worker.run_once(datetime.now(UTC)):
        pass


def fields_of(page, button):
    """What the form around a button sends."""
    (form,) = page.tree.xpath(f"//form[.//button[normalize-space()='{button}']]")
    return [(one.get("name"), one.get("value")) for one in form.xpath(".//input[@name]")]


def note_levels(course, at):
    facts = "name,maths\n" + "\n".join(f"{name},{place**2}" for place, name in enumerate(NAMES))
    course.post(course.teacher, f"{at}/facts", table=facts)


def test_a_search_in_the_background_keeps_the_best_of_several_plans(course):
    at = course.new_set()
    note_levels(course, at)
    first = course.post(course.teacher, f"{at}/make", by="size", least=2, most=2, seed="s", **{"fact-maths": "even"})
    answer = course.teacher.post(f"{at}/make", dict(fields_of(first, "Search for a better one")))
    run_jobs(course)
    done = Page(course.teacher.follow(answer))
    assert "Plans compared" in done.words
    (found,) = [link for link in done.links if "make?job=" in link]
    page = Page(course.teacher.get(found[found.index("-/") :]))
    assert faults(page) == []
    taken = course.teacher.post(f"{at}/make", dict(fields_of(page, "Take over these groups")))
    assert "The groups are made" in Page(course.teacher.follow(taken)).words
    (seed,) = Page(course.teacher.get(f"{at}/make")).tree.xpath("//input[@id='seed']/@value")
    again = course.post(course.teacher, f"{at}/make", by="size", least=2, most=2, seed=seed, **{"fact-maths": "even"})
    assert groups_on(again) == groups_on(page)


def test_a_large_class_is_searched_for_in_the_background(course, monkeypatch):
    monkeypatch.setattr(maker_views, "AT_ONCE", 5)
    at = course.new_set()
    answer = course.teacher.post(f"{at}/make", {"by": "count", "count": "2", "seed": "s"})
    assert "/-/jobs/" in answer.location
    run_jobs(course)
    (found,) = [link for link in Page(course.teacher.follow(answer)).links if "make?job=" in link]
    add_named(course.app, course.school, "late", "learner", "Gus Late")
    page = Page(course.teacher.get(found[found.index("-/") :]))
    assert (page.status, groups_on(page)) == (422, [])
    assert "Students came or left" in page.words


def test_wishes_changed_meanwhile_end_a_search(course):
    at = course.new_set()
    note_levels(course, at)
    answer = course.teacher.post(f"{at}/make", {"by": "size", "least": "2", "most": "2", "seed": "s", "search": "1"})
    with suite_of(course.app).database.write() as db:
        db.scalars(select(GroupSet)).one().recipe = {"seed": "another"}
    run_jobs(course)
    assert "The wishes for these groups were changed meanwhile" in Page(course.teacher.follow(answer)).words


def test_a_search_is_shown_for_its_own_set_alone(course, monkeypatch):
    monkeypatch.setattr(maker_views, "AT_ONCE", 5)
    at, other = course.new_set(), course.new_set("Labs")
    answer = course.teacher.post(f"{at}/make", {"by": "count", "count": "2", "seed": "s"})
    job = answer.location.rpartition("/")[2]
    assert course.teacher.get(f"{at}/make?job={job}").status_code == 404
    run_jobs(course)
    assert course.teacher.get(f"{at}/make?job={job}").status_code == 200
    assert course.teacher.get(f"{other}/make?job={job}").status_code == 404
