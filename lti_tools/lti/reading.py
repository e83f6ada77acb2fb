"""Reading untrusted JSON values: required ones raise, optional ones fall back, text is made storable."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lti_tools.errors import ClaimInvalid, ClaimMissing

ID_LENGTH = 255
"""LTI 1.3 Core 5.3: ids have at most 255 characters."""


def storable(text: str, limit: int) -> str:
    """`text` without NUL and lone surrogates, which databases refuse, cut to `limit` characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")[:limit].strip()


def required_id(claims: Mapping[str, Any], name: str, *, limit: int = ID_LENGTH) -> str:
    """A text claim that has to be there; raises `ClaimMissing` or `ClaimInvalid`."""
    if claims.get(name) is None:
        raise ClaimMissing(short(name))
    value = claims[name]
    if not isinstance(value, str) or not value.strip() or len(value) > limit or value != _exact(value):
        raise ClaimInvalid(short(name))
    return value


def optional_text(value: object, limit: int = 500) -> str:
    """`value` as storable text; anything that is no text gives an empty one."""
    return storable(value, limit) if isinstance(value, str) else ""


def optional_map(value: object) -> Mapping[str, Any]:
    """`value` if it is a JSON object, an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def optional_texts(value: object, limit: int = 500) -> tuple[str, ...]:
    """The texts of a JSON list; other members are left out."""
    if not isinstance(value, list):
        return ()
    return tuple(text for item in value if (text := optional_text(item, limit)))


def web_address(value: object) -> str:
    """`value` if it is an absolute http(s) address, empty otherwise (no `javascript:`, no user info)."""
    if not isinstance(value, str) or len(value) > 4000 or value != _exact(value) or any(c in value for c in "\r\n\t"):
        return ""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return ""
    return value if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else ""


def origin_of(address: str) -> str:
    """Scheme, host and port of an address; empty for what is no web address."""
    if not web_address(address):
        return ""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def short(claim: str) -> str:
    """The last part of a claim's name, for logs and pages."""
    return claim.rsplit("/", 1)[-1]


def _exact(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
