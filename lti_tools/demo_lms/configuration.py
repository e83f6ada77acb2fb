"""The OpenID configuration, which tells a tool what this platform offers (Dynamic Registration 1.0, section 2.2)."""

from typing import Any
from urllib.parse import urlsplit

from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.personalities import PLACEMENTS, STANDARD_PLACEMENTS
from lti_tools.demo_lms.terms import (
    CANVAS,
    DATA_PRIVACY,
    DEEP_LINKING,
    GROUPS_SCOPE,
    PLATFORM_CONFIGURATION,
    RESOURCE_LINK,
)


def openid_configuration(lms: Lms) -> dict[str, Any]:
    personality, paths = lms.personality, lms.personality.paths
    configuration: dict[str, Any] = {
        "issuer": lms.issuer,
        "authorization_endpoint": lms.url(paths.auth),
        "token_endpoint": lms.url(paths.token),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "jwks_uri": lms.url(paths.jwks),
        "registration_endpoint": lms.url(paths.registration),
        "scopes_supported": ["openid", *scopes_supported(lms)],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public", "pairwise"] if lms.moodle else ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": list(personality.claims),
        PLATFORM_CONFIGURATION: {
            "product_family_code": personality.name,
            "version": personality.version,
            "messages_supported": _messages(lms),
            "variables": list(personality.variables),
        },
    }
    if not lms.moodle:
        configuration["authorization_server"] = urlsplit(lms.base_url).netloc
        configuration[PLATFORM_CONFIGURATION] |= {
            f"{CANVAS}account_name": "Demo school",
            f"{CANVAS}account_lti_guid": f"{lms.opaque('account')}:canvas-lms",
            "notice_types_supported": [],
        }
    return configuration


def scopes_supported(lms: Lms) -> tuple[str, ...]:
    return (*lms.personality.scopes, *((GROUPS_SCOPE,) if lms.switches.groups_service else ()))


def messages_supported(lms: Lms) -> tuple[str, ...]:
    return (*lms.personality.messages, *((DATA_PRIVACY,) if lms.switches.data_privacy else ()))


def _messages(lms: Lms) -> list[dict[str, Any]]:
    if lms.moodle:
        known: dict[str, list[str]] = {DEEP_LINKING: ["ContentArea"]}
    else:
        names = [CANVAS + name for name in PLACEMENTS] + list(STANDARD_PLACEMENTS)
        known = {RESOURCE_LINK: names, DEEP_LINKING: names}
    return [
        {"type": message} | ({"placements": known[message]} if message in known else {})
        for message in messages_supported(lms)
    ]
