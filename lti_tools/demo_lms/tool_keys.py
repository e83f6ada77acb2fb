"""A tool's key set: fetched server-side, kept, fetched anew for a key id that is not in it."""

from typing import Any

import requests

from lti_tools.demo_lms.jwt import TokenInvalid, read
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.tools import Tool


def key_set(lms: Lms, tool: Tool, token: str, *, anew: bool = False) -> Any:
    """The key set to judge `token` by. Call without the lock: the tool may be busy calling us."""
    known = lms.tool_keys.get(tool.jwks_uri)
    kid = read(token)[0].get("kid")
    if anew or known is None or kid not in _kids(known):
        known = _fetch(lms, tool.jwks_uri)
        lms.tool_keys[tool.jwks_uri] = known
    return known


def _fetch(lms: Lms, url: str) -> Any:
    try:
        return lms.fetch(url)
    except (requests.RequestException, ValueError) as error:
        raise TokenInvalid(f"the tool's key set cannot be fetched ({type(error).__name__})") from error


def _kids(known: Any) -> set[Any]:
    keys = known.get("keys") if isinstance(known, dict) else None
    return {key.get("kid") for key in keys if isinstance(key, dict)} if isinstance(keys, list) else set()
