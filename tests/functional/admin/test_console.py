"""The conformance console against the demo LMS in both personalities."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from lti_tools.lti.ags import LINE_ITEM_TYPE, LINE_ITEMS_TYPE, RESULTS_TYPE, SCORE_TYPE
from lti_tools.lti.nrps import MEDIA_TYPE as MEMBERS_TYPE
from lti_tools.store.tables.activities import LineItem
from lti_tools.store.tables.people import ContextService
from lti_tools.store.tables.schools import Registration
from tests.functional.admin.conftest import PASSWORD, Admin
from tests.functional.installing.conftest import Installation, installed, launch
from tests.support.lms import COURSE, STUDENT, TEACHER, LmsControl, live_lms
from tests.support.pages import Page


@dataclass
class Console:
    """An admin in front of the console of a course in which a teacher and a student have launched an activity."""

    installation: Installation
    lms: LmsControl
    admin: Admin
    activity: int
    place: str

    def call(self, name: str, *, sure: bool = True, **fields: Any) -> Page:
        """Fill in the form of a call; where it asks, say yes if `sure`."""
        page = self.admin.get(self.place)
        filled = {f"{name}-{field}": value for field, value in fields.items()}
        page = self.admin.send(page, f"/{name}", **filled)
        asked = [form for form in page.forms if form.data.get("confirmed")]
        return self.admin.post(asked[0].action, asked[0].data) if asked and sure else page

    def choices(self, name: str) -> dict[str, str]:
        """What a select of the page offers: words -> value."""
        options = self.admin.get(self.place).tree.xpath(f"//select[@name='{name}']/option")
        return {" ".join(option.text_content().split()): option.get("value") for option in options}

    def own_items(self) -> list[LineItem]:
        with self.installation.suite.database.read() as db:
            return list(db.scalars(select(LineItem).where(LineItem.created_by_us)))


@pytest.fixture(params=["moodle-sqlite", "canvas-postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[LmsControl, str]]:
    """A demo LMS and a database for the suite: each personality with one of the two, since a call is slow."""
    personality, backend = request.param.split("-")
    with live_lms(personality) as lms:
        if backend == "sqlite":
            yield lms, request.getfixturevalue("sqlite_files").fresh(tmp_path)
            return
        server = request.getfixturevalue("postgres")
        yield lms, server.url
        server.clean()


@pytest.fixture
def console(site: tuple[LmsControl, str], tmp_path: Path, keys_folder: Path) -> Iterator[Console]:
    lms, db_url = site
    with installed(db_url, tmp_path, keys_folder, LTI_TOOLS_ADMIN_PASSWORD=PASSWORD) as installation:
        admin = Admin(installation.app, installation.app.test_client())
        admin.sign_in()
        (address,) = admin.send(admin.get("/admin/invites"), "/invites").tree.xpath("//@data-copy")
        tool = lms.install(address)
        activity = lms.browser(TEACHER).add_by_hand(COURSE, tool["number"], "Together")["number"]
        for person in (TEACHER, STUDENT):
            launch(lms.browser(person), COURSE, activity)
        (place,) = (link for link in admin.get("/admin/console").links if "/admin/console/" in link)
        yield Console(installation, lms, admin, activity, place)


def proven(page: Page) -> set[str]:
    return {badge.text_content() for badge in page.tree.xpath("//li/span[@class='badge'][@data-tone='good']")}


def sent(page: Page, header: str) -> list[str]:
    """The values of a header over all requests shown."""
    return [value.text_content().strip() for value in page.tree.xpath(f"//dt[.='{header}']/following-sibling::dd[1]")]


def test_a_line_item_lives_its_life(console: Console) -> None:
    page = console.call("create", label="Trial", maximum="10")
    assert "The line item “Trial” is made." in page.words
    assert {"C44", "C51", "C52", "C58"} <= proven(page)
    assert LINE_ITEM_TYPE in sent(page, "Content-Type")
    (item,) = console.own_items()
    key = f"c{item.id}"

    page = console.call("item", item=key)
    assert "It is called “Trial” and counts to 10." in page.words
    assert "C54" in proven(page)

    page = console.call("update", own_item=key, label="Trial two", maximum="20")
    assert "The line item is called “Trial two” now." in page.words
    assert "Everything that it held before was sent along" in page.words

    page = console.call("items", tag=item.tag)
    assert "The course has 1 such line item." in page.words
    assert {"C53", "C58"} <= proven(page)
    assert f"tag={item.tag}" in page.words
    assert LINE_ITEMS_TYPE in sent(page, "Accept")

    page = console.call("score", item=key, score="15", maximum="20", comment="Well done")
    assert "The gradebook took the score" in page.words
    assert {"C55", "C57", "C58"} <= proven(page)
    assert SCORE_TYPE in sent(page, "Content-Type")
    assert "/scores" in page.words

    (learner,) = (value for value in console.choices("results-any_learner").values() if value)
    page = console.call("results", item=key, any_learner=learner)
    assert "The gradebook told 1 result." in page.words
    assert {"C56", "C57", "C58"} <= proven(page)
    assert RESULTS_TYPE in sent(page, "Accept")
    assert "Results of the chosen person alone came back" in page.words

    page = console.call("delete", own_item=key)
    assert "The line item “Trial two” is deleted." in page.words
    assert console.own_items() == []
    assert "The course has 0 such line items." in console.call("items", tag=item.tag).words
    assert [call["problems"] for call in console.lms.calls() if call["problems"]] == []


def test_each_scope_gets_a_token_of_its_own_that_nobody_sees(console: Console) -> None:
    page = console.call("tokens")
    asked = [call["body"]["scope"] for call in console.lms.calls("token")]
    assert len(asked) == 5
    assert all(len(scopes) == 1 for scopes in asked)
    assert {"C44", "C45", "C51"} <= proven(page)
    assert "The platform gave 5 tokens." in page.words
    assert '"access_token": "…"' in page.words
    assert "client_assertion" not in page.text
    assert "eyJ" not in page.text


def test_the_roster_is_read_with_every_filter(console: Console) -> None:
    page = console.call("members")
    assert "The roster has" in page.words
    assert {"C42", "C43", "C44", "C45"} <= proven(page)
    assert MEMBERS_TYPE in sent(page, "Accept")
    page = console.call("members", limit="5")
    assert {"C46", "C47"} <= proven(page)
    short = (
        "Learner"
        if console.lms.personality == "moodle"
        else "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
    )
    page = console.call("members", role=short)
    assert "People with the role asked for alone came back" in page.words
    assert "C47" in proven(page)
    link = console.choices("members-any_link")["Together"]
    page = console.call("members", any_link=link)
    assert {"C47", "C49"} <= proven(page)


def test_a_score_in_a_real_column_says_whose_grade_it_replaces(console: Console) -> None:
    (key,) = console.choices("score-item").values()
    asked = console.call("score", sure=False, item=key, score="7")
    assert asked.heading == "Send this score?"
    assert "This is a real activity: the grade of" in asked.words
    assert console.lms.calls("score") == []
    page = console.admin.send(asked, "/score")
    assert "It works" in page.words
    grade = console.lms.grade(console.activity, STUDENT)
    assert grade is not None
    assert Decimal(str(grade["score"])) > 0


def test_only_what_the_console_made_can_be_changed_or_deleted(console: Console) -> None:
    assert console.choices("delete-own_item") == {}
    (real,) = console.choices("item-item").values()
    console.call("create", label="Trial")
    for name in ("delete", "update"):
        page = console.call(name, own_item=real, label="Mine now")
        assert page.status == 422
    with console.installation.suite.database.write() as db:
        db.execute(update(LineItem).where(LineItem.created_by_us).values(tag="participation"))
    assert console.choices("delete-own_item") == {}
    assert {call["method"] for call in console.lms.calls()} <= {"GET", "POST"}


@pytest.mark.parametrize("value", ["https://evil.example/", "c999", "", "a1 or 1=1"])
def test_nobody_can_type_an_address(console: Console, value: str) -> None:
    before = len(console.lms.calls())
    for name, field in (("item", "item"), ("results", "item"), ("items", "any_link"), ("members", "any_link")):
        if value or field == "item":
            page = console.call(name, **{field: value})
            assert page.status == 422
            assert "Choose one of the options offered." in page.words
    assert len(console.lms.calls()) == before


def test_writes_ask_first_and_a_look_at_the_question_does_nothing(console: Console) -> None:
    asked = console.call("create", sure=False, label="Trial")
    assert asked.heading == "Make a line item in the gradebook?"
    assert console.lms.calls("lineitems", method="POST") == []
    assert console.own_items() == []
    assert "console.call" not in console.admin.audits()


def test_every_call_leaves_an_audit_row(console: Console) -> None:
    console.call("items")
    console.call("create", label="Trial")
    assert console.admin.audits().count("console.call") == 2
    assert "call items" in console.admin.get("/admin/audit").words


def test_an_item_that_is_gone_is_said_and_forgotten(console: Console) -> None:
    console.call("create", label="Trial")
    (item,) = console.own_items()
    console.lms.fault("lineitems", 404)
    page = console.call("delete", own_item=f"c{item.id}")
    assert "The platform refused and answered 404." in page.words
    assert console.own_items() == []


def test_an_item_that_could_not_be_deleted_stays_known(console: Console) -> None:
    console.call("create", label="Trial")
    (item,) = console.own_items()
    console.lms.fault("lineitems", 503)
    page = console.call("delete", own_item=f"c{item.id}")
    assert "The platform refused and answered 503." in page.words
    assert [kept.id for kept in console.own_items()] == [item.id]


def test_a_platform_that_gives_no_token_is_told_in_words(console: Console) -> None:
    console.lms.fault("token", 401)
    page = console.call("items")
    assert "It does not work" in page.words
    assert "The platform gave no token and answered 401." in page.words


def test_a_platform_that_hangs_up_is_told_in_words(console: Console) -> None:
    console.lms.fault("lineitems", "reset")
    page = console.call("items")
    assert "No answer came: 127.0.0.1: the connection broke." in page.words


def test_a_scope_that_was_never_granted_is_named(console: Console) -> None:
    with console.installation.suite.database.write() as db:
        db.execute(update(ContextService).values(ags_scopes=[]))
    page = console.call("items")
    assert "never granted the scope “lineitem" in page.words
    assert console.lms.calls("lineitems") == []


def test_a_removed_platform_is_called_no_more(console: Console) -> None:
    with console.installation.suite.database.write() as db:
        db.execute(update(Registration).values(status="removed"))
    assert console.admin.get(console.place).status == 404
    assert "No launch yet" in console.admin.get("/admin/console").words
