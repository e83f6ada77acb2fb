"""Tokens and calls go to the hosts that signed launches have named, whatever a platform's answers say."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lti_tools.errors import HostForeign, Unreachable
from lti_tools.grades.ags_gradebook import AgsGradebook
from lti_tools.grades.gradebook import CallFailed, Score
from lti_tools.grades.terms import Refusal
from lti_tools.lti.addresses import host_of
from lti_tools.lti.ags import LINE_ITEM, RESULT_READONLY, SCORE, Ags
from lti_tools.lti.groups import course_groups
from lti_tools.lti.nrps import members
from lti_tools.lti.service import Service
from tests.integration.wire.conftest import Services, json_reply
from tests.support.counterpart import counterpart

MakeService = Callable[..., Service]


@pytest.fixture
def evil() -> Iterator[Services]:
    """A server on this machine that nobody has named; it would answer anything."""
    with counterpart() as server:
        yield Services(server)


@pytest.fixture
def pinned(services: Services, service_of: MakeService) -> Service:
    return service_of("moodle", frozenset((host_of(services.server.url),)))


def test_a_host_that_no_launch_named_is_never_called_nor_given_a_token(
    services: Services, evil: Services, pinned: Service
) -> None:
    for deed in (
        lambda: list(members(pinned, evil.server.url + "/members")),
        lambda: course_groups(pinned, evil.server.url + "/groups"),
        lambda: Ags(pinned, [LINE_ITEM]).line_items(evil.server.url + "/items"),
    ):
        with pytest.raises(HostForeign):
            deed()
    assert services.asked == []
    assert (evil.calls, evil.asked) == ([], [])


@pytest.mark.parametrize("tried", ["{evil}/members?page=2", "//{evil_host}/members", "{evil}\\@{good_host}/members"])
def test_a_next_link_cannot_lead_to_another_host(
    services: Services, evil: Services, pinned: Service, tried: str
) -> None:
    evil_host, good_host = host_of(evil.server.url), host_of(services.server.url)
    link = tried.format(evil=evil.server.url, evil_host=evil_host, good_host=good_host)
    page = {"members": [{"user_id": "1", "roles": ["Learner"]}]}
    services.answer = lambda seen: json_reply(page, Link=f'<{link}>; rel="next"')
    with pytest.raises(Unreachable):
        list(members(pinned, services.server.url + "/members"))
    assert evil.calls == []


def test_a_score_for_a_column_that_an_answer_put_elsewhere_stays_here(evil: Services, pinned: Service) -> None:
    gradebook = AgsGradebook(Ags(pinned, [SCORE, RESULT_READONLY]), pinned.tokens, 1, "")
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    score = Score(sub="7", given=Decimal(1), maximum=Decimal(1), comment="", timestamp=now, submitted_at=None)
    assert gradebook.post_score(evil.server.url + "/items/1", score).kind is Refusal.HOST_FOREIGN
    with pytest.raises(CallFailed) as caught:
        gradebook.read_result(evil.server.url + "/items/1", "7")
    assert caught.value.reply.kind is Refusal.HOST_FOREIGN
    assert evil.calls == []


def test_a_named_host_is_called(services: Services, pinned: Service) -> None:
    services.answer = lambda seen: json_reply({"members": []})
    assert list(members(pinned, services.server.url + "/members")) == []
    assert len(services.calls) == 1


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://LMS.example./x", "lms.example"),
        ("https://lms.example:443/x", "lms.example"),
        ("https://lms.example:8443/x", "lms.example:8443"),
        ("http://lms.example:80/x", "lms.example"),
    ],
)
def test_a_host_is_told_with_its_port_where_that_is_unusual(url: str, host: str) -> None:
    assert host_of(url) == host
