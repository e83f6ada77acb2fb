"""Notices lead somewhere; notices and events hold no more about people than they must."""

from sqlalchemy import select

from lti_tools.kit.notices.tables import NoticeRow
from lti_tools.kit.private_events.private_events import day_of
from lti_tools.kit.private_events.tables import HeldEvent
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.people import Person
from lti_tools.web.locale import LANGUAGES, Reader, speaking_to
from tests.support.worlds import TOOLS, World


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
