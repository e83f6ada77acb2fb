"""Pages of PDF files as small pictures: what they may cost, and what a file made to hurt does."""

import io

import pikepdf
import pytest
from PIL import Image

from lti_tools.kit.uploads import pages
from lti_tools.kit.uploads.apart import Limits, draw
from lti_tools.kit.uploads.drawing import DRAWING
from lti_tools.kit.uploads.pages import MOST_BYTES, draw_pages
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.store import BUSY
from tests.support.corpus import documents

A4 = (595, 842)


def paper(*sizes: tuple[float, float], content: bytes = b"0.2 0.4 0.9 rg 20 20 100 60 re f") -> bytes:
    """A PDF with a page of each size, in points, a blue rectangle on each."""
    pdf = pikepdf.new()
    for width, height in sizes:
        page = pdf.add_blank_page(page_size=(3, 3))
        page.obj.MediaBox = pikepdf.Array([0, 0, width, height])
        page.obj.Contents = pdf.make_stream(content)
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def drawn(data: bytes) -> list[tuple[int, int, int, bytes]]:
    target = io.BytesIO()
    found = draw_pages(io.BytesIO(data), target)
    target.seek(0)
    return [(number, width, height, target.read(size)) for number, width, height, size in found]


def refusal(data: bytes, limits: Limits) -> str:
    with pytest.raises(FileRefused) as caught:
        list(draw(io.BytesIO(data), limits))
    return caught.value.code


def test_pages_come_back_from_the_other_process_upright_and_small():
    first, second = draw(io.BytesIO(paper(A4, (1600, 900))), DRAWING)
    assert (first.number, first.width, first.height) == (1, 1000, 1416)
    assert (second.number, second.width, second.height) == (2, 1000, 563)
    picture = Image.open(io.BytesIO(first.content))
    assert (picture.format, picture.size) == ("WEBP", (1000, 1416))
    red, _green, blue = picture.getpixel((100, 1330))
    assert blue > 200 > 100 > red, "the rectangle is below on the left"


def test_a_page_like_a_photograph_is_small_too():
    noise = Image.effect_noise((450, 600), 120).convert("RGB")
    target = io.BytesIO()
    noise.save(target, "PDF", resolution=100)
    ((_number, _width, _height, content),) = drawn(target.getvalue())
    assert len(content) <= MOST_BYTES


def test_of_a_book_the_first_pages_are_drawn(monkeypatch):
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    assert [number for number, *_rest in drawn(paper(A4, A4, A4))] == [1, 2]


def test_a_page_of_no_size_is_left_out_and_one_of_a_kilometre_drawn_within_bounds():
    found = drawn(paper(A4, (2_000_000, 4), (100, 200)))
    assert [number for number, *_rest in found][:1] == [1]
    assert found[-1][0] == 3
    assert all(width <= 1000 and height <= 1500 for _number, width, height, _content in found)


def test_what_is_no_pdf_or_has_no_page_is_refused():
    assert refusal(b"%PDF-1.7 and nothing more", DRAWING) == "broken"
    assert refusal(b"", DRAWING) == "broken"
    assert refusal(documents.docx(), DRAWING) == "broken"


def test_a_file_that_eats_time_or_memory_is_refused_and_nothing_else_notices():
    endless = b"q " + b"0 0 m 500 500 l 0 900 l 800 3 l f* " * 400_000
    assert refusal(paper(A4, content=endless), Limits(processor=1, clock=30)) == "heavy"
    assert DRAWING.clock < BUSY.total_seconds()


def test_a_script_in_a_file_does_not_run_and_its_page_is_drawn():
    assert drawn(documents.pdf())
