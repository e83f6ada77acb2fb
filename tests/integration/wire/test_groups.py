from collections.abc import Callable

import pytest

from lti_tools.errors import AnswerInvalid
from lti_tools.lti.groups import (
    Group,
    GroupSet,
    canvas_group_roster,
    canvas_group_url,
    course_groups,
    group_sets,
    ids_in,
)
from lti_tools.lti.service import Service
from tests.integration.wire.conftest import Services, json_reply

MakeService = Callable[[str], Service]


def test_groups_and_sets_are_read_with_their_media_types_and_scope(services: Services, service_of: MakeService) -> None:
    groups = [{"id": 1, "name": "Red", "set_id": "s", "tag": "t"}, {"id": "2"}, {"name": "nobody"}, None]
    services.answer = lambda seen: json_reply({"groups": groups})
    assert course_groups(service_of(""), services.server.url + "/groups?a=1", user_id="7") == [
        Group("1", "Red", "s", "t"),
        Group("2"),
    ]
    assert services.last.path == "/groups?a=1&user_id=7"
    assert services.last.headers["Accept"] == "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
    services.answer = lambda seen: json_reply({"sets": [{"id": "s", "name": "Colours"}, {}]})
    assert group_sets(service_of(""), services.server.url + "/sets") == [GroupSet("s", "Colours")]
    assert services.last.headers["Accept"] == "application/vnd.ims.lti-gs.v1.contextgroupsetcontainer+json"
    assert services.scopes == ["contextgroup.readonly"]


def test_an_answer_without_groups_is_no_empty_list(services: Services, service_of: MakeService) -> None:
    services.answer = lambda seen: json_reply({"error": "x"})
    with pytest.raises(AnswerInvalid):
        course_groups(service_of(""), services.server.url + "/groups")


def test_a_canvas_group_has_a_roster_beside_the_courses(services: Services, service_of: MakeService) -> None:
    def paged(seen: object) -> object:
        more = {"Link": f'<{services.server.url}/api/lti/groups/23/names_and_roles?page=2>; rel="next"'}
        first = len(services.calls) == 1
        members = [{"user_id": "a" if first else "b"}]
        return json_reply({"context": {"id": "x", "title": "Red"}, "members": members}, **(more if first else {}))

    services.answer = paged  # type: ignore[assignment]
    roster = canvas_group_roster(
        service_of("canvas"), services.server.url + "/api/lti/courses/4/names_and_roles?x=1", "23"
    )
    assert roster.group == Group("23", "Red")
    assert [member.user_id for member in roster.members] == ["a", "b"]
    assert services.calls[0].path == "/api/lti/groups/23/names_and_roles"
    assert services.scopes == ["contextmembership.readonly"]


@pytest.mark.parametrize("number", ["", "../1", "1/2", "a", "-1", "²", "1?x=1"])
def test_a_group_id_that_is_no_number_makes_no_address(number: str) -> None:
    with pytest.raises(ValueError, match="number"):
        canvas_group_url("https://canvas.example/api/lti/courses/4/names_and_roles", number)


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("3,5", ("3", "5")),
        (" 3 , 5,3", ("3", "5")),
        ("", ()),
        ("3,,x,../4,5", ("3", "5")),
        ("$Moodle.Person.userGroupIds", ()),
        ("9" * 40, ()),
    ],
)
def test_group_ids_are_read_from_a_custom_parameter(value: str, ids: tuple[str, ...]) -> None:
    assert ids_in({"user_groups": value}, "user_groups") == ids
    assert ids_in({}, "user_groups") == ()
