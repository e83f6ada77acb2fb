from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lti_tools.errors import AnswerInvalid, ServiceRefused, TokenRefused
from lti_tools.lti.nrps import members
from lti_tools.lti.service import Service
from tests.integration.wire.conftest import Services, json_reply
from tests.support.counterpart import Reply, Seen

MEMBERS = "/memberships?type_id=1"
TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

MakeService = Callable[[str], Service]


def people(*ids: object, **link: str) -> Reply:
    body = {"id": "x", "context": {"id": "2"}, "members": [{"user_id": one, "roles": ["Learner"]} for one in ids]}
    return json_reply(body, Content_Type=TYPE, **link)


def test_members_are_asked_for_with_media_type_and_exactly_one_scope(
    services: Services, service_of: MakeService
) -> None:
    services.answer = lambda seen: people("1", "2", None, "1")
    found = list(members(service_of("moodle"), services.server.url + MEMBERS))
    assert [member.user_id for member in found] == ["1", "2"]
    assert services.last.headers["Accept"] == TYPE
    assert services.last.path == MEMBERS
    assert [form["scope"] for form in services.asked] == [
        "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
    ]


def test_pages_are_followed_and_the_role_is_said_again_where_the_next_page_forgets_it(
    services: Services, service_of: MakeService
) -> None:
    def paged(seen: Seen) -> Reply:
        query = parse_qs(urlsplit(seen.path).query)
        start = int(query.get("from", ["0"])[0])
        link = f'<{services.server.url}/memberships?limit=2&from={start + 2}&type_id=1>; rel="next"'
        return people(start, start + 1, **({"Link": link} if start < 4 else {}))

    services.answer = paged
    found = list(members(service_of("moodle"), services.server.url + MEMBERS, role="Learner", rlid="9", limit=2))
    assert [member.user_id for member in found] == ["0", "1", "2", "3", "4", "5"]
    assert services.calls[0].path == MEMBERS + "&role=Learner&rlid=9&limit=2"
    assert [parse_qs(urlsplit(call.path).query)["role"] for call in services.calls] == [["Learner"]] * 3


def test_a_link_id_that_stands_in_the_address_already_is_not_doubled(
    services: Services, service_of: MakeService
) -> None:
    services.answer = lambda seen: people()
    assert list(members(service_of("canvas"), services.server.url + "/m?rlid=5", rlid="9")) == []
    assert services.last.path == "/m?rlid=5"


@pytest.mark.parametrize("body", [{}, {"members": None}, {"members": {}}, {"error": "x"}])
def test_an_answer_without_members_is_no_empty_roster(
    services: Services, service_of: MakeService, body: dict[str, Any]
) -> None:
    services.answer = lambda seen: json_reply(body)
    with pytest.raises(AnswerInvalid):
        list(members(service_of("moodle"), services.server.url + MEMBERS))


def test_a_next_page_on_another_host_is_not_followed(services: Services, service_of: MakeService) -> None:
    services.answer = lambda seen: people("1", Link='<https://evil.example/m>; rel="next"')
    with pytest.raises(AnswerInvalid):
        list(members(service_of("moodle"), services.server.url + MEMBERS))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_an_error_status_is_told(services: Services, service_of: MakeService, status: int) -> None:
    services.answer = lambda seen: Reply(status)
    with pytest.raises(ServiceRefused) as caught:
        list(members(service_of("moodle"), services.server.url + MEMBERS))
    assert caught.value.answered == status


def test_a_scope_that_was_not_granted_is_a_refused_token(services: Services, service_of: MakeService) -> None:
    services.token_reply = lambda form: json_reply({"error": "invalid_scope"}, 400)
    with pytest.raises(TokenRefused, match="invalid_scope"):
        list(members(service_of("moodle"), services.server.url + MEMBERS))


def test_a_course_of_thousands_on_one_page_is_read(services: Services, service_of: MakeService) -> None:
    services.answer = lambda seen: people(*range(20_000))
    assert sum(1 for _ in members(service_of("moodle"), services.server.url + MEMBERS)) == 20_000
