"""openid-configurations as Moodle and Canvas send them, to bend in tests."""

from typing import Any

from lti_tools.lti.platform_configuration import CANVAS, PLATFORM_CONFIGURATION
from lti_tools.lti.registration import SCOPES

BASE = "https://lms.example.org"
ADDRESS = f"{BASE}/.well-known/openid-configuration"


def configuration(**changes: Any) -> dict[str, Any]:
    return {
        "issuer": BASE,
        "authorization_endpoint": f"{BASE}/auth",
        "token_endpoint": f"{BASE}/token",
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "jwks_uri": f"{BASE}/jwks",
        "registration_endpoint": f"{BASE}/register",
        "scopes_supported": ["openid", *SCOPES[:5]],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
        PLATFORM_CONFIGURATION: {
            "product_family_code": "moodle",
            "version": "4.5.6",
            "messages_supported": [
                {"type": "LtiResourceLinkRequest"},
                {"type": "LtiDeepLinkingRequest", "placements": ["ContentArea"]},
            ],
            "variables": ["Context.id.history", "Moodle.Person.userGroupIds", "User.id"],
        },
        **changes,
    }


def canvas(**changes: Any) -> dict[str, Any]:
    placements = [f"{CANVAS}{name}" for name in ("assignment_selection", "link_selection", "course_navigation")]
    return configuration(
        **{
            PLATFORM_CONFIGURATION: {
                "product_family_code": "canvas",
                "messages_supported": [
                    {"type": "LtiResourceLinkRequest", "placements": [*placements, "ContentArea"]},
                    {"type": "LtiDeepLinkingRequest", "placements": [*placements, "ContentArea"]},
                ],
                "variables": ["Context.id.history", "Canvas.course.id"],
                f"{CANVAS}account_name": "Riverside",
            },
            **changes,
        }
    )
