"""Rights are a table: what each role may do."""

import pytest

from lti_tools.errors import NotFound
from lti_tools.lti.roles import Role
from lti_tools.rights import RIGHTS, Reach, Right, may, roles_with


def test_every_role_has_its_row_and_every_right_its_holder():
    assert set(RIGHTS) == set(Role)
    assert all(roles_with(right) for right in Right)


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (Right.SETTINGS, (Role.INSTRUCTOR,)),
        (Right.RUN, (Role.INSTRUCTOR,)),
        (Right.GRADE, (Role.INSTRUCTOR, Role.ASSISTANT)),
        (Right.TRIAGE, (Role.INSTRUCTOR, Role.ASSISTANT)),
        (Right.SEE_PEOPLE, (Role.INSTRUCTOR, Role.ASSISTANT)),
        (Right.TAKE_PART, (Role.LEARNER,)),
    ],
)
def test_the_roles_of_a_right(right, roles):
    assert roles_with(right) == roles


def test_observers_may_nothing():
    assert not any(may(Role.OBSERVER, right) for right in Right)


def test_a_limited_reach_covers_its_people_and_nobody_who_is_erased():
    seen = Reach(frozenset((1, 2)))
    assert [seen.covers(one) for one in (1, 3, None)] == [True, False, False]
    assert [Reach().covers(one) for one in (1, None)] == [True, True]
    seen.check(2)
    with pytest.raises(NotFound):
        seen.check(3)
