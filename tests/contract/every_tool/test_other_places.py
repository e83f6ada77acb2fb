"""Ids of another person, activity, course and school lead nowhere and change nothing."""

from sqlalchemy import select, update

from lti_tools.lti import claims as names
from lti_tools.store.base import Base
from lti_tools.store.sessions import digest
from lti_tools.store.tables.schools import Tenant
from lti_tools.store.tables.sessions import LaunchSession
from tests.support.crawling import Step, Visitor
from tests.support.pages import Page
from tests.support.platform import LEARNER, OBSERVER, ForgedPlatform
from tests.support.worlds import World, once, person_id, rows, try_again

OF_THE_COURSE = ("person_id", "group_set_id", "case_id")
"""Ids of what every activity of a course shares: its people and their groups, and what was reported in it."""
OWN_ANYWHERE = {"kit_template": "published_by", "kit_notice": "person_id"}
"""What people change from any activity of a course, and the column of whose it is: authors retire their templates,
everybody has read their notices."""


def test_addresses_with_ids_of_another_place_lead_nowhere(world: World):
    steps = [step for step in once(world.own_steps) if step.args]
    for place in (world.other_course, world.other_school):
        for visitor in place.values():
            for step in steps:
                assert try_again(visitor, step).status in (403, 404), f"{visitor.role}: {step.method} {step.tail}"
    of_things = [step for step in steps if any(name not in OF_THE_COURSE for name, _ in step.args)]
    for visitor in world.same_course.values():
        for step in of_things:
            assert try_again(visitor, step).status in (403, 404), f"{visitor.role}: {step.method} {step.tail}"


def test_forms_with_ids_of_another_place_change_nothing_there(world: World):
    steps = [step for step in once(world.own_steps) if step.method == "POST"]
    standing = rows(world)
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
    for name, made_at_home in world.rows.items():
        known = made_at_home & standing[name]
        assert name in OWN_ANYWHERE or known <= after[name], f"rows of {name} were changed from another place"


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
    steps = [step for step in once(world.own_steps) if dict(step.args).get("person_id") == own]
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
