import pytest

from lti_tools.lti.roles import INSTITUTION, MEMBERSHIP, SYSTEM, Role, is_platform_admin, role_of

TA = f"{MEMBERSHIP}/Instructor#TeachingAssistant"


@pytest.mark.parametrize(
    ("uris", "expected"),
    [
        ([f"{MEMBERSHIP}#Instructor"], Role.INSTRUCTOR),
        (["Instructor"], Role.INSTRUCTOR),
        (["urn:lti:role:ims/lis/Instructor"], Role.INSTRUCTOR),
        ([TA, f"{MEMBERSHIP}#Instructor"], Role.ASSISTANT),
        ([f"{MEMBERSHIP}#Learner", f"{INSTITUTION}Instructor", f"{SYSTEM}Administrator"], Role.LEARNER),
        ([f"{MEMBERSHIP}#Mentor", f"{MEMBERSHIP}#Learner"], Role.LEARNER),
        ([f"{MEMBERSHIP}#ContentDeveloper"], Role.OBSERVER),
        ([f"{MEMBERSHIP}#ContentDeveloper", f"{MEMBERSHIP}#Instructor"], Role.INSTRUCTOR),
        ([f"{INSTITUTION}Instructor"], Role.OBSERVER),
        (["http://purl.imsglobal.org/vocab/lis/v2/unknown/unknown#Helper"], Role.OBSERVER),
        ([], Role.OBSERVER),
        (["", None, 7, {}], Role.OBSERVER),
    ],
)
def test_context_roles_decide_and_nothing_else(uris, expected):
    assert role_of(uris) is expected


def test_an_administrator_of_the_platform_is_told_by_system_and_institution_roles():
    assert is_platform_admin([f"{SYSTEM}Administrator"])
    assert not is_platform_admin([f"{MEMBERSHIP}#Administrator", None])
