"""Where a request comes from, and whether an address stays inside the suite."""

from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> str:
    """Scheme, host and port of an http(s) address as browsers write an origin; "" where it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    if parts.scheme not in _PORTS or not host or any(char in host for char in " ;,'\"\\*%\r\n\t"):
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + ("" if port in (None, _PORTS[parts.scheme]) else f":{port}")


def same_origin(origin: str | None, public_url: str) -> bool:
    """Whether an unsafe request's Origin header, where sent, names the suite itself; "null" never does."""
    return origin is None or (origin_of(origin) != "" and origin_of(origin) == origin_of(public_url))


def local_path(path: str, default: str = "/") -> str:
    """`path` if it stays on this host, else `default`: for "back to where you were" fields."""
    bad = not path.startswith("/") or path.startswith("//") or "\\" in path or any(ord(char) < 33 for char in path)
    return default if bad else path
