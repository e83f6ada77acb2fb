"""Where an activity gets its settings: deep linking, its first launch, copies in the same and in other courses."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tools.store.database import Database
from lti_tools.store.drafts import keep
from lti_tools.store.tables.activities import Activity, Draft
from tests.certification.verdicts import count
from tests.support.engines import on_sqlite
from tests.support.linking import fill_in, launch_item, response
from tests.support.pages import Page
from tests.support.platform import ASSISTANT, INSTRUCTOR, LEARNER, ForgedPlatform
from tests.support.visits import send

Item = dict[str, Any]


@pytest.fixture
def item(app: Flask, platform: ForgedPlatform) -> Item:
    """A link that a teacher made in course-1 and that nobody has launched."""
    client = app.test_client()
    (found,) = response(client, fill_in(client, platform.link(client))).items
    return found


def activity(database: Database, link: str) -> Activity:
    with database.read() as db:
        return db.scalars(select(Activity).where(Activity.resource_link_id == link)).one()


def test_the_first_launch_takes_the_settings_whoever_comes_first(
    item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    page = launch_item(app.test_client(), platform, item, roles=[LEARNER]).page
    assert page.data("title") == "Our guestbook"
    assert page.data("opens").startswith("2031-05-01")
    assert not page.has_data("copied")
    found = activity(database, "link-1")
    assert (found.tool, found.dates_to_check) == ("guestbook", False)


def test_a_class_that_comes_first_all_at_once_finds_one_activity_set_up(
    item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    titles: list[str] = []

    def visit(number: int) -> None:
        entered = launch_item(app.test_client(), platform, item, sub=f"student-{number}")
        titles.append(entered.page.data("title"))

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert titles == ["Our guestbook"] * 10
    assert activity(database, "link-1").version == 2


def with_entries(app: Flask, platform: ForgedPlatform, database: Database, item: Item) -> None:
    """Launch the link in course-1, and let somebody work there."""
    launch_item(app.test_client(), platform, item, sub="teacher-1", roles=[INSTRUCTOR])
    entered = launch_item(app.test_client(), platform, item)
    with database.write() as db:
        person, now = int(entered.page.data("person")), datetime.now(UTC)
        keep(db, activity(database, "link-1").id, person, "entry", "mine", now)


def assert_copied(page: Page, database: Database) -> None:
    """Settings without dates, the banner, nobody's work."""
    assert page.data("title") == "Our guestbook"
    assert page.data("opens") == ""
    assert page.has_data("copied")
    copy = activity(database, "link-2")
    assert copy.copied_from_id == activity(database, "link-1").id
    with database.read() as db:
        assert db.scalar(select(Draft.id).where(Draft.activity_id == copy.id)) is None


@pytest.mark.parametrize("role", [INSTRUCTOR, LEARNER], ids=["teacher", "student"])
def test_a_duplicate_in_the_same_course_comes_without_dates_and_work(
    role: str, item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    with_entries(app, platform, database, item)
    page = launch_item(app.test_client(), platform, item, link="link-2", roles=[role]).page
    assert_copied(page, database)


@pytest.mark.parametrize("history", ["course-1", "course-7,course-1", " course-1 , course-0", "course-1,truncated"])
@on_sqlite
def test_a_copied_course_brings_the_settings_of_its_ancestor(
    history: str, item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    with_entries(app, platform, database, item)
    entered = launch_item(
        app.test_client(), platform, item, context="course-2", link="link-2", custom={"context_history": history}
    )
    assert_copied(entered.page, database)


@on_sqlite
def test_the_nearest_ancestor_wins(item: Item, app: Flask, platform: ForgedPlatform, database: Database):
    with_entries(app, platform, database, item)
    custom = {"context_history": "course-1"}
    client = app.test_client()
    entered = launch_item(
        client, platform, item, context="course-2", link="link-2", sub="teacher-1", roles=[INSTRUCTOR], custom=custom
    )
    settings = Page(client.get(f"{entered.path}/-/settings"))
    send(client, settings, "/-/settings", title="Changed in the copy")
    custom = {"context_history": "course-2,course-1"}
    entered = launch_item(app.test_client(), platform, item, context="course-3", link="link-3", custom=custom)
    assert entered.page.data("title") == "Changed in the copy"


@on_sqlite
def test_a_course_copied_before_anybody_launched_the_link_brings_the_settings_too(
    item: Item, app: Flask, platform: ForgedPlatform
):
    custom = {"context_history": "course-1"}
    page = launch_item(app.test_client(), platform, item, context="course-2", link="link-2", custom=custom).page
    assert page.data("title") == "Our guestbook"
    assert page.data("opens") == ""
    assert page.has_data("copied")


@on_sqlite
def test_a_copied_link_names_its_ancestor_where_the_platform_tells(
    item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    with_entries(app, platform, database, item)
    custom = {"link_history": "link-9,link-1"}
    page = platform.launch(app, context="course-2", link="link-2", custom=custom).page
    assert_copied(page, database)


def elsewhere(app: Flask, platform: ForgedPlatform, item: Item, **claims: Any) -> Page:
    """The same link in a course that names no ancestor."""
    return launch_item(app.test_client(), platform, item, context="course-2", link="link-2", **claims).page


@pytest.mark.parametrize(
    "custom", [{}, {"context_history": "$Context.id.history"}, {"context_history": "course-7"}], ids=str
)
@on_sqlite
def test_the_links_own_id_alone_copies_nothing(
    custom: dict[str, str], item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    with_entries(app, platform, database, item)
    page = elsewhere(app, platform, item, roles=[LEARNER], custom=custom)
    assert "Not set up yet" in page.words
    assert activity(database, "link-2").configured_at is None


@on_sqlite
def test_a_stranger_is_offered_no_copy(item: Item, app: Flask, platform: ForgedPlatform, database: Database):
    with_entries(app, platform, database, item)
    page = elsewhere(app, platform, item, sub="stranger", roles=[INSTRUCTOR])
    assert "Our guestbook" not in page.words


@on_sqlite
def test_who_was_a_student_in_the_source_is_offered_no_copy(
    item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    with_entries(app, platform, database, item)
    page = elsewhere(app, platform, item, sub="student-1", roles=[INSTRUCTOR])
    assert "Our guestbook" not in page.words


def test_who_taught_in_the_source_is_asked_and_copies_by_a_press(
    item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    with_entries(app, platform, database, item)
    client = app.test_client()
    entered = launch_item(
        client, platform, item, context="course-2", link="link-2", sub="teacher-1", roles=[INSTRUCTOR]
    )
    assert "“Our guestbook” in “Title of course-1”" in entered.page.words
    assert activity(database, "link-2").configured_at is None
    assert_copied(send(client, entered.page, "/-/copy"), database)
    again = client.post(entered.page.form("/-/copy").action, data=entered.page.form("/-/copy").data)
    assert again.status_code == 404


@on_sqlite
def test_the_offer_cannot_be_stretched_to_other_activities(
    item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    with_entries(app, platform, database, item)
    client = app.test_client()
    secret = app.test_client()
    (foreign,) = response(secret, fill_in(secret, platform.link(secret, sub="other", context="course-9"))).items
    launch_item(secret, platform, foreign, sub="other", context="course-9", link="link-9", roles=[INSTRUCTOR])
    entered = launch_item(
        client, platform, item, context="course-2", link="link-2", sub="teacher-1", roles=[INSTRUCTOR]
    )
    form = entered.page.form("/-/copy")
    for source in (str(activity(database, "link-9").id), "0", "", "x", "-1", str(activity(database, "link-2").id)):
        assert client.post(form.action, data={**form.data, "source": source}).status_code == 404
    assert activity(database, "link-2").configured_at is None


@on_sqlite
def test_another_school_with_the_same_issuer_copies_nothing(
    item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    with_entries(app, platform, database, item)
    south = ForgedPlatform(database, client_id="client-2", tenant="South")
    custom = {"context_history": "course-1", "link_history": "link-1"}
    page = launch_item(app.test_client(), south, item, context="course-1", link="link-2", custom=custom).page
    assert "Not set up yet" in page.words


# -- a plain link


def test_a_plain_link_asks_its_first_teacher_and_tells_students_to_wait(
    app: Flask, platform: ForgedPlatform, database: Database
):
    assert "Not set up yet" in platform.launch(app).page.words
    assert "Not set up yet" in platform.launch(app, sub="assistant", roles=[ASSISTANT]).page.words
    client = app.test_client()
    choose = platform.launch(client, sub="teacher-1", roles=[INSTRUCTOR]).page
    (link,) = [one for one in choose.links if one.endswith("/guestbook")]
    form = Page(client.get(link))
    wrong = send(client, form, "/-/settings", title="", points="7")
    assert wrong.status == 422
    assert count(database, Activity) == 1
    assert activity(database, "link-1").configured_at is None
    saved = send(client, wrong, "/-/settings", title="Plain")
    assert saved.data("title") == "Plain"
    assert "The settings are saved." in saved.words
    assert platform.launch(app).page.data("title") == "Plain"


def test_settings_changed_meanwhile_by_a_colleague_are_not_overwritten(
    item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    first, second = app.test_client(), app.test_client()
    pages = []
    for client, sub in ((first, "teacher-1"), (second, "teacher-2")):
        entered = launch_item(client, platform, item, sub=sub, roles=[INSTRUCTOR])
        pages.append(Page(client.get(f"{entered.path}/-/settings")))
    assert send(first, pages[0], "/-/settings", title="First").data("title") == "First"
    late = send(second, pages[1], "/-/settings", title="Second")
    assert late.status == 409
    assert "Somebody changed these settings" in late.words
    assert 'value="Second"' in late.text
    assert activity(database, "link-1").title == "First"
    assert send(second, late, "/-/settings").data("title") == "Second"


@on_sqlite
@pytest.mark.parametrize("roles", [[LEARNER], [ASSISTANT], []], ids=str)
def test_only_a_teacher_changes_settings(
    roles: list[str], item: Item, app: Flask, platform: ForgedPlatform, database: Database
):
    launch_item(app.test_client(), platform, item)
    client = app.test_client()
    entered = launch_item(client, platform, item, sub="x", roles=roles)
    (token,) = entered.page.tree.xpath("//meta[@name='csrf-token']/@content")
    for action in ("settings", "copy"):
        form = {"csrf_token": token, "title": "Mine", "tool": "guestbook", "version": "2"}
        assert client.post(f"{entered.path}/-/{action}", data=form).status_code == 403
    assert activity(database, "link-1").title == "Our guestbook"
