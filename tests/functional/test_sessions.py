"""Sessions: one launch, one address space, one cookie."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from lti_tools.lti import claims as names
from lti_tools.store.database import Database
from lti_tools.store.tables.activities import Draft
from lti_tools.store.tables.people import Person
from lti_tools.store.tables.schools import Registration
from lti_tools.store.tables.sessions import LaunchSession, Ticket
from tests.support.app import PUBLIC_URL, running_app
from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tests.support.platform import INSTRUCTOR, LEARNER, Entered, ForgedPlatform
from tests.support.visits import home, person_of, send, set_up

ENTRY = "I was here, and it took me an hour to say so."


@pytest.fixture
def ready(app: Flask, platform: ForgedPlatform) -> ForgedPlatform:
    """The platform, with an activity that is set up."""
    set_up(app, platform)
    return platform


def entries(database: Database) -> dict[str, str]:
    """What the guestbook holds, by `sub`."""
    with database.read() as db:
        rows = db.execute(select(Person.sub, Draft.text).join(Person, Person.id == Draft.person_id))
        return {row.sub: row.text for row in rows}


def code(page: Page) -> str | None:
    return page.tree.findtext(".//code")


def test_twenty_launches_side_by_side_do_not_mix(app: Flask, ready: ForgedPlatform, database: Database):
    people = [f"student-{number}" for number in range(20)]
    seen: dict[str, set[str]] = {}

    def visit(sub: str) -> None:
        client = app.test_client()
        entered = ready.launch(client, sub=sub)
        pages = [entered.page, send(client, entered.page, "/entry", text=f"by {sub}"), home(client, entered)]
        seen[sub] = {page.data("person") for page in pages}
        assert f"Name of {sub}" in pages[-1].words

    threads = [threading.Thread(target=visit, args=(sub,)) for sub in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {sub: {str(person_of(app, sub)[0].id)} for sub in people} == seen
    assert entries(database) == {sub: f"by {sub}" for sub in people}


def in_a_row(app: Flask, platform: ForgedPlatform, times: int) -> None:
    client = app.test_client()
    paths = set()
    for number in range(times):
        entered = platform.launch(client, sub=f"student-{number % 7}")
        assert entered.opened, f"launch {number}: {entered.page.words}"
        paths.add(entered.path)
    assert len(paths) == times
    logins = [cookie for cookie in client._cookies.values() if cookie.key.startswith("lti_login_") and cookie.value]
    assert logins == []


@on_sqlite
def test_three_hundred_launches_in_a_row_open_in_one_browser(app: Flask, ready: ForgedPlatform):
    in_a_row(app, ready, 300)


@pytest.mark.deep
def test_three_hundred_launches_in_a_row_open_on_either_database(app: Flask, ready: ForgedPlatform):
    in_a_row(app, ready, 300)


@on_sqlite
def test_a_browser_that_kept_a_cookie_goes_straight_to_the_platform_next_time(app: Flask, ready: ForgedPlatform):
    client = app.test_client()
    first = ready.begin(client)
    (check,) = first.page.tree.xpath("//@data-login-check")
    assert first.page.status == 200
    assert app.test_client().get(check).status_code == 404
    assert client.get(check).status_code == 204
    second = ready.begin(client)
    assert (second.page.status, second.address.split("?")[0]) == (302, "https://lms.example/auth")
    assert ready.finish(client, second, ready.mint(ready.claims(second.nonce))).opened


@on_sqlite
def test_several_sessions_of_one_browser_keep_person_role_and_activity_apart(app: Flask, ready: ForgedPlatform):
    client = app.test_client()
    teacher = ready.launch(client, sub="teacher-1", roles=[INSTRUCTOR])
    student = ready.launch(client, sub="student-1")
    for _ in range(2):
        assert home(client, teacher).data("role") == "instructor"
        assert home(client, student).data("role") == "learner"
    assert client.get(f"{student.path}/guestbook/entries").status_code == 403
    assert client.get(f"{teacher.path}/guestbook/entries").status_code == 200


@on_sqlite
def test_the_path_alone_opens_nothing(app: Flask, ready: ForgedPlatform):
    entered = ready.launch(app.test_client())
    page = home(app.test_client(), entered)
    assert (page.status, code(page)) == (403, "session-missing")
    assert "Go back to your course and open the activity again." in page.words


@on_sqlite
def test_the_cookie_alone_opens_nothing_and_no_other_session(app: Flask, ready: ForgedPlatform):
    client = app.test_client()
    first, second = ready.launch(client, sub="a"), ready.launch(client, sub="b")
    secrets = {cookie.path: cookie.value for cookie in client._cookies.values() if cookie.key == "session"}
    thief = app.test_client()
    thief.set_cookie("session", secrets[first.path], path="/")
    for address in ("/s/", "/s/x/-/", f"{second.path}/-/", f"{second.path}/guestbook/"):
        assert thief.get(address).status_code in (403, 404)
    assert Page(thief.get(f"{first.path}/guestbook/")).opened


@on_sqlite
def test_a_launch_always_opens_a_new_session(app: Flask, ready: ForgedPlatform, database: Database):
    client = app.test_client()
    first, second = ready.launch(client), ready.launch(client)
    assert first.path != second.path
    assert home(client, first).opened
    assert home(client, second).opened


@on_sqlite
def test_nothing_that_opens_a_session_is_stored_as_it_is(app: Flask, ready: ForgedPlatform, db_url: str):
    client = app.test_client()
    entered = ready.launch(client)
    page = home(client, entered)
    ticket = send(client, page, "/new-tab")
    (link,) = [one for one in ticket.links if one.startswith("/open/")]
    content = b"".join(
        path.read_bytes() for path in Path(db_url.removeprefix("sqlite:///")).parent.glob("test.sqlite3*")
    )
    secrets = [cookie.value for cookie in client._cookies.values() if cookie.key == "session"]
    for secret in (*secrets, entered.path.removeprefix("/s/"), link.removeprefix("/open/")):
        assert len(secret) > 20
        assert secret.encode() not in content


@pytest.fixture
def short(db_url: str, keys_folder: Path) -> Iterator[Flask]:
    """Sessions of one hour idle, two hours in all."""
    hours = {"LTI_TOOLS_SESSION_IDLE_HOURS": "1", "LTI_TOOLS_SESSION_HOURS": "2"}
    with running_app(db_url, keys_folder, **hours) as app:
        yield app


def age(database: Database, *, idle: timedelta, whole: timedelta) -> None:
    """Make every session look as if it was last used `idle` ago and opened `whole` ago."""
    now = datetime.now(UTC)
    with database.write() as db:
        lifetime = timedelta(hours=2)
        db.execute(update(LaunchSession).values(last_used_at=now - idle, expires_at=now - whole + lifetime))


@on_sqlite
@pytest.mark.parametrize(
    ("idle", "whole", "status"),
    [(59, 119, 200), (61, 61, 403), (1, 121, 403)],
    ids=["in time", "idle for too long", "open for too long"],
)
def test_a_session_ends_by_the_settings(
    idle: int, whole: int, status: int, short: Flask, platform: ForgedPlatform, database: Database
):
    set_up(short, platform)
    client = short.test_client()
    entered = platform.launch(client)
    age(database, idle=timedelta(minutes=idle), whole=timedelta(minutes=whole))
    page = home(client, entered)
    assert page.status == status
    assert code(page) == (None if status == 200 else "session-expired")


@on_sqlite
def test_a_session_in_use_stays_open_beyond_the_idle_time(short: Flask, platform: ForgedPlatform, database: Database):
    set_up(short, platform)
    client = short.test_client()
    entered = platform.launch(client)
    for _ in range(2):
        age(database, idle=timedelta(minutes=50), whole=timedelta(minutes=60))
        assert home(client, entered).status == 200
    with database.read() as db:
        assert db.scalar(select(func.min(LaunchSession.last_used_at))) > datetime.now(UTC) - timedelta(minutes=55)


def test_a_form_sent_after_the_end_writes_nothing_and_gives_the_text_back(
    short: Flask, platform: ForgedPlatform, database: Database
):
    set_up(short, platform)
    client = short.test_client()
    entered = platform.launch(client)
    age(database, idle=timedelta(hours=3), whole=timedelta(hours=3))
    page = send(client, entered.page, "/entry", text=ENTRY)
    assert (page.status, code(page)) == (403, "session-expired")
    assert page.tree.findtext(".//textarea") == ENTRY
    assert entered.page.form("/entry").data["csrf_token"] not in page.text
    assert faults(page) == []
    assert entries(database) == {}


@on_sqlite
def test_a_form_whose_cookie_is_gone_gives_the_text_back_too(app: Flask, ready: ForgedPlatform, database: Database):
    entered = ready.launch(app.test_client())
    page = send(app.test_client(), entered.page, "/entry", text=ENTRY)
    assert (page.status, code(page), page.tree.findtext(".//textarea")) == (403, "session-missing", ENTRY)
    assert entries(database) == {}


@on_sqlite
def test_a_removed_registration_closes_its_sessions(app: Flask, ready: ForgedPlatform, database: Database):
    client = app.test_client()
    entered = ready.launch(client)
    with database.write() as db:
        db.execute(update(Registration).values(status="removed"))
    assert home(client, entered).status == 403


# -- drafts


def test_a_draft_is_found_again_at_the_next_launch(app: Flask, ready: ForgedPlatform):
    client = app.test_client()
    entered = ready.launch(client)
    (token,) = entered.page.tree.xpath("//meta[@name='csrf-token']/@content")
    form = {"field": "entry", "text": ENTRY}
    for _ in range(2):
        answer = client.post(f"{entered.path}/-/draft", data=form, headers={"X-CSRF-Token": token})
        assert answer.status_code == 204
    assert ready.launch(app).page.tree.findtext(".//textarea") == ENTRY
    assert ready.launch(app, sub="somebody-else").page.tree.findtext(".//textarea") == ""
    assert ready.launch(app, link="link-2").page.status == 200


@on_sqlite
@pytest.mark.parametrize(
    "form",
    [{}, {"field": "x" * 81, "text": "t"}, {"field": "f", "text": "a\x00b"}, {"field": "f", "text": "x" * 200_001}],
)
def test_a_draft_that_cannot_be_kept_is_refused(
    form: dict[str, str], app: Flask, ready: ForgedPlatform, database: Database
):
    client = app.test_client()
    entered = ready.launch(client)
    (token,) = entered.page.tree.xpath("//meta[@name='csrf-token']/@content")
    assert client.post(f"{entered.path}/-/draft", data=form, headers={"X-CSRF-Token": token}).status_code == 422
    assert entries(database) == {}


# -- a tab of its own


def open_tab(app: Flask, client: object, entered: Entered) -> str:
    page = send(client, home(client, entered), "/new-tab")  # type: ignore[arg-type]
    assert faults(page) == []
    (link,) = [one for one in page.links if one.startswith("/open/")]
    return link


def test_a_new_tab_opens_the_same_place_once_after_naming_the_person(
    app: Flask, ready: ForgedPlatform, database: Database
):
    client = app.test_client()
    entered = ready.launch(client)
    link = open_tab(app, client, entered)
    tab = app.test_client()
    for _ in range(2):
        page = Page(tab.get(link))
        assert "You go on here as Name of student-1." in page.words
        assert faults(page) == []
    opened = send(tab, page, link, origin=PUBLIC_URL)
    assert opened.data("role") == "learner"
    assert "Name of student-1" in opened.words
    assert not opened.url.startswith(entered.path)
    assert home(client, entered).opened
    for answer in (tab.get(link), app.test_client().post(link)):
        assert code(Page(answer)) == "ticket-refused"
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(LaunchSession)) == 3


@on_sqlite
def test_a_ticket_is_too_old_after_a_minute(app: Flask, ready: ForgedPlatform, database: Database):
    client = app.test_client()
    link = open_tab(app, client, ready.launch(client))
    with database.write() as db:
        left = db.scalar(select(Ticket.expires_at)) - datetime.now(UTC)
        assert timedelta(seconds=50) < left <= timedelta(seconds=60)
        db.execute(update(Ticket).values(expires_at=datetime.now(UTC)))
    assert code(Page(client.get(link))) == code(Page(client.post(link))) == "ticket-refused"


@on_sqlite
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:8001"])
def test_a_foreign_page_cannot_redeem_a_ticket_in_somebodys_browser(origin: str, app: Flask, ready: ForgedPlatform):
    client = app.test_client()
    link = open_tab(app, client, ready.launch(client))
    page = Page(app.test_client().post(link, headers={"Origin": origin}))
    assert (page.status, code(page)) == (403, "origin-foreign")
    assert "Set-Cookie" not in page.answer.headers


@on_sqlite
def test_no_frame_shows_the_page_that_redeems_a_ticket(app: Flask, ready: ForgedPlatform):
    client = app.test_client()
    answer = client.get(open_tab(app, client, ready.launch(client)))
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


# -- forgery


@on_sqlite
@pytest.mark.parametrize("token", ["", "x", "0" * 32 + "." + "0" * 64, "\u00e9" * 40])
def test_a_form_without_the_sessions_token_is_refused(
    token: str, app: Flask, ready: ForgedPlatform, database: Database
):
    client = app.test_client()
    page = send(client, ready.launch(client).page, "/entry", text=ENTRY, csrf_token=token)
    assert (page.status, code(page), page.tree.findtext(".//textarea")) == (403, "form-expired", ENTRY)
    assert entries(database) == {}


@on_sqlite
def test_a_token_of_another_session_is_refused(app: Flask, ready: ForgedPlatform, database: Database):
    client = app.test_client()
    other = ready.launch(client).page.form("/entry").data["csrf_token"]
    page = send(client, ready.launch(client).page, "/entry", text=ENTRY, csrf_token=other)
    assert code(page) == "form-expired"
    assert entries(database) == {}


@on_sqlite
@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        (PUBLIC_URL, 200),
        ("https://lms.example", 403),
        ("null", 403),
        ("http://localhost", 403),
        ("http://localhost:8000.evil.example", 403),
    ],
)
def test_a_form_from_a_foreign_page_is_refused(
    origin: str | None, status: int, app: Flask, ready: ForgedPlatform, database: Database
):
    client = app.test_client()
    page = send(client, ready.launch(client).page, "/entry", text=ENTRY, origin=origin)
    assert page.status == status
    assert len(entries(database)) == (status == 200)


# -- language


@on_sqlite
def test_a_chosen_language_stays_for_the_next_launch(app: Flask, ready: ForgedPlatform):
    client = app.test_client()
    entered = ready.launch(client)
    form = entered.page.form("/language")
    switched = Page(client.get(client.post(form.action, data={**form.data, "language": "ru"}).headers["Location"]))
    for page in (switched, ready.launch(app).page):
        assert page.tree.get("lang") == "ru"
    assert ready.launch(app, sub="other").page.tree.get("lang") == "en"


@on_sqlite
@pytest.mark.parametrize("language", ["xx", "", "ru' --"])
def test_a_language_that_the_suite_does_not_speak_is_refused(language: str, app: Flask, ready: ForgedPlatform):
    client = app.test_client()
    form = ready.launch(client).page.form("/language")
    assert client.post(form.action, data={**form.data, "language": language}).status_code == 404


@on_sqlite
@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_never_leads_away(way: str, app: Flask, ready: ForgedPlatform):
    client = app.test_client()
    form = ready.launch(client).page.form("/language")
    answer = client.post(form.action, data={**form.data, "language": "es", "next": way})
    assert answer.headers["Location"].startswith("/s/")


# -- headers


@on_sqlite
def test_pages_may_be_framed_by_the_platform_alone_and_refusals_by_anybody(app: Flask, platform: ForgedPlatform):
    client = app.test_client()

    def change(message: dict[str, object]) -> None:
        message[names.LAUNCH_PRESENTATION] = {"return_url": "https://school.example/back"}

    def framed_by(page: Page) -> str:
        found = re.search("frame-ancestors ([^;]*)", page.answer.headers["Content-Security-Policy"])
        assert found
        return found[1]

    assert framed_by(platform.begin(client).page) == "https://lms.example"
    entered = platform.launch(client, change, roles=[LEARNER])
    assert framed_by(entered.page) == "https://lms.example https://school.example"
    assert framed_by(Page(client.get("/lti/launch"))) == "'none'"
    for page in (home(app.test_client(), entered), Page(client.get("/nothing")), Page(client.post("/lti/launch"))):
        assert framed_by(page) == "*"
        assert page.forms == []
    for page in (entered.page, home(app.test_client(), entered)):
        assert "X-Frame-Options" not in page.answer.headers
        assert page.answer.headers["Cache-Control"] == "no-store"
        assert page.answer.headers["Referrer-Policy"] == "same-origin"
        assert page.answer.headers["X-Content-Type-Options"] == "nosniff"
