from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.lti.nrps import Member, Status, read_member

WHOLE: dict[str, Any] = {
    "user_id": "7",
    "status": "Active",
    "roles": ["Learner", "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student"],
    "name": "Ana Lee",
    "given_name": "Ana",
    "family_name": "Lee",
    "email": "ana@school.example",
    "group_enrollments": [{"group_id": "g1"}, {"group_id": 2}, {"group_id": "g1"}, {}, None],
    "message": [{"custom": {"a": "b"}}],
}


def test_a_member_is_read_whole() -> None:
    assert read_member(WHOLE) == Member(
        user_id="7",
        roles=("Learner", "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student"),
        name="Ana Lee",
        given_name="Ana",
        family_name="Lee",
        email="ana@school.example",
        group_ids=("g1", "2"),
        message={"custom": {"a": "b"}},
    )


def test_an_id_is_enough() -> None:
    assert read_member({"user_id": "7"}) == Member(user_id="7")
    assert read_member({"user_id": 7}) == Member(user_id="7")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Active", Status.ACTIVE),
        ("Inactive", Status.INACTIVE),
        ("inactive", Status.INACTIVE),
        ("Deleted", Status.DELETED),
        ("http://purl.imsglobal.org/vocab/lis/v2/status#Inactive", Status.INACTIVE),
        ("Sleeping", Status.ACTIVE),
        (None, Status.ACTIVE),
        (["Inactive"], Status.ACTIVE),
    ],
)
def test_a_status_that_nobody_knows_counts_as_active(status: object, expected: Status) -> None:
    member = read_member({"user_id": "7", "status": status})
    assert member is not None
    assert member.status is expected


@pytest.mark.parametrize("user_id", [None, "", True, 1.5, [], {}, "a\x00", "\ud800", "x" * 256, 10**40])
def test_a_member_without_usable_id_is_left_out(user_id: object) -> None:
    assert read_member({**WHOLE, "user_id": user_id}) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(WHOLE, json_values)) | json_values)
def test_nothing_in_a_member_raises(entry: object) -> None:
    member = read_member(entry)
    if member:
        member.name.encode()
        assert "\x00" not in "".join((member.user_id, member.name, member.email, *member.roles, *member.group_ids))
