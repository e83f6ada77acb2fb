import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lti_tools.web.pictures import PictureRefused, redraw


def drawn(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode != "P" else 1).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_is_kept(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home, 41.3 N 69.2 E"
    picture = redraw(drawn(kind, exif=exif) + b"<script>alert(1)</script>")
    assert b"home" not in picture.content
    assert b"script" not in picture.content
    assert (picture.width, picture.height) == (40, 20)
    assert picture.kind == f"image/{kind.lower()}"


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = redraw(drawn("JPEG", exif=exif))
    assert (picture.width, picture.height) == (20, 40)


def test_a_large_picture_is_made_smaller() -> None:
    picture = redraw(drawn("PNG", (3000, 1000)), longest=300)
    assert (picture.width, picture.height) == (300, 100)


def test_what_is_clear_stays_clear() -> None:
    picture = redraw(drawn("PNG", mode="RGBA"))
    assert Image.open(io.BytesIO(picture.content)).mode == "RGBA"
    assert redraw(drawn("PNG", mode="P")).kind == "image/png"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.4",
        drawn("GIF"),
        drawn("TIFF"),
    ],
)
def test_other_kinds_are_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused) as refused:
        redraw(content)
    assert refused.value.reason == "kind"


def bomb(side: int) -> bytes:
    """A PNG that claims to be `side` pixels a side and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_000, 20_000, 2_000_000_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(PictureRefused) as refused:
        redraw(bomb(side))
    assert refused.value.reason in ("size", "broken")


@settings(max_examples=50)
@given(st.data())
def test_a_damaged_picture_is_refused_or_drawn(data: st.DataObject) -> None:
    good = drawn(data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"])))
    at = data.draw(st.integers(0, len(good) - 1))
    broken = good[:at] + data.draw(st.binary(max_size=9)) + good[at + data.draw(st.integers(0, 9)) :]
    with suppress(PictureRefused):
        redraw(broken)
