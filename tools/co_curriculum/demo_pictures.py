"""Small drawn pictures for the demo's proposals: no photograph whose maker would have to be asked."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 640, 360
INK = "#2b2b2b"


def _hive(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill="#fbe9b7")
    for row, across in enumerate((4, 5, 6, 5)):
        for place in range(across):
            x, y = 130 + place * 84 + (6 - across) * 42 - 42, 60 + row * 74
            corners = [(x + 46, y - 24), (x + 92, y), (x + 92, y + 50), (x + 46, y + 74), (x, y + 50), (x, y)]
            draw.polygon(corners, fill="#e3a72f" if (row + place) % 3 else "#c9821a", outline="#fbe9b7", width=6)
    for x, y in ((90, 70), (560, 120), (520, 290)):
        draw.ellipse((x - 22, y - 34, x + 2, y - 4), fill="#ffffff", outline=INK, width=2)
        draw.ellipse((x - 2, y - 34, x + 22, y - 4), fill="#ffffff", outline=INK, width=2)
        draw.ellipse((x - 30, y - 16, x + 30, y + 16), fill="#f4c430", outline=INK, width=3)
        for stripe in (-10, 6):
            draw.line((x + stripe, y - 14, x + stripe, y + 14), fill=INK, width=6)


def _stream(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill="#cfe6f2")
    draw.polygon([(0, 200), (200, 120), (420, 190), (640, 110), (640, 360), (0, 360)], fill="#7fae6b")
    draw.polygon([(250, 155), (300, 165), (470, 360), (120, 360)], fill="#4d8fb8")
    for x, y in ((240, 300), (300, 240), (340, 330), (270, 200)):
        draw.arc((x, y, x + 50, y + 16), 180, 360, fill="#e8f4fa", width=4)
    for x, y, size in ((150, 300, 30), (430, 280, 24), (480, 330, 34)):
        draw.ellipse((x, y, x + size * 2, y + size), fill="#8d8778")


def _night(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill="#1d2747")
    draw.ellipse((470, 40, 560, 130), fill="#f5eec2")
    draw.ellipse((446, 30, 536, 120), fill="#1d2747")
    for place in range(40):
        x, y = place * 97 % WIDTH, place * 53 % 220
        draw.ellipse((x, y, x + 3, y + 3), fill="#f5eec2")
    draw.polygon([(0, 260), (160, 230), (330, 265), (640, 235), (640, 360), (0, 360)], fill="#0f1730")
    for step in range(24):
        tall = 12 + step * 37 % 60
        draw.line((70 + step * 21, 310 - tall // 2, 70 + step * 21, 310 + tall // 2), fill="#7fd1c0", width=8)


_DRAWN: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {"hive": _hive, "stream": _stream, "night": _night}


def png(name: str) -> bytes:
    """The picture called "hive", "stream" or "night"."""
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    _DRAWN[name](ImageDraw.Draw(picture))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
