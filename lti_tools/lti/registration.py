"""The body of a dynamic registration, built from what the platform advertises, and its answer (LTI DR 1.0, 3.4-3.6).

Canvas refuses a body with any scope, message or placement it does not know (422); Moodle ignores most of it. So every
list is the intersection of what the suite can use and what the platform names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lti_tools.errors import RegistrationRejected
from lti_tools.lti.claims import (
    DATA_PRIVACY_REQUEST,
    DEEP_LINKING_REQUEST,
    RESOURCE_LINK_REQUEST,
    SUBMISSION_REVIEW_REQUEST,
)
from lti_tools.lti.custom import VARIABLES
from lti_tools.lti.platform_configuration import CANVAS, PlatformConfiguration
from lti_tools.lti.reading import ID_LENGTH, optional_map
from lti_tools.lti.target import target_address

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
AGS_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
SCOPES = (
    f"{AGS_SCOPE}lineitem",
    f"{AGS_SCOPE}lineitem.readonly",
    f"{AGS_SCOPE}result.readonly",
    f"{AGS_SCOPE}score",
    NRPS_SCOPE,
    "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly",
)
CLAIMS = ("iss", "sub", "name", "given_name", "family_name", "email", "locale")
VENDORS = ("Canvas.", "com.instructure.", "Moodle.")
"""Variables of one product: asked for only where the platform names them."""
DEEP_LINKING_PLACEMENTS = (
    "assignment_selection",
    "link_selection",
    "course_assignments_menu",
    "module_index_menu_modal",
    "module_menu_modal",
)
LAUNCH_PLACEMENTS = ("course_navigation",)
OTHER_MESSAGES = (SUBMISSION_REVIEW_REQUEST, DATA_PRIVACY_REQUEST)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What is registered: the suite (`slug` empty) or one tool, with its name and addresses."""

    public_url: str
    slug: str
    title: str
    summary: str
    icon: str
    contact: str = ""

    @property
    def launch_address(self) -> str:
        return target_address(self.public_url)

    @property
    def target(self) -> str:
        return target_address(self.public_url, self.slug)

    @property
    def domain(self) -> str:
        """Host with its port and no scheme: Moodle compares it with the target's, Canvas refuses a scheme."""
        return urlsplit(self.public_url).netloc


@dataclass(frozen=True, kw_only=True)
class RegistrationAnswer:
    """What the platform made of the registration. `deployment_id` is empty where it tells none (Canvas)."""

    client_id: str
    deployment_id: str
    scopes: tuple[str, ...]


def registration_body(offer: Offer, platform: PlatformConfiguration) -> dict[str, Any]:
    """The JSON to post to the platform's registration endpoint."""
    body: dict[str, Any] = {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["client_credentials", "implicit"],
        "initiate_login_uri": f"{offer.public_url}/lti/login",
        "redirect_uris": [offer.launch_address],
        "client_name": offer.title,
        "client_uri": offer.public_url,
        "logo_uri": offer.icon,
        "jwks_uri": f"{offer.public_url}/lti/jwks",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(_known(SCOPES, platform.scopes)),
        TOOL_CONFIGURATION: _tool_configuration(offer, platform),
    }
    if "@" in offer.contact and " " not in offer.contact:
        body["contacts"] = [offer.contact]
    return body


def custom_parameters(variables: Iterable[str] | None) -> dict[str, str]:
    """The custom parameters to ask a platform for that knows `variables` (None: it does not say)."""
    if variables is None:
        return {name: value for name, value in VARIABLES.items() if not value[1:].startswith(VENDORS)}
    known = set(variables)
    return {name: value for name, value in VARIABLES.items() if value[1:] in known}


def read_answer(answer: object, asked: str) -> RegistrationAnswer:
    """The client that the platform made; `asked` is the scope text of our body. Raises `RegistrationRejected`."""
    if not isinstance(answer, dict):
        raise RegistrationRejected("answer")
    client_id = answer.get("client_id")
    if isinstance(client_id, int) and not isinstance(client_id, bool):
        client_id = str(client_id)
    if not isinstance(client_id, str) or not _is_id(client_id):
        raise RegistrationRejected("client-id")
    configuration = optional_map(answer.get(TOOL_CONFIGURATION))
    deployment = configuration.get("deployment_id", answer.get("deployment_id"))
    granted = answer.get("scope")
    return RegistrationAnswer(
        client_id=client_id,
        deployment_id=deployment if isinstance(deployment, str) and _is_id(deployment) else "",
        scopes=_known(SCOPES, (granted if isinstance(granted, str) else asked).split()),
    )


def _tool_configuration(offer: Offer, platform: PlatformConfiguration) -> dict[str, Any]:
    configuration: dict[str, Any] = {
        "domain": offer.domain,
        "description": offer.summary,
        "target_link_uri": offer.target,
        "custom_parameters": custom_parameters(platform.variables),
        "claims": list(_known(CLAIMS, None if platform.claims is None else (*platform.claims, "iss", "sub"))),
        "messages": _messages(offer, platform),
    }
    if platform.product == "canvas":
        configuration["icon_uri"] = offer.icon
        configuration[f"{CANVAS}privacy_level"] = "public"
        configuration[f"{CANVAS}tool_id"] = tool_id(offer.slug)
    return configuration


def tool_id(slug: str) -> str:
    """Our name for one entry in Canvas's list of tools."""
    return f"lti-tools-{slug}" if slug else "lti-tools"


def _messages(offer: Offer, platform: PlatformConfiguration) -> list[dict[str, Any]]:
    """Deep linking first: Canvas lets the first message have a placement that two of them name."""
    found: dict[str, tuple[str, ...]] = {DEEP_LINKING_REQUEST: (), RESOURCE_LINK_REQUEST: ()}
    if platform.messages is not None:
        found = {message.type: message.placements for message in platform.messages}
    basis = {"target_link_uri": offer.target, "label": offer.title, "icon_uri": offer.icon}
    messages = []
    if DEEP_LINKING_REQUEST in found:
        wanted = (*DEEP_LINKING_PLACEMENTS, "ContentArea")
        messages.append({"type": DEEP_LINKING_REQUEST, **basis, **_placements(wanted, found[DEEP_LINKING_REQUEST])})
    if RESOURCE_LINK_REQUEST in found:
        messages.append({"type": RESOURCE_LINK_REQUEST, **basis, **_launch_placements(found[RESOURCE_LINK_REQUEST])})
    messages += [{"type": kind, **basis} for kind in OTHER_MESSAGES if kind in found]
    return messages


def _launch_placements(advertised: tuple[str, ...]) -> dict[str, Any]:
    placements = _placements(LAUNCH_PLACEMENTS, advertised)
    return {**placements, f"{CANVAS}course_navigation/default_enabled": False} if placements else {}


def _placements(wanted: tuple[str, ...], advertised: tuple[str, ...]) -> dict[str, Any]:
    """The wanted placements as the platform spells them; nothing at all where it names none of them.

    Canvas's `link_selection` is the standard's `ContentArea`: only one of the two is asked for.
    """
    spelled = {placement.removeprefix(CANVAS): placement for placement in reversed(advertised)}
    if "link_selection" in spelled:
        spelled.pop("ContentArea", None)
    placements = [spelled[name] for name in wanted if name in spelled]
    return {"placements": placements} if placements else {}


def _known(wanted: tuple[str, ...], advertised: Iterable[str] | None) -> tuple[str, ...]:
    if advertised is None:
        return wanted
    known = set(advertised)
    return tuple(value for value in wanted if value in known)


def _is_id(text: str) -> bool:
    return 0 < len(text) <= ID_LENGTH and text.isprintable() and text.strip() == text
