"""A badge as a file to take along: its picture with the badge baked in, or the signed text."""

from datetime import datetime

from flask import Response
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.suite import Suite
from lti_tools.web.files import disposition
from tools.gamification.badges import issuing, pictures, store
from tools.gamification.badges.store import Held
from tools.gamification.openbadges.baking import bake_png, bake_svg

KINDS = {"png": "image/png", "svg": "image/svg+xml", "jwt": "text/plain"}


def as_file(suite: Suite, db: Session, held: Held, kind: str, now: datetime) -> Response:
    """The badge as a download of a kind; raises `NotFound` for others. It is signed anew, with the newest key."""
    if kind not in KINDS:
        raise NotFound(f"no badge as {kind}")
    text = issuing.signed(suite, held, store.ensure_holder(db, held.award.person_id), now)
    content: bytes | str = text
    if kind == "png":
        content = bake_png(pictures.png_of(suite, held.badge), text)
    elif kind == "svg":
        content = bake_svg(pictures.svg_of(suite, held.badge), text)
    response = Response(content, mimetype=KINDS[kind])
    response.headers["Content-Disposition"] = disposition(f"{held.badge.name}.{kind}")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
