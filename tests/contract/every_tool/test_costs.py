"""What pages cost in statements to the database."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, select

from lti_tools.store.tables.people import Context, Membership, Person
from tests.support.app import suite_of
from tests.support.pages import Page
from tests.support.platform import ForgedPlatform
from tests.support.worlds import World


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
