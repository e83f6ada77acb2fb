"""Badges drawn by us: a shape, a colour and a symbol, the same as SVG and as PNG.

Everything is made of polygons and circles in a square of 100 units, so that both come from one description.
"""

import io
import math
from dataclasses import dataclass
from html import escape

from PIL import Image, ImageDraw

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polygon:
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    r: float


Part = Polygon | Circle


@dataclass(frozen=True, slots=True)
class Design:
    """What a teacher chose; each a key of `SHAPES`, `COLOURS` and `SYMBOLS`."""

    shape: str = "circle"
    colour: str = "blue"
    symbol: str = "star"

    def __post_init__(self) -> None:
        if self.shape not in SHAPES or self.colour not in COLOURS or self.symbol not in SYMBOLS:
            raise ValueError("no such shape, colour or symbol")


def _ring(corners: int, outer: float, inner: float = 0, *, turn: float = -90, y: float = 50) -> Polygon:
    """A regular polygon around the middle, or a star with corners at `inner` between its points."""
    radii = (outer, inner) if inner else (outer,)
    number = corners * len(radii)
    found = []
    for place in range(number):
        angle, radius = math.radians(turn + 360 * place / number), radii[place % len(radii)]
        found.append((round(50 + radius * math.cos(angle), 2), round(y + radius * math.sin(angle), 2)))
    return Polygon(tuple(found))


def _box(left: float, top: float, right: float, bottom: float) -> Polygon:
    return Polygon(((left, top), (right, top), (right, bottom), (left, bottom)))


def _heart() -> Polygon:
    """Sixteen times the cube of a sine, and the cosines that go with it."""
    steps = [2 * math.pi * place / 48 for place in range(48)]
    return Polygon(
        tuple(
            (
                round(50 + 1.35 * 16 * math.sin(t) ** 3, 2),
                round(49 - 1.35 * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)), 2),
            )
            for t in steps
        )
    )


SHAPES: dict[str, Part] = {
    "circle": Circle(50, 50, 46),
    "shield": Polygon(((50, 3), (90, 14), (88, 52), (76, 78), (50, 97), (24, 78), (12, 52), (10, 14))),
    "hexagon": _ring(6, 47),
    "octagon": _ring(8, 48, turn=-67.5),
    "star": _ring(12, 48, 41),
    "diamond": _ring(4, 49),
    "square": _box(7, 7, 93, 93),
}
COLOURS = {
    "blue": "#1d4f91",
    "green": "#23663a",
    "red": "#a3262e",
    "purple": "#5e3a8c",
    "orange": "#9a4a00",
    "teal": "#0b6470",
    "pink": "#9b2b66",
    "slate": "#3d4854",
}
"""Each at least 6 to 1 against the white symbol."""
SYMBOLS: dict[str, tuple[Part, ...]] = {
    "star": (_ring(5, 26, 11),),
    "heart": (_heart(),),
    "flag": (_box(33, 25, 37, 76), Polygon(((37, 26), (70, 34), (37, 50)))),
    "book": (
        Polygon(((24, 34), (48, 39), (48, 70), (24, 65))),
        Polygon(((76, 34), (52, 39), (52, 70), (76, 65))),
    ),
    "people": (
        Circle(38, 38, 8),
        Circle(62, 38, 8),
        Polygon(((25, 68), (28, 53), (34, 49), (42, 49), (48, 53), (49, 68))),
        Polygon(((51, 68), (52, 53), (58, 49), (66, 49), (72, 53), (75, 68))),
    ),
    "tree": (Polygon(((50, 22), (68, 46), (32, 46))), Polygon(((50, 36), (73, 64), (27, 64))), _box(46, 64, 54, 76)),
    "mountain": (Polygon(((22, 70), (42, 34), (52, 52), (60, 42), (78, 70))), Circle(66, 31, 6)),
    "arrow": (Polygon(((50, 24), (72, 48), (58, 48), (58, 74), (42, 74), (42, 48), (28, 48))),),
    "lamp": (Circle(50, 42, 17), _box(43, 60, 57, 66), _box(45, 69, 55, 74)),
    "tick": (Polygon(((26, 52), (34, 44), (44, 54), (66, 31), (74, 39), (44, 70))),),
    "drop": (Circle(50, 57, 17), Polygon(((50, 22), (64.5, 48), (35.5, 48)))),
    "gear": (_ring(8, 26, 19), Circle(50, 50, 8)),
}
HOLES = {"gear": 1}
"""Symbol -> parts at its end that are drawn in the badge's colour."""


def svg(design: Design, title: str = "") -> str:
    """The badge as a drawing; `title` is what screen readers say."""
    colour = COLOURS[design.colour]
    edge = _svg(SHAPES[design.shape], colour)
    inner = (
        f'<g transform="translate(50 50) scale(.9) translate(-50 -50)">{_svg(SHAPES[design.shape], "none", "#fff")}</g>'
    )
    symbol = "".join(_svg(part, colour if hole else "#fff") for part, hole in _symbol(design))
    named = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="400" height="400" role="img">'
        f"{named}{edge}{inner}{symbol}</svg>"
    )


def png(design: Design, side: int = 400) -> bytes:
    """The badge as a picture of `side` pixels a side with clear corners; drawn four times larger and made smaller."""
    large = side * 4
    picture = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    pen, unit, colour = ImageDraw.Draw(picture), large / 100, COLOURS[design.colour]
    _draw(pen, SHAPES[design.shape], unit, colour)
    _draw(pen, _shrunk(SHAPES[design.shape], 0.9 + 0.01), unit, "#ffffff")
    _draw(pen, _shrunk(SHAPES[design.shape], 0.9 - 0.01), unit, colour)
    for part, hole in _symbol(design):
        _draw(pen, part, unit, colour if hole else "#ffffff")
    out = io.BytesIO()
    picture.resize((side, side), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _symbol(design: Design) -> list[tuple[Part, bool]]:
    parts = SYMBOLS[design.symbol]
    solid = len(parts) - HOLES.get(design.symbol, 0)
    return [(part, place >= solid) for place, part in enumerate(parts)]


def _svg(part: Part, fill: str, stroke: str = "") -> str:
    paint = f'fill="{fill}"' + (f' stroke="{stroke}" stroke-width="2"' if stroke else "")
    if isinstance(part, Circle):
        return f'<circle cx="{part.x:g}" cy="{part.y:g}" r="{part.r:g}" {paint}/>'
    points = " ".join(f"{x:g},{y:g}" for x, y in part.points)
    return f'<polygon points="{points}" {paint}/>'


def _draw(pen: ImageDraw.ImageDraw, part: Part, unit: float, colour: str) -> None:
    if isinstance(part, Circle):
        box = [(part.x - part.r) * unit, (part.y - part.r) * unit, (part.x + part.r) * unit, (part.y + part.r) * unit]
        pen.ellipse(box, fill=colour)
    else:
        pen.polygon([(x * unit, y * unit) for x, y in part.points], fill=colour)


def _shrunk(part: Part, by: float) -> Part:
    if isinstance(part, Circle):
        return Circle(part.x, part.y, part.r * by)
    return Polygon(tuple((50 + (x - 50) * by, 50 + (y - 50) * by) for x, y in part.points))
