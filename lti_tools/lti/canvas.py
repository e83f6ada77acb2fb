"""Canvas by hand: the JSON that a developer key is pasted from, and the addresses of hosted Canvas.

Source: Instructure's documentation, "Configuring LTI Advantage Tools" (developer keys by JSON or URL), and "Canvas
endpoints" there.
"""

from dataclasses import dataclass
from typing import Any

from lti_tools.lti.claims import DEEP_LINKING_REQUEST, RESOURCE_LINK_REQUEST
from lti_tools.lti.custom import VARIABLES
from lti_tools.lti.registration import AGS_SCOPE, DEEP_LINKING_PLACEMENTS, LAUNCH_PLACEMENTS, NRPS_SCOPE, Offer, tool_id

PLATFORM = "canvas.instructure.com"
SCOPES = (*(f"{AGS_SCOPE}{name}" for name in ("lineitem", "lineitem.readonly", "result.readonly", "score")), NRPS_SCOPE)
UNKNOWN_VARIABLES = ("$Moodle.Person.userGroupIds", "$ResourceLink.id.history")


@dataclass(frozen=True)
class Hosted:
    """Issuer and endpoints of one environment of hosted Canvas, the same for every school."""

    issuer: str
    sso: str

    @property
    def authorization_endpoint(self) -> str:
        return f"{self.sso}/api/lti/authorize_redirect"

    @property
    def jwks_uri(self) -> str:
        return f"{self.sso}/api/lti/security/jwks"

    @property
    def token_endpoint(self) -> str:
        return f"{self.sso}/login/oauth2/token"


HOSTED = {
    "production": Hosted("https://canvas.instructure.com", "https://sso.canvaslms.com"),
    "beta": Hosted("https://canvas.beta.instructure.com", "https://sso.beta.canvaslms.com"),
    "test": Hosted("https://canvas.test.instructure.com", "https://sso.test.canvaslms.com"),
}


def canvas_configuration(offer: Offer) -> dict[str, Any]:
    """The tool configuration JSON of the suite or of one tool. Canvas has no default placements: each is named."""
    return {
        "title": offer.title,
        "description": offer.summary,
        "oidc_initiation_url": f"{offer.public_url}/lti/login",
        "target_link_uri": offer.target,
        "redirect_uris": [offer.launch_address],
        "public_jwk_url": f"{offer.public_url}/lti/jwks",
        "scopes": list(SCOPES),
        "custom_fields": {name: value for name, value in VARIABLES.items() if value not in UNKNOWN_VARIABLES},
        "extensions": [
            {
                "platform": PLATFORM,
                "domain": offer.domain,
                "tool_id": tool_id(offer.slug),
                "privacy_level": "public",
                "settings": {
                    "platform": PLATFORM,
                    "text": offer.title,
                    "icon_url": offer.icon,
                    "selection_width": 900,
                    "selection_height": 800,
                    "placements": _placements(offer),
                },
            }
        ],
    }


def _placements(offer: Offer) -> list[dict[str, Any]]:
    basis = {"target_link_uri": offer.target, "text": offer.title, "icon_url": offer.icon, "enabled": True}
    choosing = [{"placement": name, "message_type": DEEP_LINKING_REQUEST, **basis} for name in DEEP_LINKING_PLACEMENTS]
    menu = {"message_type": RESOURCE_LINK_REQUEST, **basis, "visibility": "members", "default": "disabled"}
    return [*choosing, *({"placement": name, **menu} for name in LAUNCH_PLACEMENTS)]
