"""Pictures: drawn anew from their pixels, upright, colours in sRGB; whatever else was in the file stays behind."""

import io
import struct
import warnings
from typing import Any, BinaryIO

from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.streams import size_of

FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "gif": "GIF"}
MOST_PIXELS = 50_000_000
MOST_FRAME_PIXELS = 200_000_000
"""Of all frames of a moving picture together."""
LONGEST = 4096
"""Pixels of the longest side; larger pictures are made smaller."""
LONGEST_IN_LISTS = 640
"""Pixels of the longest side of a picture where it stands beside words."""
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, struct.error)


def scrub_picture(kind: str, source: BinaryIO, target: BinaryIO) -> None:
    """Draw a picture of `kind` anew; raises `FileRefused`."""
    size_of(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(source, formats=[FORMATS[kind]]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise FileRefused("pixels")
                _draw(kind, image, target)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise FileRefused("pixels") from error
        except UnidentifiedImageError as error:
            raise FileRefused("broken") from error
        except _BROKEN as error:
            raise FileRefused("broken") from error


def _draw(kind: str, image: Image.Image, target: BinaryIO) -> None:
    frames = getattr(image, "n_frames", 1)
    if kind in ("gif", "webp") and frames > 1:
        if image.width * image.height * frames > MOST_FRAME_PIXELS:
            raise FileRefused("pixels")
        _draw_moving(kind, image, target)
        return
    drawn = _only_pixels(image, keep_clear=kind != "jpeg")
    if kind == "gif":
        drawn = drawn.convert("RGBA" if drawn.mode == "RGBA" else "RGB")
    drawn.thumbnail((LONGEST, LONGEST))
    drawn.save(target, FORMATS[kind], **_options(kind))


def _draw_moving(kind: str, image: Image.Image, target: BinaryIO) -> None:
    durations, frames = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(int(frame.info.get("duration", 100) or 100))
        drawn = _only_pixels(frame, keep_clear=True)
        drawn.thumbnail((LONGEST // 4, LONGEST // 4))
        frames.append(drawn)
    frames[0].save(
        target, FORMATS[kind], save_all=True, append_images=frames[1:], duration=durations, loop=0, **_options(kind)
    )


def _options(kind: str) -> dict[str, Any]:
    return {"quality": 88} if kind in ("jpeg", "webp") else {}


def _only_pixels(image: Image.Image, *, keep_clear: bool) -> Image.Image:
    """A new image with the pixels of this one, upright and in sRGB."""
    image.load()
    upright = ImageOps.exif_transpose(image)
    clear = keep_clear and ("A" in upright.getbands() or "transparency" in upright.info)
    plain = _in_srgb(upright, image.info.get("icc_profile")).convert("RGBA" if clear else "RGB")
    drawn = Image.new(plain.mode, plain.size)
    drawn.paste(plain)
    return drawn


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as they look: a profile may name its owner, so it does not stay; a broken one is left out."""
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return image
    return converted or image


def smaller(kind: str, source: BinaryIO, target: BinaryIO, longest: int) -> bool:
    """Write a scrubbed picture again at most `longest` pixels a side; False, and nothing, where it is no larger."""
    source.seek(0)
    with Image.open(source, formats=[FORMATS[kind]]) as image:
        if max(image.size) <= longest:
            return False
        image.thumbnail((longest, longest))
        image.save(target, FORMATS[kind], **_options(kind))
    target.seek(0)
    return True


def without_segments(data: bytes) -> bytes:
    """A JPEG inside another file without its EXIF, XMP, IPTC and comments, its pixels untouched; others as they are."""
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, place = [b"\xff\xd8"], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        length = 2 + int.from_bytes(data[place + 2 : place + 4])
        marker = data[place + 1]
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(data[place : place + length])
        place += length
    end = data.rfind(b"\xff\xd9")
    return b"".join(kept) + (data[place : end + 2] if end > place else data[place:])
