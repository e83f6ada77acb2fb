"""A name planted in every known place of every accepted kind is gone from the scrubbed copy, which still opens."""

import io
import json
import struct
import wave
import zipfile

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from lti_tools.kit.uploads.kinds import KINDS
from lti_tools.kit.uploads.scrubbing import boxes, ebml, tags, vorbis
from lti_tools.kit.uploads.scrubbing.scrub import check_complete, scrub
from lti_tools.kit.uploads.sniffing import decoded, sniff
from tests.support.corpus import pictures, sound, video
from tests.support.corpus.corpus import CORPUS, MORE
from tests.support.corpus.names import hits

FILES = CORPUS | MORE
DRAWN_AGAIN = ("jpeg", "webp", "gif", "pdf", "zip", "docx", "xlsx", "pptx", "odt", "ods", "odp")
"""Kinds that hold pictures, which lose a little each time."""
TEXTS = ("markdown", "csv", "code", "text")


def scrubbed(name: str, data: bytes) -> bytes:
    source, target = io.BytesIO(data), io.BytesIO()
    scrub(sniff(source, name), source, target)
    return target.getvalue()


@pytest.fixture(scope="module")
def copies():
    return {kind: scrubbed(name, make()) for kind, (name, make) in FILES.items()}


def test_the_corpus_has_every_kind_and_every_kind_is_scrubbed():
    assert set(CORPUS) == set(KINDS)
    assert check_complete() == set()


@pytest.mark.parametrize("kind", FILES)
def test_the_kind_is_told_by_the_content(kind):
    name, make = FILES[kind]
    found = sniff(io.BytesIO(make()), name).name
    assert found == kind or kind in MORE


@pytest.mark.parametrize("kind", FILES)
def test_no_name_is_left(kind, copies):
    before, after = hits(FILES[kind][1]()), hits(copies[kind])
    assert before > 0 or kind in TEXTS
    assert after == 0, f"{kind}: {before} before, {after} after"


@pytest.mark.parametrize("kind", TEXTS)
def test_texts_stay_as_they_are(kind, copies):
    assert copies[kind] == CORPUS[kind][1]()
    assert "ees" in decoded(copies[kind]) or "пчела" in decoded(copies[kind])


@pytest.mark.parametrize("kind", FILES)
def test_the_copy_is_of_the_same_kind_and_scrubbing_it_again_finds_nothing_more(kind, copies):
    name = FILES[kind][0]
    again = scrubbed(name, copies[kind])
    assert hits(again) == 0
    if kind not in DRAWN_AGAIN:
        assert again == copies[kind]


# -- the copies open


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
def test_pictures_show_the_same(kind, copies):
    before, after = Image.open(io.BytesIO(CORPUS[kind][1]())), Image.open(io.BytesIO(copies[kind]))
    assert (after.format, after.size) == (before.format, before.size)
    assert getattr(after, "n_frames", 1) == getattr(before, "n_frames", 1)
    for place in ((5, 5), (50, 35)):
        pairs = zip(before.convert("RGB").getpixel(place), after.convert("RGB").getpixel(place), strict=True)
        assert all(abs(one - other) < 16 for one, other in pairs)
    assert not after.getexif()


def test_a_picture_taken_sideways_stands_upright():
    after = Image.open(io.BytesIO(scrubbed("a.jpg", pictures.jpeg(orientation=6))))
    assert after.size == (40, 60)


def test_a_pdf_opens_with_its_page_and_picture_and_without_anything_that_runs(copies):
    with pikepdf.Pdf.open(io.BytesIO(copies["pdf"])) as pdf:
        (page,) = pdf.pages
        assert page.Resources.XObject.Im0.Width == 60
        assert [str(note.Subtype) for note in page.Annots] == ["/Text", "/Link", "/Widget"]
        assert str(page.Annots[0].Contents) == "Well done"
        assert "/OpenAction" not in pdf.Root
        assert len(pdf.attachments) == 0
        Image.open(io.BytesIO(page.Resources.XObject.Im0.read_raw_bytes())).load()
    for word in (b"/JavaScript", b"/Launch", b"/AA", b"/OpenAction", b"/EmbeddedFile", b"/Author", b"/XFA"):
        assert word not in copies["pdf"]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "odt", "ods", "odp"])
def test_documents_open_and_every_part_is_xml(kind, copies):
    with zipfile.ZipFile(io.BytesIO(copies[kind])) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        whole = b"".join(archive.read(name) for name in names)
    assert not any("thumbnail" in name.lower() for name in names)
    assert b"humbnail" not in whole
    assert b"2026-03-01" not in whole
    assert names[0] == ("mimetype" if kind.startswith("od") else "[Content_Types].xml")


def test_what_somebody_wrote_stays_in_the_document(copies):
    with zipfile.ZipFile(io.BytesIO(copies["docx"])) as archive:
        assert b"An essay about bees." in archive.read("word/document.xml")
        assert b"Nice." in archive.read("word/comments.xml")
        assert b'w:author="Author"' in archive.read("word/comments.xml")
        inner = zipfile.ZipFile(io.BytesIO(archive.read("word/embeddings/table.xlsx")))
        assert b"Author:" in inner.read("xl/comments1.xml")
    with zipfile.ZipFile(io.BytesIO(copies["odt"])) as archive:
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        assert b"An essay." in archive.read("content.xml")
        assert b"Nice." in archive.read("content.xml")


def test_a_notebook_keeps_cells_outputs_and_pictures(copies):
    found = json.loads(copies["notebook"])
    code, text = found["cells"]
    assert code["source"] == "print(42)"
    assert code["outputs"][0]["text"] == "/home/user/run.py\n42\n"
    assert code["outputs"][1]["data"]["text/plain"] == "42"
    assert code["outputs"][2]["traceback"] == ["C:\\Users\\user\\a.py", "/Users/user/b.py"]
    assert text["source"] == "![](attachment:file-1)"
    assert list(text["attachments"]) == ["file-1"]
    assert found["metadata"] == {"language_info": {"name": "python"}}


def test_an_archive_has_the_same_files_under_neutral_names(copies):
    with zipfile.ZipFile(io.BytesIO(copies["zip"])) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == ["folder-1/file-1.docx", "folder-1/file-2.jpg", "folder-2/file-3.py", "folder-1/file-4.zip"]
        assert archive.read("folder-2/file-3.py") == b"print('bees')\n"


def test_an_mp3_is_its_frames(copies):
    assert copies["mp3"] == sound.FRAME * 20
    assert tags.frame_length(sound.FRAME) == len(sound.FRAME)


def test_a_wav_plays_the_same_samples(copies):
    with wave.open(io.BytesIO(copies["wav"])) as after:
        assert after.readframes(9999) == b"\x01\x02" * 801
    assert struct.unpack("<I", copies["wav"][4:8]) == (len(copies["wav"]) - 8,)


@pytest.mark.parametrize("kind", ["ogg", "an Opus stream", "FLAC in Ogg"])
def test_ogg_pages_keep_their_sound_and_their_checksums(kind, copies):
    before, after = FILES[kind][1](), copies[kind]
    assert len(after) == len(before)
    assert after[-100:] == before[-100:]
    place = pages = 0
    while place < len(after):
        length = 27 + after[place + 26] + sum(after[place + 27 : place + 27 + after[place + 26]])
        page = after[place : place + length]
        assert sound.ogg_crc(page[:22] + bytes(4) + page[26:]) == struct.unpack("<I", page[22:26])[0]
        place, pages = place + length, pages + 1
    assert pages > 3
    assert vorbis.first_codec(io.BytesIO(after))


def test_a_flac_keeps_stream_information_and_sound(copies):
    assert copies["flac"] == b"fLaC" + sound.flac_block(0, bytes(range(34)), last=True) + b"\xff\xf8" + bytes(500)


@pytest.mark.parametrize("kind", ["mp4", "m4a", "mov"])
def test_boxes_keep_their_places_and_the_samples_their_bytes(kind, copies):
    before, after = CORPUS[kind][1](), copies[kind]
    assert len(before) == len(after)
    assert after.count(video.SAMPLE) == before.count(video.SAMPLE)
    file = io.BytesIO(after)
    assert [box.kind for box in boxes.boxes(file, 0, len(after))] == [
        b"ftyp",
        b"free",
        b"free",
        b"mdat",
        b"moov",
        b"free",
    ]
    assert boxes.handlers(file) == ({b"soun"} if kind == "m4a" else {b"soun", b"vide"})
    chunk = after.index(b"stco") + 12
    (place,) = struct.unpack(">I", after[chunk : chunk + 4])
    assert after[place : place + len(video.SAMPLE)] == video.SAMPLE
    assert struct.pack(">I", 3_800_000_000) not in after


@pytest.mark.parametrize("kind", ["webm", "weba", "a live WebM"])
def test_elements_keep_their_places_and_the_blocks_their_bytes(kind, copies):
    before, after = FILES[kind][1](), copies[kind]
    assert len(before) == len(after)
    assert after.count(video.SAMPLE) == 2
    file = io.BytesIO(after)
    assert ebml.doc_type(file) == "webm"
    assert ebml.track_types(file) == ({2} if kind == "weba" else {1, 2})
