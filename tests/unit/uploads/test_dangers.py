"""Files that want to do harm: refused with a sentence, or harmless once they are scrubbed."""

import io
import random
import stat
import struct
import zipfile

import pikepdf
import pytest

from lti_tools.kit.uploads.kinds import ALL, KINDS
from lti_tools.kit.uploads.refused import WORDS, FileRefused
from lti_tools.kit.uploads.scrubbing.scrub import scrub
from lti_tools.kit.uploads.sniffing import sniff
from lti_tools.kit.uploads.zips import MOST_ENTRIES, Budget
from tests.support.corpus import documents, pictures, sound, video
from tests.support.corpus.corpus import CORPUS, MORE
from tests.support.corpus.documents import packed

SCRIPT = b"<script>alert(1)</script>"


def scrubbed(name: str, data: bytes) -> bytes:
    source, target = io.BytesIO(data), io.BytesIO()
    scrub(sniff(source, name), source, target, Budget())
    return target.getvalue()


def refusal(name: str, data: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        scrubbed(name, data)
    assert caught.value.sentence
    return caught.value


# -- names and types


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("work.pdf", b"MZ" + bytes(200), "unknown"),
        ("work.png", pictures.jpeg(), "mismatch"),
        ("work.pdf", b"<html>" + SCRIPT, "mismatch"),
        ("work.jpg", b"<html>" + SCRIPT, "mismatch"),
        ("work.docx", documents.archive(), "mismatch"),
        ("work.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "unknown"),
        ("work.exe", b"MZ" + bytes(200), "unknown"),
        ("work.rar", b"Rar!\x1a\x07\x00" + bytes(100), "unknown"),
        ("work.heic", video.box(b"ftyp", b"heic", bytes(4), b"heic"), "unknown"),
        ("work.mkv", video.webm().replace(b"webm", b"mkv ", 1), "unknown"),
        ("work.ipynb", b"{}", "broken"),
        ("work.txt", b"", "empty"),
        ("work.txt", b"a\0b", "unknown"),
    ],
)
def test_what_is_not_taken_is_told_why(name, data, code):
    assert refusal(name, data).code == code


def test_a_mismatch_names_both():
    assert "“.png”" in refusal("work.png", pictures.jpeg()).sentence
    assert "JPEG picture" in refusal("work.png", pictures.jpeg()).sentence
    assert "“.svg”" in refusal("work.svg", b"<svg/>").sentence


def test_without_an_ending_the_content_decides():
    assert sniff(io.BytesIO(pictures.png()), "work").name == "png"
    assert sniff(io.BytesIO(b"bees"), "README").name == "text"


def test_svg_is_no_accepted_kind():
    assert not any("svg" in kind.mime or ".svg" in kind.endings for kind in ALL)


# -- bombs


def test_an_entry_that_unpacks_to_far_more_is_a_bomb():
    assert refusal("a.zip", packed({"a.txt": bytes(20_000_000)})).code == "bomb"
    data = packed({"[Content_Types].xml": documents.content_types("wordprocessingml.document"), "word/a.xml": b""})
    assert refusal("a.docx", append(data, "word/document.xml", bytes(20_000_000))).code == "bomb"


def append(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_too_many_entries_are_a_bomb():
    assert refusal("a.zip", packed({f"{n}.txt": b"a" for n in range(MOST_ENTRIES + 1)}, comment="")).code == "bomb"


def test_archives_inside_archives_end():
    data = b"text"
    for depth in range(6):
        data = packed({f"a.{'zip' if depth else 'txt'}": data})
    assert refusal("a.zip", data).code == "nested"


def test_sizes_count_over_all_depths():
    budget = Budget(unpacked=3_000_000)
    noise = random.Random(1).randbytes(1 << 20).hex()[: 1 << 20]
    inner = packed({"a.txt": noise, "b.txt": noise[::-1]})
    source = io.BytesIO(packed({"a.zip": inner, "b.zip": inner}))
    with pytest.raises(FileRefused, match="bomb"):
        scrub(KINDS["zip"], source, io.BytesIO(), budget)


def test_an_entry_that_lies_about_its_size_is_refused():
    data = bytearray(packed({"a.txt": b"a" * 5000}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    assert refusal("a.zip", bytes(data)).code in ("broken", "member")


@pytest.mark.parametrize(
    "entity",
    [
        "<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE a SYSTEM 'http://localhost/a.dtd'>",
    ],
)
def test_xml_with_a_document_type_is_a_bomb(entity):
    types = documents.content_types("wordprocessingml.document")
    for code in ("utf-8", "utf-16"):
        part = f"<?xml version='1.0'?>{entity}<a>&b;</a>".encode(code)
        assert refusal("a.docx", packed({"[Content_Types].xml": types, "word/document.xml": part})).code == "bomb"
    odt = packed({"content.xml": entity + "<a/>"}, mimetype=KINDS["odt"].mime)
    assert refusal("a.odt", odt).code == "bomb"


def test_a_picture_of_too_many_pixels_is_never_unpacked():
    bomb = pictures.bomb_png()
    assert len(bomb) < 100_000
    assert refusal("a.png", bomb).code == "pixels"
    assert refusal("a.zip", packed({"a.png": bomb})).values["why"].code == "pixels"


# -- archives


def test_names_that_climb_out_are_neutral_and_nothing_is_written_outside(tmp_path):
    names = ("../../../tmp/evil.txt", "/etc/passwd.txt", "C:\\Windows\\a.txt", "..\\..\\b.txt", "a/../../c.txt")
    with zipfile.ZipFile(io.BytesIO(scrubbed("a.zip", packed(dict.fromkeys(names, b"text"))))) as archive:
        inside = archive.namelist()
        archive.extractall(tmp_path / "out")
    assert len(inside) == len(names)
    assert not any(".." in name or name.startswith("/") or "\\" in name or "evil" in name for name in inside)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_links_passwords_and_doubles_in_archives_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal("a.zip", out.getvalue()).code == "links"
    locked = bytearray(packed({"a.txt": b"text"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refusal("a.zip", bytes(locked)).code == "protected"
    with pytest.warns(UserWarning, match="Duplicate name"):
        doubled = append(packed({"a.txt": b"one"}), "a.txt", b"two")
    assert refusal("a.zip", doubled).code == "broken"


def test_one_bad_file_keeps_an_archive_out_and_is_named():
    refused = refusal("a.zip", packed({"fine.txt": b"text", "run.exe": b"MZ" + bytes(99)}))
    assert refused.code == "member"
    assert "run.exe" in refused.sentence
    assert "not taken" in refused.sentence


# -- what runs


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.gif", pictures.gif().replace(b"GIF89a", b"GIF89a", 1) + b"*/;alert(1)//" + SCRIPT),
        ("a.png", pictures.png() + SCRIPT),
        ("a.jpg", pictures.jpeg() + SCRIPT),
        ("a.mp3", SCRIPT.join((sound.id3v2(), sound.FRAME * 9)) + SCRIPT),
        ("a.wav", sound.wav() + SCRIPT),
        ("a.pdf", documents.pdf() + SCRIPT),
        ("a.pdf", documents.pdf() + packed({"evil.html": SCRIPT})),
        ("a.zip", documents.archive() + SCRIPT),
    ],
)
def test_a_file_of_two_kinds_comes_out_as_one(name, data):
    try:
        clean = scrubbed(name, data)
    except FileRefused:
        return
    assert b"script" not in clean
    assert b"alert" not in clean
    if name == "a.pdf":
        assert not zipfile.is_zipfile(io.BytesIO(clean))


def test_a_pdf_behind_something_else_is_no_pdf():
    assert refusal("a.pdf", SCRIPT + documents.pdf()).code in ("mismatch", "unknown")


def test_a_pdf_with_a_password_says_so_and_one_that_only_forbids_printing_is_taken():
    def locked(user: str) -> bytes:
        out = io.BytesIO()
        with pikepdf.Pdf.open(io.BytesIO(documents.pdf())) as pdf:
            pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=user))
        return out.getvalue()

    assert refusal("a.pdf", locked("secret")).code == "protected"
    assert b"/Encrypt" not in scrubbed("a.pdf", locked(""))


def test_macros_are_refused():
    types = documents.content_types("wordprocessingml.document")
    assert refusal("a.docx", packed({"[Content_Types].xml": types, "word/vbaProject.bin": b"x"})).code == "macros"
    enabled = types.replace("wordprocessingml.document.main", "ms-word.document.macroEnabled.main")
    assert refusal("a.docx", packed({"[Content_Types].xml": enabled})).code == "macros"


def test_recordings_with_other_tracks_are_refused():
    subtitles = video.webm().replace(video.element(0x83, b"\1"), video.element(0x83, b"\x11"))
    assert refusal("a.webm", subtitles).code in ("tracks", "mismatch")


# -- what is broken


@pytest.mark.parametrize("kind", CORPUS | MORE)
def test_damaged_files_are_refused_or_come_out_without_a_crash(kind):
    name, make = (CORPUS | MORE)[kind]
    data, rng = make(), random.Random(5)
    for _ in range(25):
        broken = bytearray(data[: rng.randrange(1, len(data))] if rng.random() < 0.4 else data)
        for _ in range(rng.randrange(1, 6)):
            broken[rng.randrange(min(len(broken), 400))] = rng.randrange(256)
        try:
            scrubbed(name, bytes(broken))
        except FileRefused as error:
            assert error.code in WORDS  # noqa: PT017
