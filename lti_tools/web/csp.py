"""The security headers of a page, built from what it needs. Pure: the app decides which page gets which."""

from collections.abc import Iterable
from functools import lru_cache

from lti_tools.web.origin import origin_of

NOBODY: tuple[str, ...] = ()

_PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def policy(
    *,
    frame_ancestors: Iterable[str] | None = NOBODY,
    form_action: Iterable[str] = (),
    connect: Iterable[str] = (),
) -> str:
    """The Content-Security-Policy of a page.

    `frame_ancestors`: addresses whose origins may frame it; none means nobody, None means anybody (error pages).
    `form_action`, `connect`: addresses beyond our own that its forms post to (the deep-linking return) or scripts call.
    Values that are no http(s) address are left out, so nothing can break out of its directive.
    """
    framing = ["*"] if frame_ancestors is None else _origins(frame_ancestors) or ["'none'"]
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            " ".join(["connect-src 'self'", *_origins(connect)]),
            " ".join(["form-action 'self'", *_origins(form_action)]),
            " ".join(["frame-ancestors", *framing]),
        ]
    )


def file_policy(*, frame_ancestors: Iterable[str] = NOBODY, sandbox: bool = True, shows: Iterable[str] = ()) -> str:
    """The Content-Security-Policy of a file that somebody sent: it runs nothing, loads nothing and posts nothing.

    `sandbox` puts it into an origin of its own; PDF viewers do not open there. `shows` are directives whose source is
    the file itself ("img-src", "media-src", "object-src"). It may be framed by our pages inside the platform's frame.
    """
    parts = ["sandbox"] if sandbox else []
    parts += ["default-src 'none'", *(f"{name} 'self'" for name in shows), "style-src 'unsafe-inline'"]
    parts += ["base-uri 'none'", "form-action 'none'", " ".join(["frame-ancestors 'self'", *_origins(frame_ancestors)])]
    return "; ".join(parts)


def headers(content_security_policy: str, *, secure: bool = True, store: bool = False) -> dict[str, str]:
    """All headers of a page: `secure` adds HSTS, `store` lets shared pages without a session be cached."""
    values = {
        "Content-Security-Policy": content_security_policy,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": _PERMISSIONS,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if secure:
        values["Strict-Transport-Security"] = "max-age=31536000"
    if not store:
        values["Cache-Control"] = "no-store"
    return values


@lru_cache(maxsize=512)
def page_headers(
    frame_ancestors: tuple[str, ...] | None, form_action: tuple[str, ...], *, secure: bool, store: bool
) -> dict[str, str]:
    """As `headers` with a `policy`; pages of one platform share the answer, so do not change it."""
    return headers(policy(frame_ancestors=frame_ancestors, form_action=form_action), secure=secure, store=store)


def _origins(addresses: Iterable[str]) -> list[str]:
    found = (origin_of(address) for address in addresses)
    return list(dict.fromkeys(origin for origin in found if origin))
