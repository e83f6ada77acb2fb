"""The openid-configuration with which a platform describes itself for dynamic registration (LTI DR 1.0, 3.3).

Nothing in it is trusted: every member is checked for its type, every address for its scheme, and the issuer has to live
where the document was found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from lti_tools.errors import ConfigurationInvalid
from lti_tools.lti.reading import optional_text, origin_of

PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
CANVAS = "https://canvas.instructure.com/lti/"
ADDRESS_LENGTH = 2000


@dataclass(frozen=True)
class SupportedMessage:
    """A message type that the platform sends, and where it can place a tool for it (as the platform spells it)."""

    type: str
    placements: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlatformConfiguration:
    """A checked configuration. `None` in a list's place: the platform does not say what it supports."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    registration_endpoint: str
    scopes: tuple[str, ...] | None
    claims: tuple[str, ...] | None
    messages: tuple[SupportedMessage, ...] | None
    variables: tuple[str, ...] | None
    product: str
    name: str

    @property
    def endpoints(self) -> dict[str, str]:
        """Every address of the platform by the name of its member."""
        return {name: getattr(self, name) for name in ENDPOINTS}

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins of the platform as far as the configuration tells them."""
        addresses = (self.issuer, self.authorization_endpoint, self.registration_endpoint)
        return tuple(dict.fromkeys(origin_of(address) for address in addresses))


ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")


def read_configuration(document: object, address: str, *, plain_http: bool = False) -> PlatformConfiguration:
    """Check `document`, found at `address`; raises `ConfigurationInvalid` whose detail is one of the codes below.

    `plain_http` lets http addresses pass (development alone). Codes: `not-an-object`, `member:<name>`, `issuer-host`,
    `algorithm`, `authentication`.
    """
    if not isinstance(document, dict):
        raise ConfigurationInvalid("not-an-object")
    issuer = web_address(document.get("issuer"), "issuer", plain_http)
    if _host(urlsplit(issuer)) != _host(urlsplit(address)):
        raise ConfigurationInvalid("issuer-host")
    _check_algorithms(document)
    platform = document.get(PLATFORM_CONFIGURATION, {})
    if not isinstance(platform, dict):
        raise ConfigurationInvalid("member:lti-platform-configuration")
    return PlatformConfiguration(
        issuer=issuer,
        **{name: web_address(document.get(name), name, plain_http) for name in ENDPOINTS},
        scopes=_texts(document, "scopes_supported"),
        claims=_texts(document, "claims_supported"),
        messages=_messages(platform),
        variables=_variables(platform),
        product=optional_text(platform.get("product_family_code"), 50).lower(),
        name=optional_text(platform.get(f"{CANVAS}account_name"), 200) or str(urlsplit(issuer).hostname),
    )


def web_address(value: object, member: str, plain_http: bool) -> str:
    """`value` as an absolute https address (http too with `plain_http`) without user info and fragment."""
    if not isinstance(value, str) or not 0 < len(value) <= ADDRESS_LENGTH or not _plain(value):
        raise ConfigurationInvalid(f"member:{member}")
    try:
        parts = urlsplit(value)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    schemes = ("https", "http") if plain_http else ("https",)
    if not usable or parts.scheme not in schemes or "@" in parts.netloc or parts.fragment:
        raise ConfigurationInvalid(f"member:{member}")
    return value


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def _host(parts: SplitResult) -> tuple[str | None, int]:
    return parts.hostname, parts.port or (80 if parts.scheme == "http" else 443)


def _check_algorithms(document: Mapping[str, Any]) -> None:
    """RS256 for id_tokens is required of the platform; what it says of our own authentication has to fit ours."""
    if "RS256" not in (_texts(document, "id_token_signing_alg_values_supported") or ()):
        raise ConfigurationInvalid("algorithm")
    methods = _texts(document, "token_endpoint_auth_methods_supported")
    algorithms = _texts(document, "token_endpoint_auth_signing_alg_values_supported")
    if "private_key_jwt" not in (methods or ("private_key_jwt",)) or "RS256" not in (algorithms or ("RS256",)):
        raise ConfigurationInvalid("authentication")


def _texts(document: Mapping[str, Any], member: str) -> tuple[str, ...] | None:
    if document.get(member) is None:
        return None
    values = document[member]
    if not isinstance(values, list):
        raise ConfigurationInvalid(f"member:{member}")
    return tuple(value for value in values[:1000] if isinstance(value, str))


def _messages(platform: Mapping[str, Any]) -> tuple[SupportedMessage, ...] | None:
    found = platform.get("messages_supported")
    if found is None:
        return None
    if not isinstance(found, list):
        raise ConfigurationInvalid("member:messages_supported")
    return tuple(
        SupportedMessage(message["type"], _texts(message, "placements") or ())
        for message in found[:100]
        if isinstance(message, dict) and isinstance(message.get("type"), str)
    )


def _variables(platform: Mapping[str, Any]) -> tuple[str, ...] | None:
    found = _texts(platform, "variables")
    return None if found is None else tuple(variable.removeprefix("$") for variable in found)
