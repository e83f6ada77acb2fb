from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.group_roles import roles_at, weeks_between

ROLES = ["facilitator", "checker", "harmoniser", "recorder"]


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=8), st.integers(0, 100))
def test_every_role_has_one_holder_and_in_a_round_everybody_has_each(members: list[int], turn: int):
    held = [roles_at(members, ROLES, turn + step) for step in range(len(members))]
    for one in held:
        assert sorted(role for roles in one.values() for role in roles) == sorted(ROLES)
    for member in members:
        assert sorted(role for one in held for role in one[member]) == sorted(ROLES)


def test_a_group_of_nobody_and_a_set_without_roles():
    assert roles_at([], ROLES, 3) == {}
    assert roles_at([1, 2], [], 3) == {1: (), 2: ()}


def test_a_week_begins_on_monday():
    sunday = date(2026, 3, 8)
    assert weeks_between(sunday, sunday) == 0
    assert weeks_between(sunday, sunday + timedelta(days=1)) == 1
    assert weeks_between(sunday, sunday + timedelta(days=8)) == 2
    assert weeks_between(sunday, sunday - timedelta(days=30)) == 0
