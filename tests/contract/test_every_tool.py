"""What every tool gets for free, and owes: these tests run over the registry, and over a tool made for tests.

One world per tool: a course where everybody, role after role, has pressed everything; and three other places (another
activity of the course, another course, another school) whose people try what they found there.
"""

import csv
import io
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Table, event, select, update

import lti_tools
from lti_tools import errors
from lti_tools.activities import configure
from lti_tools.app import MAX_CALL
from lti_tools.errors import SuiteError
from lti_tools.kit.activity_file import files, starters
from lti_tools.kit.audit.audit import verify
from lti_tools.kit.audit.known import known_actions
from lti_tools.kit.audit.tables import AuditEntry, AuditHead
from lti_tools.kit.notices.tables import NoticeRow
from lti_tools.kit.once.once import FIELD
from lti_tools.kit.parts import PARTS
from lti_tools.kit.private_events.private_events import day_of
from lti_tools.kit.private_events.tables import HeldEvent
from lti_tools.kit.schedule.plans import span, with_plan
from lti_tools.kit.tables import PREFIX as KIT_PREFIX
from lti_tools.launches import STAFF
from lti_tools.lti import claims as names
from lti_tools.lti.roles import Role
from lti_tools.privacy.erasing import erase_person
from lti_tools.pure.schedule import End, Plan, Start
from lti_tools.registry import load_tools, package_folder
from lti_tools.store.base import Base
from lti_tools.store.database import Database, make_engine
from lti_tools.store.sessions import digest
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.people import Context, Membership, Person
from lti_tools.store.tables.schools import Tenant
from lti_tools.store.tables.sessions import LaunchSession
from lti_tools.suite import working
from lti_tools.tool import Tool
from lti_tools.views.error_texts import TEXTS, UNKNOWN
from lti_tools.views.errors import words_of
from lti_tools.web.locale import LANGUAGES, Catalogues, Reader, speaking_to
from tests.support import peers, questlines
from tests.support.album import Album, Kept, open_kept
from tests.support.app import running_app, suite_of, with_guestbook
from tests.support.crawling import Step, Visitor, fill_in
from tests.support.further import FURTHER, FURTHER_PLAYED, Play
from tests.support.inspecting import LOOKS, Look, problems
from tests.support.moving import copy_rows
from tests.support.pages import Page, faults
from tests.support.platform import ASSISTANT, INSTRUCTOR, LEARNER, OBSERVER, ForgedPlatform

ROLES = {"instructor": INSTRUCTOR, "assistant": ASSISTANT, "learner": LEARNER, "observer": OBSERVER}
ORDER = ("observer", "instructor", "learner", "assistant", "instructor", "learner", "observer")
"""Who presses everything, and in which order: students find what teachers made, teachers what students did."""
TOOLS = {tool.slug: tool for tool in with_guestbook()}
KIT = "kit-"
"""Begins the names of the kit's blueprints."""
OF_THE_COURSE = ("person_id", "group_set_id", "case_id")
"""Ids of what every activity of a course shares: its people and their groups, and what was reported in it."""
OWN_ANYWHERE = {"kit_template": "published_by", "kit_notice": "person_id"}
"""What people change from any activity of a course, and the column of whose it is: authors retire their templates,
everybody has read their notices."""
PLAYED = {peers.SLUG: peers.play, "quests": questlines.play}
"""Tools with pages that need a class: what happens before everybody presses everything."""
LATER = (errors.SettingInvalid, errors.RotationUnderWay, errors.SchemaUnfit)
"""Told to operators at the command line, never on a page."""


@dataclass
class World:
    """A tool that was used; `home` is where, the other places are set up and empty."""

    app: Flask
    tool: Tool
    database: Database
    folder: Path
    """Where its keys and files are."""
    home: dict[str, Visitor] = field(default_factory=dict)
    album: Album = field(default_factory=Album)
    """Pages that people met at home."""
    rows: dict[str, set[str]] = field(default_factory=dict)
    """What the tool's tables hold after everybody pressed everything at home."""
    same_course: dict[str, Visitor] = field(default_factory=dict)
    other_course: dict[str, Visitor] = field(default_factory=dict)
    other_school: dict[str, Visitor] = field(default_factory=dict)

    @property
    def steps(self) -> list[Step]:
        return [step for visitor in self.home.values() for step in visitor.steps]

    @property
    def own_steps(self) -> list[Step]:
        """Steps on pages of the tool itself and of the activity kit."""
        return [step for step in self.steps if step.endpoint.startswith((f"{self.tool.slug}.", KIT))]

    @property
    def endpoints(self) -> list[str]:
        """The tool's and the kit's."""
        rules = self.app.url_map.iter_rules()
        return sorted({rule.endpoint for rule in rules if rule.endpoint.startswith((f"{self.tool.slug}.", KIT))})


def enter(
    app: Flask, platform: ForgedPlatform, tool: Tool, role: str, *, set_up: bool, name: str = "", **place: str
) -> Visitor:
    """A visitor of `role` in the activity at `place`; `set_up`: the teacher has still to save its settings."""
    client = app.test_client()
    target = platform.target(tool.slug)
    entered = platform.launch(client, sub=f"{name or role}-1", roles=[ROLES[role]], target=target, **place)
    if set_up:
        form = next(one for one in entered.page.tree.xpath("//form") if one.get("action").endswith("/-/settings"))
        answer = client.post(form.get("action"), data=dict(fill_in(form)))
        assert answer.status_code == 303, Page(answer).words
        entered = platform.launch(client, sub=f"{name or role}-1", roles=[ROLES[role]], target=target, **place)
    assert entered.opened, entered.page.words
    return Visitor(app, client, entered, role)


def people(app: Flask, platform: ForgedPlatform, tool: Tool, name: str = "", **place: str) -> dict[str, Visitor]:
    """One visitor of each role in an activity that is set up."""
    found = {"instructor": enter(app, platform, tool, "instructor", set_up=True, name=name + "instructor", **place)}
    for role in ("assistant", "learner", "observer"):
        found[role] = enter(app, platform, tool, role, set_up=False, name=name + role, **place)
    return found


def build(app: Flask, tool: Tool, database: Database, folder: Path) -> World:
    platform = ForgedPlatform(database)
    world = World(app, tool, database, folder)
    world.home = people(app, platform, tool)
    for visitor in world.home.values():
        visitor.album = world.album
    if tool.slug in PLAYED:
        PLAYED[tool.slug](app, platform, *(visit_of(world.home[role]) for role in ("learner", "instructor")))
        world.home["learner"].crawl()
    for role in ORDER:
        world.home[role].crawl()
    for number, settings in enumerate(FURTHER.get(tool.slug, ()), 1):
        visit_further(world, platform, settings, f"further-{number}")
    for number, (settings, play) in enumerate(FURTHER_PLAYED.get(tool.slug, ()), 1):
        visit_further(world, platform, settings, f"played-{number}", play)
    world.rows = rows(world)
    return world


def visit_further(
    world: World, platform: ForgedPlatform, settings: Mapping[str, Any], link: str, play: Play | None = None
) -> None:
    """Press everything in one more activity of the tool, under settings of its own; `play` is what happens there."""
    target = platform.target(world.tool.slug)
    for role in ("learner", "instructor", "learner"):
        client, sub = world.app.test_client(), f"{role}-1"
        platform.launch(client, sub=sub, roles=[ROLES[role]], target=target, link=link)
        with world.database.write() as db:
            activity = db.scalars(select(Activity).where(Activity.resource_link_id == link)).one()
            is_new = activity.configured_at is None
            if is_new:
                configure(db, activity, world.tool, dict(settings), datetime.now(UTC))
        if is_new and play is not None:
            play(world.app, platform, link)
        entered = platform.launch(client, sub=sub, roles=[ROLES[role]], target=target, link=link)
        visitor = Visitor(world.app, client, entered, role, album=world.album, within=f"/{world.tool.slug}/")
        visitor.crawl()
        world.home[role].steps += visitor.steps


def visit_of(visitor: Visitor) -> peers.Visit:
    return peers.Visit(visitor.client, visitor.entered.path)


def add_other_places(world: World) -> None:
    north = ForgedPlatform(world.database, client_id="client-2")
    south = ForgedPlatform(world.database, client_id="client-3", tenant="South")
    world.same_course = people(world.app, north, world.tool, link="link-2")
    world.other_course = people(world.app, north, world.tool, "other-", context="course-2", link="link-3")
    world.other_school = people(world.app, south, world.tool)


@pytest.fixture(scope="module", params=sorted(TOOLS))
def world(
    request: pytest.FixtureRequest, sqlite_files: Any, keys_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    url = sqlite_files.fresh(folder)
    database = Database(make_engine(url))
    with running_app(url, shutil.copytree(keys_template, folder / "keys"), TOOLS.values()) as app:
        found = build(app, TOOLS[request.param], database, folder)
        add_other_places(found)
        yield found
    database.close()


# -- routes


def test_every_route_needs_a_launch(world: World):
    client = world.app.test_client()
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint not in world.endpoints:
            continue
        place = "-" if rule.endpoint.startswith(KIT) else world.tool.slug
        assert rule.rule.startswith(f"/s/<launch_session>/{place}/"), rule
        values = {name: 1 for name in rule.arguments if name != "launch_session"}
        _, path = rule.build({**values, "launch_session": "nobodys"})  # type: ignore[misc]
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = client.open(path, method=method)
            assert (answer.status_code, faults(Page(answer))) == (403, []), (method, path)


def test_open_pages_only_read_know_nobody_and_set_no_cookie(world: World):
    client = world.app.test_client()
    for rule in world.app.url_map.iter_rules():
        if not rule.rule.startswith(f"/open/{world.tool.slug}/"):
            continue
        _, path = rule.build(dict.fromkeys(rule.arguments, 7))  # type: ignore[misc]
        answer = client.get(path)
        assert answer.status_code in ((404,) if rule.arguments else (200,)), path
        assert faults(Page(answer)) == [], path
        assert "Set-Cookie" not in answer.headers, path


def test_the_door_of_outside_systems_opens_with_a_key_alone_and_knows_no_session(world: World):
    client = world.home["instructor"].client
    for rule in world.app.url_map.iter_rules():
        if not rule.rule.startswith(f"/intake/{world.tool.slug}/"):
            continue
        assert rule.methods - {"OPTIONS"} == {"POST"}, rule
        assert "key_id" in rule.arguments, rule
        _, path = rule.build(dict.fromkeys(rule.arguments, 7))  # type: ignore[misc]
        before = rows(world)
        for body in (b"", b"{}", b"x" * (MAX_CALL + 1)):
            answer = client.post(path, data=body)
            assert (answer.status_code, answer.mimetype) == (404, "application/json"), path
            assert "Set-Cookie" not in answer.headers, path
        assert rows(world) == before
        assert client.get(path).status_code == 405, path


def test_every_route_says_which_roles_it_is_for(world: World):
    bare = [name for name in world.endpoints if not hasattr(world.app.view_functions[name], "required_roles")]
    assert bare == []


def test_posts_of_staff_are_a_deed_of_the_record_or_say_that_they_are_harmless(world: World):
    """A deed has an undo or the reason why there is none; `lti_tools.kit.audit.deeds` has both decorators."""
    with world.app.app_context():
        known = known_actions()
    for rule in world.app.url_map.iter_rules():
        view = world.app.view_functions[rule.endpoint]
        if rule.endpoint not in world.endpoints or "POST" not in rule.methods:
            continue
        if set(STAFF) & set(view.required_roles):
            assert getattr(view, "harmless", "") or getattr(view, "deeds", ()), f"{rule.endpoint}: @deed or @harmless?"
        assert set(getattr(view, "deeds", ())) <= known.keys(), rule.endpoint


def test_deeds_stand_in_the_record_and_the_record_holds(world: World):
    with world.database.read() as db:
        written = set(db.scalars(select(AuditEntry.action)))
        verdicts = [verify(db, one) for one in db.scalars(select(AuditHead.activity_id))]
    assert [verdict for verdict in verdicts if verdict.broken is not None] == []
    assert verdicts
    for step in world.own_steps:
        deeds = getattr(world.app.view_functions[step.endpoint], "deeds", ())
        if step.method == "POST" and deeds and ("confirmed", "1") in step.form and step.status == 200:
            assert written & set(deeds), f"{step.tail} wrote none of {deeds} into the record"


def test_actions_of_the_record_begin_with_their_owner():
    for tool in TOOLS.values():
        assert [one.code for one in tool.actions if not one.code.startswith(f"{tool.slug}.")] == []
    for part in PARTS:
        assert [one.code for one in part.actions if not one.code.startswith(f"{part.name}.")] == []


def test_the_first_page_is_for_everybody(world: World):
    assert set(world.app.view_functions[f"{world.tool.slug}.home"].required_roles) == set(Role)
    for role, visitor in world.home.items():
        assert visitor.entered.page.opened, role


def test_nothing_that_anybody_pressed_broke(world: World):
    assert [(step.role, step.method, step.tail) for step in world.steps if step.status >= 500] == []
    assert len(world.own_steps) > len(ORDER)


def test_nobody_is_led_to_a_page_of_another_role(world: World):
    for step in world.own_steps:
        allowed = world.app.view_functions[step.endpoint].required_roles
        assert step.role in allowed, f"{step.role} found {step.method} {step.tail}"
        assert step.status != 404, f"{step.role}: {step.method} {step.tail} leads nowhere"


def test_every_page_can_be_reached(world: World):
    found = {step.endpoint for step in world.own_steps if step.method == "GET" and step.status == 200}
    rules = world.app.url_map.iter_rules()
    pages = {
        rule.endpoint
        for rule in rules
        if rule.endpoint.startswith(f"{world.tool.slug}.") and "GET" in rule.methods and "static" not in rule.endpoint
    }
    assert pages - found - {world.tool.review_endpoint} == set()


def test_every_page_keeps_the_rules_of_a_page(world: World):
    assert {(step.tail, step.faults) for step in world.steps if step.faults} == set()


def test_pages_of_other_roles_are_closed_to_who_guesses_them(world: World):
    for role, visitor in world.home.items():
        for step in world.own_steps:
            if role not in world.app.view_functions[step.endpoint].required_roles:
                assert try_again(visitor, step).status == 403, f"{role}: {step.method} {step.tail}"


def try_again(visitor: Visitor, step: Step) -> Page:
    if step.method == "GET":
        return Page(visitor.client.get(visitor.entered.path + step.tail))
    data: dict[str, list[str]] = {"csrf_token": [visitor.token]}
    for name, value in step.form:
        data.setdefault(name, []).append(value)
    return Page(visitor.client.post(visitor.entered.path + step.tail, data=data))


def test_subjects_of_comments_that_a_tool_does_not_know_are_none(world: World):
    """`Tool.comment_subject` gets what stands in an address: it raises nothing, and says None."""
    for visitor in world.home.values():
        for kind, subject_id in (("no-such", "1"), ("option", "0"), ("option", "9" * 30), ("option", "x"), ("", "")):
            page = visitor.client.get(f"{visitor.entered.path}/-/comments/on/{kind or '-'}/{subject_id or '-'}")
            assert page.status_code in (403, 404), f"{visitor.role}: {kind} {subject_id}"


# -- in a browser


def own_pages(world: World) -> list[Kept]:
    """Of a tool its own pages; those of the kit are the same in each, and looked at in the guestbook."""
    own = f"/{world.tool.slug}/"
    return [page for page in world.album.pages if world.tool.content is None or own in page.url]


def seen_problems(world: World, chromium: Browser, pages: Iterable[Kept], looks: Callable[[int], list[Look]]) -> str:
    """What a browser finds wrong with the pages; `looks` says in which looks the n-th of them is looked at."""
    context = chromium.new_context()
    page, found = context.new_page(), []
    for place, kept in enumerate(pages):
        open_kept(page, kept, world.home[kept.role].client)
        found += [f"{kept.role}: {text}" for text in problems(page, looks=looks(place))]
    context.close()
    return "\n".join(found)


@pytest.mark.browser
def test_axe_finds_no_barrier_on_any_page(world: World, chromium: Browser):
    """One wide and light, the next narrow and dark; `make deep` has each in every look, and whatever shows more."""
    pages = [page for page in own_pages(world) if page.first]
    assert seen_problems(world, chromium, pages, lambda place: [LOOKS[place % 2]]) == ""


@pytest.mark.deep
@pytest.mark.browser
def test_axe_finds_no_barrier_on_any_page_in_any_look(world: World, chromium: Browser):
    assert seen_problems(world, chromium, own_pages(world), lambda place: LOOKS) == ""


# -- ids


def test_addresses_with_ids_of_another_place_lead_nowhere(world: World):
    steps = [step for step in world.own_steps if step.args]
    for place in (world.other_course, world.other_school):
        for visitor in place.values():
            for step in steps:
                assert try_again(visitor, step).status in (403, 404), f"{visitor.role}: {step.method} {step.tail}"
    of_things = [step for step in steps if any(name not in OF_THE_COURSE for name, _ in step.args)]
    for visitor in world.same_course.values():
        for step in of_things:
            assert try_again(visitor, step).status in (403, 404), f"{visitor.role}: {step.method} {step.tail}"


def test_forms_with_ids_of_another_place_change_nothing_there(world: World):
    steps = [step for step in world.own_steps if step.method == "POST"]
    for place in (world.other_course, world.other_school, world.same_course):
        for visitor in place.values():
            before = rows_of_others(world, visitor)
            for step in steps:
                if place is world.same_course and any(name in OF_THE_COURSE for name, _ in step.args):
                    continue
                assert try_again(visitor, step).status < 500, f"{visitor.role}: {step.method} {step.tail}"
            after = rows_of_others(world, visitor)
            for name, known in before.items():
                assert known <= after[name], f"{visitor.role}: rows of {name} were changed from another place"
    after = rows(world)
    for name, known in world.rows.items():
        assert name in OWN_ANYWHERE or known <= after[name], f"rows of {name} were changed from another place"


def rows(world: World) -> dict[str, set[str]]:
    with world.database.read() as db:
        tables = [*tables_of(world.tool), *tables_beginning(KIT_PREFIX)]
        return {table.name: {repr(tuple(row)) for row in db.execute(select(table))} for table in tables}


def rows_of_others(world: World, visitor: Visitor) -> dict[str, set[str]]:
    """Of the tables in `OWN_ANYWHERE`: what is not the visitor's."""
    with world.database.read() as db:
        path = visitor.entered.path.removeprefix("/s/")
        own = db.scalar(select(LaunchSession.person_id).where(LaunchSession.path_hash == digest(path)))
        assert own is not None
        found = {}
        for name, column in OWN_ANYWHERE.items():
            table = Base.metadata.tables[name]
            others = select(table).where(table.c[column].is_distinct_from(own))
            found[name] = {repr(tuple(row)) for row in db.execute(others)}
        return found


def test_a_students_pages_are_closed_to_other_students_and_guests(world: World):
    own = person_id(world.home["learner"])
    steps = [step for step in world.own_steps if dict(step.args).get("person_id") == own]
    if world.tool.review_endpoint:
        slug, _, name = world.tool.review_endpoint.partition(".")
        with world.app.test_request_context():
            tail = world.app.url_map.bind("localhost").build(
                f"{slug}.{name}", {"person_id": own, "launch_session": "x"}
            )
        steps.append(Step("", "GET", tail.removeprefix("/s/x"), world.tool.review_endpoint, (), (), 200, ()))
    platform = ForgedPlatform(world.database, client_id="client-4")
    target = platform.target(world.tool.slug)
    for roles in ([LEARNER], [OBSERVER], []):
        client = world.app.test_client()
        entered = platform.launch(client, sub="curious", roles=roles, target=target)
        for step in steps:
            assert try_again(Visitor(world.app, client, entered, ""), step).status in (403, 404), step.tail


def test_a_mentor_sees_nothing_of_others(world: World):
    """Whatever a mentor presses: no name, no address of anybody but their own learner."""
    platform = ForgedPlatform(world.database, client_id="client-6")
    platform.launch(world.app.test_client(), sub="own-learner", target=platform.target(world.tool.slug))
    with world.database.write() as db:
        db.execute(update(Tenant).values(mentors_read=True))
    client = world.app.test_client()
    entered = platform.launch(
        client,
        sub="mentor-1",
        roles=[OBSERVER],
        target=platform.target(world.tool.slug),
        **{names.ROLE_SCOPE_MENTOR: ["own-learner"]},
    )
    assert "Name of own-learner" in entered.page.words
    visitor = Visitor(world.app, client, entered, "observer")
    visitor.crawl()
    others = {person_id(one) for one in world.home.values()}
    for step in visitor.steps:
        assert step.status != 404 or step.endpoint == "", step.tail
        assert not others & {value for name, value in step.args if name == "person_id"}, step.tail
        text = Page(client.get(entered.path + step.tail)).text if step.method == "GET" else ""
        for one in world.home.values():
            assert f"Name of {one.role}-1" not in text, f"{step.tail} names the {one.role}"


def person_id(visitor: Visitor) -> int:
    with suite_of(visitor.app).database.read() as db:
        found = db.scalar(select(Person.id).where(Person.sub == f"{visitor.role}-1").order_by(Person.id))
    assert found is not None
    return found


def test_sessions_of_another_tool_open_none_of_its_pages(world: World):
    other = next(tool for slug, tool in TOOLS.items() if slug != world.tool.slug)
    platform = ForgedPlatform(world.database, client_id="client-5")
    visitor = enter(world.app, platform, other, "instructor", set_up=True, link="link-9")
    for step in world.own_steps:
        if not step.endpoint.startswith(KIT):
            assert try_again(visitor, step).status == 404, step.tail


# -- tables to download


def test_tables_without_names_name_nobody_and_tables_with_names_are_whole(world: World):
    teacher = world.home["instructor"]
    exports = [*world.tool.exports, *(one for part in PARTS for one in part.exports)]
    assert len({one.key for one in exports}) == len(exports)
    with world.database.read() as db:
        people = [name for row in db.execute(select(Person.name, Person.sub, Person.email)) for name in row if name]
    assert people
    for export in exports:
        for kind in ("csv", "spreadsheet", "json"):
            address, asked = f"{teacher.entered.path}/-/exports/file", {"table": export.key, "kind": kind}
            got = teacher.client.get(address, query_string=asked)
            posted = teacher.client.post(address, data={**asked, "csrf_token": teacher.token})
            assert (got.status_code, posted.status_code) == tuple(
                200 if offered else 404 for offered in (export.nameless, export.named)
            )
            if export.nameless:
                assert [name for name in people if name in got.text] == [], export.key
            if export.named and kind == "csv":
                rows = list(csv.reader(io.StringIO(posted.text, newline="")))
                assert {len(row) for row in rows} == {len(rows[0])}, export.key
                assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))] == []


# -- what it costs


def test_a_returning_person_costs_eight_statements_at_most(world: World):
    platform = ForgedPlatform(world.database, client_id="client-2")
    target = platform.target(world.tool.slug)
    statements: list[str] = []
    for _ in range(3):
        client = world.app.test_client()
        statements.clear()
        engine = suite_of(world.app).database.engine
        listen = record(statements)
        event.listen(engine, "before_cursor_execute", listen)
        entered = platform.launch(client, sub="returning", target=target, link="link-2")
        event.remove(engine, "before_cursor_execute", listen)
        assert entered.opened
    assert len(statements) <= 8, "\n".join(statements)


def record(statements: list[str]) -> Any:
    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split()[0] not in ("BEGIN", "COMMIT", "PRAGMA"):
            statements.append(statement)

    return listen


def test_the_class_overview_costs_the_same_however_many_people(world: World):
    if world.tool.overview is None:
        pytest.skip("the tool has no overview")
    teacher, engine = world.home["instructor"], suite_of(world.app).database.engine

    def cost() -> int:
        statements: list[str] = []
        listen = record(statements)
        event.listen(engine, "before_cursor_execute", listen)
        page = Page(teacher.client.get(f"{teacher.entered.path}/-/overview/"))
        event.remove(engine, "before_cursor_execute", listen)
        assert page.status == 200
        return len(statements)

    few = cost()
    with world.database.write() as db:
        known = db.scalars(select(Membership).order_by(Membership.id)).first()
        assert known is not None
        platform_id = db.get_one(Context, known.context_id).platform_id
        for number in range(20):
            at = datetime.now(UTC)
            person = Person(platform_id=platform_id, sub=f"crowd-{number}", created_at=at, updated_at=at)
            db.add(person)
            db.flush()
            db.add(Membership(context_id=known.context_id, person_id=person.id, roster_role="learner"))
    assert cost() == few


# -- weak lines


def test_what_a_student_writes_at_length_is_sent_once(world: World):
    """A form with a long text says so (`form(..., once=...)`), or keeps the text as a draft while it is typed."""
    visitor = world.home["learner"]
    tails = {step.tail for step in visitor.steps if step.method == "GET" and step in world.own_steps}
    forms = [form for tail in sorted(tails) for form in visitor.get(tail).tree.xpath("//form[@method='post']")]
    careless = [
        form.get("action")
        for form in forms
        if form.xpath(".//textarea[not(@data-draft)]") and form.get("data-once") is None
    ]
    assert careless == []


def test_a_form_that_comes_again_under_its_key_changes_nothing(world: World):
    sent = [step for step in world.own_steps if step.method == "POST" and FIELD in dict(step.form)]
    for step in sent:
        again = [(name, value if name != FIELD else "again and again") for name, value in step.form]
        visitor = world.home[step.role]
        visitor.post(step.tail, again)
        before = rows(world)
        assert visitor.post(step.tail, again).status < 500
        assert rows(world) == before, step.endpoint


# -- tables


def tables_of(tool: Tool) -> list[Table]:
    return tables_beginning(tool.table_prefix)


def tables_beginning(prefix: str) -> list[Table]:
    return [table for name, table in Base.metadata.tables.items() if name.startswith(prefix)]


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_tables_carry_the_prefix_of_their_tool(tool: Tool):
    strange = [
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(f"{tool.package}.")
        and not mapper.local_table.name.startswith(tool.table_prefix)  # type: ignore[attr-defined]
    ]
    assert strange == []


# -- settings


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_settings_that_depend_on_others_depend_on_fields_of_the_form(tool: Tool):
    names = dir(tool.settings_form)
    for name, condition in getattr(tool.settings_form, "shown_when", {}).items():
        assert {name, condition.partition("=")[0]} <= set(names), condition


# -- phases


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_every_declared_phase_has_a_key_and_words_in_every_language(tool: Tool):
    keys = [phase.key for phase in tool.phases]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", key) for key in keys)
    folders = [package_folder(tool) / "translations", Path(lti_tools.__path__[0]) / "translations"]
    catalogues = Catalogues(folders)
    for language in set(LANGUAGES) - {"en"}:
        known = catalogues.reader(language).texts.singular
        words = [str.__str__(text) for phase in tool.phases for text in (phase.title, phase.text) if text]
        assert [text for text in words if text not in known] == [], language


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_a_copy_of_settings_has_no_dates_in_its_phases(tool: Tool):
    at = datetime(2031, 5, 6, tzinfo=UTC)
    settings: dict[str, Any] = {"title": "A title"}
    for phase in tool.phases:
        plan = Plan(key=phase.key, start=Start.DATE, opens_at=at, end=End.DATE, closes_at=at)
        settings = with_plan(settings, plan)
    assert span(tool.without_dates(settings)) == (None, None)


# -- modules and words

PURE = """
import importlib, pkgutil, sys
for name in ("flask", "sqlalchemy", "werkzeug", "requests", "jinja2", "wtforms"):
    sys.modules[name] = None
package = importlib.import_module({package!r})
names = [package.__name__] + [m.name for m in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
ours = [n for n in sys.modules if n.startswith("lti_tools.") and not n.startswith("lti_tools.pure")]
assert not ours, ours
print(len(names))
"""


@pytest.mark.parametrize("package", [*(f"{tool.package}.domain" for tool in load_tools()), "lti_tools.pure"])
def test_rules_need_neither_flask_nor_sqlalchemy(package: str):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PURE.format(package=package)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1


def classes_below(kind: type[SuiteError]) -> Iterator[type[SuiteError]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("lti_tools"):
            yield one
            yield from classes_below(one)


@pytest.mark.parametrize(
    "kind", sorted(set(classes_below(SuiteError)), key=lambda one: one.code), ids=lambda one: one.code
)
def test_every_error_has_words(kind: type[SuiteError]):
    if kind not in LATER and not issubclass(kind, errors.Refusal):
        assert (
            kind.code in ("launch-refused", "session-refused", "access-refused", "registration-refused")
            or words_of(kind) is not UNKNOWN
        )


def test_no_words_are_left_for_errors_that_are_gone():
    codes = {kind.code for kind in classes_below(SuiteError)}
    assert {code for code in TEXTS if not code.startswith("http-")} - codes == set()


# -- activities as files


WITH_CONTENT = [tool for tool in TOOLS.values() if tool.content is not None]


def used_activity(world: World) -> int:
    with world.database.read() as db:
        found = db.scalar(select(Activity.id).where(Activity.tool == world.tool.slug).order_by(Activity.id))
    assert found is not None
    return found


def test_an_activity_survives_the_way_through_a_file(world: World):
    if world.tool.content is None:
        assert world.tool not in WITH_CONTENT
        return
    now = datetime.now(UTC)
    with working(suite_of(world.app)), world.database.write() as db:
        used = db.get_one(Activity, used_activity(world))
        file = files.dump(db, world.tool, used)
        fresh = Activity(context_id=used.context_id, resource_link_id="fresh", created_at=now, updated_at=now)
        db.add(fresh)
        db.flush()
        person = person_id(world.home["instructor"])
        files.load(db, world.tool, fresh, files.parse(world.tool, files.write(world.tool, file)), now, by=person)
        assert files.dump(db, world.tool, fresh).values == file.values
        db.rollback()


def test_nobody_of_the_course_is_in_an_activitys_file(world: World):
    if world.tool.content is None:
        return
    with working(suite_of(world.app)), world.database.read() as db:
        activity = db.get_one(Activity, used_activity(world))
        raw = files.write(world.tool, files.dump(db, world.tool, activity)).decode().casefold()
        for person in db.scalars(select(Person)):
            told = (person.sub, person.name, person.email, person.given_name, person.family_name)
            assert [word for word in told if word and word.casefold() in raw] == []


@pytest.mark.parametrize("tool", WITH_CONTENT, ids=[tool.slug for tool in WITH_CONTENT])
@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_shipped_with_a_tool_are_taken_in_every_language(tool: Tool, language: str):
    with speaking_to(Reader(language=language)):
        assert starters.starters(tool).keys() == set(starters.names(tool))
    folder = package_folder(tool) / starters.FOLDER
    assert {path.name for path in (folder / language).glob("*.json")} == {
        f"{name}.json" for name in starters.names(tool)
    }


@pytest.mark.parametrize("tool", WITH_CONTENT, ids=[tool.slug for tool in WITH_CONTENT])
def test_each_step_of_a_practice_class_says_in_two_sentences_why_it_works(tool: Tool):
    assert tool.content is not None
    keys = [step.key for step in tool.content.practice]
    assert keys
    assert len(set(keys)) == len(keys)
    for step in tool.content.practice:
        assert len(str.__str__(step.why).rstrip(".").split(". ")) == 2, step.why


# -- notices and events


def test_kinds_of_notices_carry_the_slug_of_their_tool_and_lead_to_its_pages(world: World):
    for code, kind in world.tool.notices.items():
        assert code.startswith(f"{world.tool.slug}."), code
        assert not kind.endpoint or kind.endpoint in world.app.view_functions, code
        for language in LANGUAGES:
            with speaking_to(Reader(language=language)):
                assert "A title" in kind.say({"title": "A title"}), code


def test_notices_hold_nobodys_name(world: World):
    with world.database.read() as db:
        told = " ".join(str(row.arguments) for row in db.scalars(select(NoticeRow))).casefold()
        assert [name for name in db.scalars(select(Person.name)) if name and name.casefold() in told] == []


def test_private_events_tell_who_and_the_day_and_nothing_else(world: World):
    with world.database.read() as db:
        sent = db.scalars(select(Event).where(Event.action.in_(world.tool.private_actions))).all()
        held = db.scalars(select(HeldEvent)).all()
    assert all(action.startswith(f"{world.tool.slug}.") for action in world.tool.private_actions)
    for event_ in sent:
        assert (event_.object, event_.occurred_at) == ({}, day_of(event_.occurred_at)), event_.action
    known = frozenset().union(*(tool.private_actions for tool in TOOLS.values()))
    assert {row.action for row in held} <= known


def test_who_comes_back_asks_for_the_number_of_notices_apart(world: World):
    """The badge's number is fetched by a script after the page, so that it costs the launch nothing."""
    page = world.home["learner"].entered.page
    (address,) = page.tree.xpath("//a[@data-count]/@data-count")
    answer = world.home["learner"].client.get(address)
    assert set(answer.json) == {"count", "words"}


# -- last, since it leaves worlds without people


def named(world: World, everybody: set[int]) -> Counter[str]:
    """Where the database names somebody of `everybody`, and how often."""
    found = Counter[str]()
    with world.database.read() as db:
        for table in Base.metadata.tables.values():
            for column in table.columns:
                if any(key.column.table.name == "lti_person" for key in column.foreign_keys):
                    found[f"{table.name}.{column.name}"] = sum(one in everybody for one in db.scalars(select(column)))
    return +found


def what_is_left(world: World) -> Counter[str]:
    """Where the database still names one of those who were in `world` after all of them were erased, and how often."""
    assert world.rows["kit_template"] or world.tool.content is None, "no template that could be forgotten"
    everybody = {person_id(visitor) for visitor in world.home.values()}
    assert len(named(world, everybody)) > 5
    for one in sorted(everybody):
        erase_person(suite_of(world.app), one, datetime.now(UTC), actor="test")
    return named(world, everybody)


@pytest.mark.deep
@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("slug", sorted(TOOLS))
def test_everybody_presses_everything_on_postgresql_too(slug: str, db_url: str, keys_folder: Path, database: Database):
    with running_app(db_url, keys_folder, TOOLS.values()) as app:
        found = build(app, TOOLS[slug], database, keys_folder.parent)
        test_nothing_that_anybody_pressed_broke(found)
        assert what_is_left(found) == {}


def test_erasing_everybody_leaves_no_row_with_their_ids_on_postgresql(
    world: World, postgresql_url: str, tmp_path: Path
):
    database = Database(make_engine(postgresql_url))
    copy_rows(world.database, database)
    for name in ("keys", "data"):
        shutil.copytree(world.folder / name, tmp_path / name, dirs_exist_ok=True)
    with running_app(postgresql_url, tmp_path / "keys", TOOLS.values()) as app:
        assert what_is_left(replace(world, app=app, database=database)) == {}
    database.close()


def test_erasing_everybody_leaves_no_row_with_their_ids(world: World):
    assert what_is_left(world) == {}
