"""A world for one tool, for the contract that every tool keeps.

One course where everybody, role after role, has pressed everything; and three other places (another activity of the
course, another course, another school) whose people try what they found there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Table, select

from lti_tools.activities import configure
from lti_tools.kit.tables import PREFIX as KIT_PREFIX
from lti_tools.store.base import Base
from lti_tools.store.database import Database
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from lti_tools.tool import Tool
from tests.support import peers, questlines
from tests.support.album import Album
from tests.support.app import suite_of, with_guestbook
from tests.support.crawling import Step, Visitor, fill_in
from tests.support.further import FURTHER, FURTHER_PLAYED, Play
from tests.support.pages import Page
from tests.support.platform import ASSISTANT, INSTRUCTOR, LEARNER, OBSERVER, ForgedPlatform

ROLES = {"instructor": INSTRUCTOR, "assistant": ASSISTANT, "learner": LEARNER, "observer": OBSERVER}
ORDER = ("observer", "instructor", "learner", "assistant", "instructor", "learner", "observer")
"""Who presses everything, and in which order: students find what teachers made, teachers what students did."""
TOOLS = {tool.slug: tool for tool in with_guestbook()}
KIT = "kit-"
"""Begins the names of the kit's blueprints."""
PLAYED = {peers.SLUG: peers.play, "quests": questlines.play}
"""Tools with pages that need a class: what happens before everybody presses everything."""


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


def once(steps: Iterable[Step]) -> list[Step]:
    """Of steps that send the same to the same address, whoever took them, the first."""
    found: dict[object, Step] = {}
    for step in steps:
        found.setdefault((step.method, step.tail, step.form), step)
    return list(found.values())


def try_again(visitor: Visitor, step: Step) -> Page:
    if step.method == "GET":
        return Page(visitor.client.get(visitor.entered.path + step.tail))
    data: dict[str, list[str]] = {"csrf_token": [visitor.token]}
    for name, value in step.form:
        data.setdefault(name, []).append(value)
    return Page(visitor.client.post(visitor.entered.path + step.tail, data=data))


def person_id(visitor: Visitor) -> int:
    with suite_of(visitor.app).database.read() as db:
        found = db.scalar(select(Person.id).where(Person.sub == f"{visitor.role}-1").order_by(Person.id))
    assert found is not None
    return found


def rows(world: World) -> dict[str, set[str]]:
    with world.database.read() as db:
        tables = [*tables_of(world.tool), *tables_beginning(KIT_PREFIX)]
        return {table.name: {repr(tuple(row)) for row in db.execute(select(table))} for table in tables}


def tables_of(tool: Tool) -> list[Table]:
    return tables_beginning(tool.table_prefix)


def tables_beginning(prefix: str) -> list[Table]:
    return [table for name, table in Base.metadata.tables.items() if name.startswith(prefix)]
