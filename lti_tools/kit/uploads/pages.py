"""Pages of a PDF drawn as small pictures: no script of it runs, no form is filled, each page within fixed bounds.

It belongs into the other process (`looking`), whose limits end what takes too long.
"""

import io
from typing import BinaryIO

import pypdfium2
from PIL import Image

from lti_tools.kit.uploads.refused import FileRefused

MOST_PAGES = 60
"""Further ones are read in the file itself."""
WIDEST, TALLEST = 1000, 1500
"""Pixels: an A4 page is 1000 by 1415, at which ten points can be read."""
MOST_BYTES = 150_000
"""Of one page."""
QUALITIES = (70, 50, 30)
"""Tried one after the other; after that the picture gets smaller."""
SMALLEST = 200
"""Pixels of the longer side, below which no picture is made."""


def draw_pages(source: BinaryIO, target: BinaryIO) -> list[tuple[int, int, int, int]]:
    """Write the pages one after the other; (number, width, height, bytes) of each, pixels as they were drawn first.

    A page that cannot be drawn is left out. Raises `FileRefused` where none can.
    """
    try:
        pdf = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise FileRefused("broken") from error
    with pdf:
        found = []
        for number in range(1, min(len(pdf), MOST_PAGES) + 1):
            picture = _picture(pdf, number)
            content = _small(picture) if picture else None
            if picture and content:
                target.write(content)
                found.append((number, picture.width, picture.height, len(content)))
    if not found:
        raise FileRefused("broken")
    return found


def _picture(pdf: pypdfium2.PdfDocument, number: int) -> Image.Image | None:
    try:
        page = pdf[number - 1]
        width, height = page.get_size()
        if not (width >= 1 and height >= 1):
            return None
        scale = min(WIDEST / width, TALLEST / height)
        picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        page.close()
    except (pypdfium2.PdfiumError, ValueError):
        return None
    return picture


def _small(picture: Image.Image) -> bytes | None:
    while max(picture.size) >= SMALLEST:
        for quality in QUALITIES:
            target = io.BytesIO()
            picture.save(target, "WEBP", quality=quality, method=4)
            if target.tell() <= MOST_BYTES:
                return target.getvalue()
        picture = picture.resize((max(1, picture.width * 7 // 10), max(1, picture.height * 7 // 10)))
    return None
