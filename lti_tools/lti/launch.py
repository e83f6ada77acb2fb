"""`Launch`: the claims of a verified id_token as a frozen value, and the rules a message meets (Core 5.3, 5.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lti_tools.errors import ClaimInvalid, ClaimMissing, MessageUnknown
from lti_tools.lti import claims as names
from lti_tools.lti.deep_linking import DeepLinkingSettings, read_settings
from lti_tools.lti.reading import (
    optional_map,
    optional_text,
    optional_texts,
    required_id,
    storable,
    web_address,
)
from lti_tools.lti.roles import Role, is_mentor, is_platform_admin, role_of
from lti_tools.lti.target import review_of_target, tool_of_target

MESSAGES = (
    names.RESOURCE_LINK_REQUEST,
    names.DEEP_LINKING_REQUEST,
    names.SUBMISSION_REVIEW_REQUEST,
    names.DATA_PRIVACY_REQUEST,
)


@dataclass(frozen=True, kw_only=True)
class Who:
    """The person of a launch. Names and e-mail are empty where the platform keeps them to itself."""

    sub: str
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    locale: str = ""


@dataclass(frozen=True, kw_only=True)
class Services:
    """Addresses of the platform's services as this launch names them; empty where it names none."""

    lineitems: str = ""
    lineitem: str = ""
    ags_scopes: tuple[str, ...] = ()
    memberships: str = ""
    groups: str = ""
    group_sets: str = ""


@dataclass(frozen=True, kw_only=True)
class Launch:
    """One message from a platform, checked and typed. `context_id` is empty for a launch outside any course."""

    message_type: str
    deployment_id: str
    target_link_uri: str
    tool: str
    """Slug named by the signed target_link_uri; empty for the suite's own address."""
    who: Who
    role: Role
    platform_admin: bool
    mentored: tuple[str, ...] = ()
    """`sub` of each learner whose mentor the person is, as the platform says; empty for every other role."""
    context_id: str = ""
    context_title: str = ""
    context_label: str = ""
    resource_link_id: str = ""
    resource_link_title: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    services: Services = Services()
    product: str = ""
    platform_name: str = ""
    return_url: str = ""
    for_user: str = ""
    deep_linking: DeepLinkingSettings | None = None
    review: tuple[int, int] | None = None
    """(activity id, person id) where a resource link launch asks for one person's work (Canvas's SpeedGrader)."""


def read_launch(claims: Mapping[str, Any], public_url: str) -> Launch:
    """The launch that verified `claims` describe; raises a `LaunchRefused` for what the specification forbids.

    Required claims of a wrong type are refused; optional ones are read as if they were absent (S09 of the list).
    """
    message_type = _message_type(claims)
    target = required_id(claims, names.TARGET_LINK_URI, limit=4000)
    roles = claims.get(names.ROLES)
    if roles is None:
        raise ClaimMissing("roles")
    if not isinstance(roles, list):
        raise ClaimInvalid("roles")
    link = _resource_link(claims, message_type)
    context = optional_map(claims.get(names.CONTEXT))
    context_id = required_id(context, "id") if context.get("id") else ""
    platform = optional_map(claims.get(names.TOOL_PLATFORM))
    presentation = optional_map(claims.get(names.LAUNCH_PRESENTATION))
    return Launch(
        message_type=message_type,
        deployment_id=required_id(claims, names.DEPLOYMENT_ID),
        target_link_uri=target,
        tool=tool_of_target(target, public_url),
        who=_who(claims, presentation),
        role=role_of(roles),
        mentored=_mentored(claims, roles),
        platform_admin=is_platform_admin(roles),
        context_id=context_id,
        context_title=optional_text(context.get("title")),
        context_label=optional_text(context.get("label")),
        resource_link_id=link.get("id", ""),
        resource_link_title=link.get("title", ""),
        custom=_custom(claims),
        services=_services(claims),
        product=optional_text(platform.get("product_family_code"), 50).lower(),
        platform_name=optional_text(platform.get("name"), 200),
        return_url=web_address(presentation.get("return_url")),
        for_user=_for_user(claims, message_type),
        deep_linking=read_settings(claims) if message_type == names.DEEP_LINKING_REQUEST else None,
        review=review_of_target(target) if message_type == names.RESOURCE_LINK_REQUEST else None,
    )


def _message_type(claims: Mapping[str, Any]) -> str:
    if claims.get(names.VERSION) is None:
        raise ClaimMissing("version")
    if claims[names.VERSION] != names.SUPPORTED_VERSION:
        raise ClaimInvalid("version")
    message_type = required_id(claims, names.MESSAGE_TYPE)
    if message_type not in MESSAGES:
        raise MessageUnknown(storable(message_type, 60))
    return message_type


def _resource_link(claims: Mapping[str, Any], message_type: str) -> dict[str, str]:
    link = claims.get(names.RESOURCE_LINK)
    if message_type == names.RESOURCE_LINK_REQUEST:
        if link is None:
            raise ClaimMissing("resource_link")
        if not isinstance(link, dict):
            raise ClaimInvalid("resource_link")
        required_id(link, "id")
    link = optional_map(link)
    link_id = required_id(link, "id") if link.get("id") is not None and message_type in _WITH_LINK else ""
    return {"id": link_id, "title": optional_text(link.get("title"))}


_WITH_LINK = (names.RESOURCE_LINK_REQUEST, names.SUBMISSION_REVIEW_REQUEST)


def _who(claims: Mapping[str, Any], presentation: Mapping[str, Any]) -> Who:
    return Who(
        sub=required_id(claims, "sub"),
        name=optional_text(claims.get("name"), 200),
        given_name=optional_text(claims.get("given_name"), 200),
        family_name=optional_text(claims.get("family_name"), 200),
        email=optional_text(claims.get("email"), 320),
        locale=optional_text(presentation.get("locale") or claims.get("locale"), 35),
    )


def _custom(claims: Mapping[str, Any]) -> dict[str, str]:
    """Custom parameters as text. A value that starts with `$` was not substituted and counts as absent."""
    found: dict[str, str] = {}
    for key, value in list(optional_map(claims.get(names.CUSTOM)).items())[:200]:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        text = storable(str(value), 4000)
        if text and not text.startswith("$"):
            found[storable(key, 200)] = text
    return found


def _services(claims: Mapping[str, Any]) -> Services:
    ags = optional_map(claims.get(names.AGS_ENDPOINT))
    nrps = optional_map(claims.get(names.NRPS_SERVICE))
    groups = optional_map(claims.get(names.GROUPS_SERVICE))
    return Services(
        lineitems=web_address(ags.get("lineitems")),
        lineitem=web_address(ags.get("lineitem")),
        ags_scopes=optional_texts(ags.get("scope"))[:20],
        memberships=web_address(nrps.get("context_memberships_url")),
        groups=web_address(groups.get("context_groups_url")),
        group_sets=web_address(groups.get("context_group_sets_url")),
    )


def _mentored(claims: Mapping[str, Any], roles: list[Any]) -> tuple[str, ...]:
    """Learners of a mentor who is nothing more here: a teacher's or student's launch names none (Core 5.4.3)."""
    if not is_mentor(roles) or role_of(roles) is not Role.OBSERVER:
        return ()
    return tuple(sub for sub in optional_texts(claims.get(names.ROLE_SCOPE_MENTOR))[:50] if sub != claims.get("sub"))


def _for_user(claims: Mapping[str, Any], message_type: str) -> str:
    wanted = message_type in (names.SUBMISSION_REVIEW_REQUEST, names.DATA_PRIVACY_REQUEST)
    for_user = claims.get(names.FOR_USER)
    if wanted and for_user is None:
        raise ClaimMissing("for_user")
    if not wanted or not isinstance(for_user, dict):
        if wanted:
            raise ClaimInvalid("for_user")
        return ""
    return required_id(for_user, "user_id")
