"""Role URIs of a launch or roster reduced to one `Role` (LTI 1.3 Core, appendix A.2).

Context roles decide. A site administrator counts as administrator of the platform; other institution and system roles
give nothing: Canvas sends a student's institution roles of other courses along (P01 of the conformance list).
"""

from collections.abc import Iterable
from enum import StrEnum

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
SYSTEM = "http://purl.imsglobal.org/vocab/lis/v2/system/person#"


class Role(StrEnum):
    """What somebody may do in a context, strongest first."""

    INSTRUCTOR = "instructor"
    ASSISTANT = "assistant"
    LEARNER = "learner"
    OBSERVER = "observer"
    """Sees that the activity exists and no more: mentors, course designers, guests, unknown or no roles."""


_CONTEXT = {
    "Instructor": Role.INSTRUCTOR,
    "Administrator": Role.INSTRUCTOR,
    "ContentDeveloper": Role.OBSERVER,
    "Manager": Role.INSTRUCTOR,
    "TeachingAssistant": Role.ASSISTANT,
    "Learner": Role.LEARNER,
    "Student": Role.LEARNER,
    "Member": Role.OBSERVER,
    "Mentor": Role.OBSERVER,
}
_ORDER = (Role.INSTRUCTOR, Role.ASSISTANT, Role.LEARNER, Role.OBSERVER)


def context_role(uri: object) -> Role | None:
    """The `Role` of one role value, None for roles outside the context and values that are no text.

    Takes full URIs, sub-role URIs (`membership/Instructor#TeachingAssistant`), the LTI 1.1 `urn:lti:role:ims/lis/` form
    and bare words ("Learner").
    """
    if not isinstance(uri, str):
        return None
    if uri.startswith(MEMBERSHIP + "/"):
        principal, _, sub = uri.removeprefix(MEMBERSHIP + "/").partition("#")
        return Role.ASSISTANT if "TeachingAssistant" in sub else _CONTEXT.get(principal)
    if uri.startswith(MEMBERSHIP + "#"):
        return _CONTEXT.get(uri.removeprefix(MEMBERSHIP + "#"))
    if uri.startswith("urn:lti:role:ims/lis/"):
        principal, _, sub = uri.removeprefix("urn:lti:role:ims/lis/").partition("/")
        return Role.ASSISTANT if "TeachingAssistant" in sub else _CONTEXT.get(principal)
    return _CONTEXT.get(uri)


def role_of(uris: Iterable[object]) -> Role:
    """The strongest context role among `uris`; `OBSERVER` where there is none.

    A learner who also has a stronger role is what the stronger role says, except that a sub-role TeachingAssistant
    beside the bare Instructor role that platforms send with it stays an assistant.
    """
    found = {role for role in map(context_role, uris) if role}
    if Role.ASSISTANT in found and Role.INSTRUCTOR in found:
        found.discard(Role.INSTRUCTOR)
    return next((role for role in _ORDER if role in found), Role.OBSERVER)


def is_mentor(uris: Iterable[object]) -> bool:
    """Whether the context role Mentor is among `uris`: only then may the platform name learners (Core 5.4.3)."""
    wanted = {f"{MEMBERSHIP}#Mentor", "urn:lti:role:ims/lis/Mentor", "Mentor"}
    return any(isinstance(uri, str) and uri in wanted for uri in uris)


def is_platform_admin(uris: Iterable[object]) -> bool:
    """Whether a system or institution Administrator role is among `uris`."""
    wanted = {f"{SYSTEM}Administrator", f"{SYSTEM}SysAdmin", f"{INSTITUTION}Administrator"}
    return any(isinstance(uri, str) and uri in wanted for uri in uris)
