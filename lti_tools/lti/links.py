"""Addresses of services: building them without losing their query, and finding the next page."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit


def below(url: str, segment: str) -> str:
    """`url` with `/segment` at the end of its path, before the query (AGS 2.0, 3.4.1): Moodle's have one."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{segment}", fragment=""))


def with_query(url: str, **parameters: str | None) -> str:
    """`url` with `parameters` added; what is there already, empty or None is left as it is."""
    parts = urlsplit(url)
    there = {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    new = urlencode({name: value for name, value in parameters.items() if value and name not in there})
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, new))), fragment=""))


_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:[\"'“”]([^\"'“”]*)|([^\s;,\"'“”]+))", re.IGNORECASE)


def next_page(header: str, base: str) -> str:
    """The absolute address in a `Link` header whose rel is next (RFC 8288), empty without one.

    Tolerates what Moodle sends: typographic quotes (UTF-8, which HTTP hands over as Latin-1) and `&amp;`.
    """
    for target, parameters in _LINK.findall(_as_utf8(header)):
        found = _REL.search(parameters)
        if found and "next" in (found[1] or found[2] or "").lower().split():
            address: str = target.strip().replace("&amp;", "&")
            return urljoin(base, address)
    return ""


def _as_utf8(header: str) -> str:
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
