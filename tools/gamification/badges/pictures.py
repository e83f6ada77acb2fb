"""What a badge looks like: drawn by us, or the picture that its teacher brought."""

import base64
import io

from PIL import Image

from lti_tools.suite import Suite
from lti_tools.web.files import FileStore
from tools.gamification.badges.tables import BadgeRow
from tools.gamification.openbadges import drawing
from tools.gamification.openbadges.drawing import Design

SIDE = 400
"""Pixels a side."""


def files(suite: Suite) -> FileStore:
    return FileStore(suite.settings.files)


def png_of(suite: Suite, badge: BadgeRow) -> bytes:
    if badge.picture:
        return files(suite).get(badge.picture)
    return drawing.png(design_of(badge), SIDE)


def svg_of(suite: Suite, badge: BadgeRow) -> str:
    """The drawing; a picture that somebody brought stands inside it."""
    if not badge.picture:
        return drawing.svg(design_of(badge), badge.name)
    inside = base64.b64encode(files(suite).get(badge.picture)).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400" role="img">'
        f'<image width="400" height="400" href="data:image/png;base64,{inside}"/></svg>'
    )


def design_of(badge: BadgeRow) -> Design:
    return Design(badge.shape, badge.colour, badge.symbol)


def squared(content: bytes) -> bytes:
    """A redrawn picture as a PNG of `SIDE` pixels a side, whole and in the middle of a clear square."""
    with Image.open(io.BytesIO(content)) as source:
        picture = source.convert("RGBA")
    picture.thumbnail((SIDE, SIDE))
    square = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    square.paste(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    out = io.BytesIO()
    square.save(out, "PNG", optimize=True)
    return out.getvalue()
