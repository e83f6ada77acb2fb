"""Pictures that people bring along, drawn anew so that nothing but pixels is kept: no metadata, no hidden payload."""

import io
import struct
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
"""What is taken and what is made. SVG is never taken: it is a program."""
MOST_BYTES = 15_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2000

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, struct.error, MemoryError)


class PictureRefused(Exception):
    """`reason` is "kind", "size" or "broken"; the form says it in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept; the size is in pixels."""

    content: bytes
    kind: str
    width: int
    height: int


def redraw(content: bytes, longest: int = LONGEST_SIDE) -> Picture:
    """The picture in `content`, upright, at most `longest` pixels a side, first frame only; raises `PictureRefused`."""
    if len(content) > MOST_BYTES:
        raise PictureRefused("size")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _redrawn(content, longest)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise PictureRefused("size") from error
        except UnidentifiedImageError as error:
            raise PictureRefused("kind") from error
        except _BROKEN as error:
            raise PictureRefused("broken") from error


def _redrawn(content: bytes, longest: int) -> Picture:
    with Image.open(io.BytesIO(content), formats=list(KINDS)) as source:
        if source.width * source.height > MOST_PIXELS:
            raise PictureRefused("size")
        name = source.format or "PNG"
        if name == "JPEG":
            source.draft("RGB", (longest, longest))
        source.load()
        upright = ImageOps.exif_transpose(source)
    clear = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if clear and name != "JPEG" else "RGB")
    plain.thumbnail((longest, longest))
    drawn = Image.new(plain.mode, plain.size)
    drawn.paste(plain)
    out = io.BytesIO()
    drawn.save(out, name, **({"optimize": True} if name == "PNG" else {"quality": 85}))
    return Picture(out.getvalue(), KINDS[name], drawn.width, drawn.height)
