"""The services against the demo LMS in both personalities, which notes every departure from the specification."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from lti_tools.demo_lms.app import Server, serve
from lti_tools.demo_lms.courses import Activity
from lti_tools.demo_lms.faults import Fault
from lti_tools.demo_lms.gradebook import LineItem as Column
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.tokens import expire_all
from lti_tools.demo_lms.tools import Tool
from lti_tools.errors import NotSent, ServiceRefused, TokenRefused, Unreachable
from lti_tools.lti.ags import LINE_ITEM, LINE_ITEM_READONLY, RESULT_READONLY, SCORE, Ags
from lti_tools.lti.ags_values import LineItem, Score
from lti_tools.lti.groups import SCOPE as GROUPS
from lti_tools.lti.groups import Group, canvas_group_roster, course_groups, group_sets
from lti_tools.lti.http import Http
from lti_tools.lti.nrps import SCOPE as MEMBERS
from lti_tools.lti.nrps import Status, members
from lti_tools.lti.service import Service
from lti_tools.lti.tokens import Client, Tokens
from tests.integration.wire.conftest import sign
from tests.support.keys import jwk
from tests.support.lms import COURSE, STUDENT, TEACHER, signing_key

NUMBER, ACTIVITY, COLUMN = 1, 50, 60
ALL = {LINE_ITEM, LINE_ITEM_READONLY, SCORE, RESULT_READONLY, MEMBERS, GROUPS}
VOTE = LineItem(label="Vote", score_maximum=Decimal(10), tag="vote")


class Wire:
    """A demo LMS with our client, a graded activity of it, and our services."""

    def __init__(self, server: Server, http: Http) -> None:
        self.lms: Lms = server.lms
        self.tool = Tool(NUMBER, "client-1", "d", "Suite", "", [], "", "", "", scopes=set(ALL), active=True)
        self.lms.tools[NUMBER] = self.tool
        self.activity = Activity(ACTIVITY, COURSE, NUMBER, "Vote", line_item=COLUMN, grade_maximum=20)
        self.lms.activities[ACTIVITY] = self.activity
        self.column = Column(COLUMN, COURSE, NUMBER, "Vote", 20, tag="own", activity=ACTIVITY, coupled=True)
        self.lms.line_items[COLUMN] = self.column
        self.tokens = Tokens(http, sign)
        paths = self.lms.personality.paths
        client = Client(1, "client-1", self.lms.url(paths.token), product=self.lms.personality.name)
        self.service = Service(http, self.tokens, client)
        self.ags = Ags(self.service, ALL)
        self.items = self.lms.line_items_url(COURSE, self.tool)
        self.item = self.lms.line_item_url(self.column, self.tool)
        self.roster = self.lms.memberships_url(COURSE, self.tool)

    def sub(self, person: int) -> str:
        return self.lms.sub(self.lms.people[person])

    @property
    def problems(self) -> list[str]:
        """What the LMS found wrong in our calls, though it let them pass."""
        return [problem for call in self.lms.calls.entries for problem in call.problems]

    @property
    def scopes(self) -> list[list[str]]:
        """The scopes of each token that we asked for."""
        return [call.body["scope"] for call in self.lms.calls.entries if call.endpoint == "token"]


def now() -> datetime:
    return datetime.now(UTC)


def score(wire: Wire, given: int, at: datetime, person: int = STUDENT, **more: object) -> Score:
    return Score(
        user_id=wire.sub(person),
        timestamp=at,
        score_given=Decimal(given),
        score_maximum=Decimal(10),
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def wire_to(http: Http) -> Iterator[Callable[[str], Wire]]:
    servers: list[Server] = []

    def make(personality: str) -> Wire:
        server = serve(personality, 0, key=signing_key(), fetch=lambda url: {"keys": [jwk("ours")]})
        servers.append(server)
        return Wire(server, http)

    yield make
    for server in servers:
        server.stop()


@pytest.fixture(params=["moodle", "canvas"])
def wire(request: pytest.FixtureRequest, wire_to: Callable[[str], Wire]) -> Wire:
    return wire_to(request.param)


def test_a_line_item_lives_from_creation_to_deletion(wire: Wire) -> None:
    made = wire.ags.create(wire.items, VOTE)
    assert (made.label, made.score_maximum, made.tag) == ("Vote", Decimal(10), "vote")
    assert [item.url for item in wire.ags.line_items(wire.items, tag="vote")] == [made.url]
    wire.ags.update(made.url, {"label": "Ballot", "scoreMaximum": Decimal("12.5")})
    held = wire.ags.line_item(made.url)
    assert (held.label, held.score_maximum, held.tag) == ("Ballot", Decimal("12.5"), "vote")
    wire.ags.delete(made.url)
    with pytest.raises(ServiceRefused) as caught:
        wire.ags.line_item(made.url)
    assert caught.value.answered == 404
    assert wire.problems == []
    assert all(len(scopes) == 1 for scopes in wire.scopes)


def test_an_update_of_the_activitys_own_item_loses_nothing(wire: Wire) -> None:
    wire.column.resource_id = "r1"
    wire.column.submission_review = {"url": "https://tool.example/review"}
    wire.ags.update(wire.item, {"label": "New"})
    held = wire.ags.line_item(wire.item)
    assert (held.label, held.tag, held.resource_id) == ("New", "own", "r1")
    assert held.resource_link_id == wire.lms.resource_link_id(wire.activity)


def test_a_course_with_many_line_items_is_read_whole(wire: Wire) -> None:
    for number in range(25):
        wire.lms.line_items[200 + number] = Column(200 + number, COURSE, NUMBER, f"Item {number}", 10, tag="many")
    assert len(wire.ags.line_items(wire.items, tag="many")) == 25
    link = wire.lms.resource_link_id(wire.activity)
    assert [item.url for item in wire.ags.line_items(wire.items, resource_link_id=link)] == [wire.item]


def test_pages_of_line_items_are_followed_in_canvas_manner(wire_to: Callable[[str], Wire]) -> None:
    wire = wire_to("canvas")
    for number in range(250):
        wire.lms.line_items[200 + number] = Column(200 + number, COURSE, NUMBER, f"Item {number}", 10, tag="many")
    assert len(wire.ags.line_items(wire.items, tag="many")) == 250
    assert len([call for call in wire.lms.calls.entries if call.endpoint == "lineitems"]) == 3


def test_a_score_arrives_and_is_read_back(wire: Wire) -> None:
    posted = wire.ags.post_score(wire.item, score(wire, 8, now(), comment="Well done ✓", submitted_at=now()))
    assert posted.status == 200
    (result,) = wire.ags.results(wire.item, user_id=wire.sub(STUDENT))
    assert (result.user_id, result.score, result.maximum) == (wire.sub(STUDENT), Decimal(16), Decimal(20))
    assert result.comment == "Well done ✓"
    assert wire.lms.grade(COLUMN, STUDENT).attempts == []
    assert wire.problems == []


def test_the_platform_says_that_it_holds_a_newer_score(wire: Wire) -> None:
    at = now()
    assert wire.ags.post_score(wire.item, score(wire, 8, at)).status == 200
    again = wire.ags.post_score(wire.item, score(wire, 9, at - timedelta(seconds=2)))
    assert wire.service.quirks.is_stale(again.status, again.body_start)
    later = at + wire.service.quirks.timestamp_step
    assert wire.ags.post_score(wire.item, score(wire, 9, later)).status == 200
    assert wire.ags.results(wire.item)[0].score == Decimal(18)


def test_nobody_to_grade_is_a_refusal_with_words(wire: Wire) -> None:
    posted = wire.ags.post_score(wire.item, score(wire, 8, now(), person=TEACHER))
    assert posted.status == (400 if wire.lms.moodle else 422)
    assert posted.body_start
    assert not wire.service.quirks.is_stale(posted.status, posted.body_start)


def test_expired_tokens_are_replaced_without_a_word(wire: Wire) -> None:
    assert wire.ags.line_items(wire.items)
    expire_all(wire.lms)
    assert wire.ags.line_items(wire.items)
    assert len(wire.scopes) == 2


def test_a_scope_that_was_dropped_at_registration_is_a_refused_token(wire: Wire) -> None:
    wire.tool.scopes = {MEMBERS}
    with pytest.raises(TokenRefused, match="invalid_scope") as caught:
        wire.ags.post_score(wire.item, score(wire, 8, now()))
    assert caught.value.answered == 400


@pytest.mark.parametrize("mode", ["500", "503", "403", "404", "409", "429"])
def test_a_fault_of_the_score_service_is_a_value(wire: Wire, mode: str) -> None:
    wire.lms.faults.add(Fault("score", mode, retry_after=7))
    posted = wire.ags.post_score(wire.item, score(wire, 8, now()))
    assert posted.status == int(mode)
    assert wire.lms.grade(COLUMN, STUDENT).score is None


@pytest.mark.parametrize("after", [False, True])
def test_a_reset_leaves_the_score_in_doubt(wire: Wire, after: bool) -> None:
    wire.lms.faults.add(Fault("score", "reset", after=after))
    with pytest.raises(Unreachable) as caught:
        wire.ags.post_score(wire.item, score(wire, 8, now()))
    assert not isinstance(caught.value, NotSent)
    assert (wire.lms.grade(COLUMN, STUDENT).score is not None) is after


def test_canvas_asks_for_patience_in_its_own_way(wire_to: Callable[[str], Wire]) -> None:
    wire = wire_to("canvas")
    wire.lms.faults.add(Fault("score", "rate-limit"))
    posted = wire.ags.post_score(wire.item, score(wire, 8, now()))
    assert wire.service.quirks.is_rate_limit(posted.status, posted.body_start)
    assert posted.budget_spent


def test_the_roster_is_read_over_its_pages(wire: Wire) -> None:
    wire.lms.switches.member_page = 5
    found = list(members(wire.service, wire.roster))
    everybody = 14 if wire.lms.moodle else 15  # Canvas has an observer too
    assert len(found) == len({member.user_id for member in found}) == everybody
    student = next(member for member in found if member.user_id == wire.sub(STUDENT))
    assert (student.given_name, student.status) == ("Aiko", Status.ACTIVE)
    assert wire.problems == []


def test_a_role_is_kept_over_the_pages_though_moodle_forgets_it(wire_to: Callable[[str], Wire]) -> None:
    wire = wire_to("moodle")
    found = list(members(wire.service, wire.roster, role="Instructor", limit=1))
    assert [member.user_id for member in found] == [wire.sub(TEACHER)]


def test_a_link_gives_each_member_a_message_and_an_unknown_one_is_refused(wire: Wire) -> None:
    link = wire.lms.resource_link_id(wire.activity)
    assert all(member.message for member in members(wire.service, wire.roster, rlid=link))
    with pytest.raises(ServiceRefused) as caught:
        list(members(wire.service, wire.roster, rlid="unknown"))
    assert caught.value.answered == (404 if wire.lms.moodle else 400)


def test_inactive_members_are_marked_where_the_platform_lists_them(wire_to: Callable[[str], Wire]) -> None:
    wire = wire_to("canvas")
    wire.lms.switches.lists_inactive = True
    wire.lms.courses[COURSE].enrolments[STUDENT].active = False
    found = {member.user_id: member.status for member in members(wire.service, wire.roster)}
    assert found[wire.sub(STUDENT)] is Status.INACTIVE


def test_a_course_with_the_groups_service_tells_groups_and_sets(wire: Wire) -> None:
    wire.lms.switches.groups_service = True
    paths = wire.lms.personality.paths
    found = course_groups(wire.service, wire.lms.url(paths.groups, course=COURSE))
    sets = group_sets(wire.service, wire.lms.url(paths.group_sets, course=COURSE))
    assert [group.name for group in found] == ["Ferns", "Mosses", "Lichens"]
    assert {group.set_id for group in found} == {one.id for one in sets}
    own = course_groups(wire.service, wire.lms.url(paths.groups, course=COURSE), user_id=wire.sub(STUDENT))
    assert [group.name for group in own] == ["Ferns"]
    assert wire.problems == []


def test_a_canvas_group_has_its_own_roster(wire_to: Callable[[str], Wire]) -> None:
    wire = wire_to("canvas")
    roster = canvas_group_roster(wire.service, wire.roster, "21")
    assert roster.group == Group("21", "Ferns")
    assert {member.user_id for member in roster.members} == {wire.sub(number) for number in (11, 12, 13, 14)}
