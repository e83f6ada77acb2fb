"""Files on their way out: who sees them, under which headers, as which pages."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from sqlalchemy import select

from lti_tools.kit.uploads.kinds import KINDS, Family
from lti_tools.privacy.erasing import erase_person
from lti_tools.privacy.exporting import export_person
from lti_tools.store.tables.people import Person as PersonRow
from tests.functional.uploads.conftest import FILES
from tests.support.app import suite_of
from tests.support.corpus import pictures, sound
from tests.support.corpus.corpus import CORPUS
from tests.support.corpus.names import FAMILY, hits
from tests.support.pages import Page, faults

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
"""Nothing here depends on the database."""
DOWNLOADS = (Family.OFFICE, Family.ARCHIVE, Family.NOTEBOOK)


def test_each_kind_is_shown_closed_and_without_a_name(ann, ben):
    for kind, (name, make) in CORPUS.items():
        answer = ann.send(name, make())
        assert answer.json["state"] == "ready", kind
        (address,) = ben.links("view")
        check_page(kind, ben, address)
        check_file(kind, ben, address.replace("/view/", "/file/"))
        ann.post(ann.links("remove")[0], {"confirmed": "1"})


def check_page(kind, reader, address):
    page = Page(reader.get(f"{address}?back={reader.entered.path}{FILES}"))
    assert (page.status, faults(page)) == (200, []), kind
    assert page.heading.startswith("file-1.")
    assert FAMILY not in page.text
    assert f"{reader.entered.path}{FILES}" in page.links


def check_file(kind, reader, address):
    found = reader.get(address)
    assert hits(found.data) == 0, kind
    family, policy = KINDS[kind].family, found.headers["Content-Security-Policy"]
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert policy.startswith("sandbox;") == (family is not Family.PDF)
    assert "frame-ancestors 'self'" in policy
    inline = found.headers["Content-Disposition"].startswith("inline")
    assert inline == (family not in DOWNLOADS), kind
    assert found.mimetype == (KINDS[kind].mime if inline else "application/octet-stream")
    assert len(found.data) == found.content_length


def test_the_lms_may_frame_a_pdf_inside_our_page(ann):
    ann.send("a.pdf", CORPUS["pdf"][1]())
    policy = ann.get(ann.copy_of_only_file()).headers["Content-Security-Policy"]
    framing = ann.files().answer.headers["Content-Security-Policy"].partition("frame-ancestors ")[2]
    assert f"frame-ancestors 'self' {framing}" in policy


def test_players_get_the_range_they_ask_for(ann):
    ann.send("a.mp3", sound.mp3())
    address, whole = ann.copy_of_only_file(), sound.FRAME * 20
    part = ann.get(address, headers={"Range": "bytes=417-1000"})
    assert (part.status_code, part.data) == (206, whole[417:1001])
    assert part.headers["Content-Range"] == f"bytes 417-1000/{len(whole)}"
    assert ann.get(address).headers["Accept-Ranges"] == "bytes"
    assert ann.get(address, headers={"Range": f"bytes={len(whole) + 5}-"}).status_code == 416


def test_lists_show_a_picture_small(ann, ben):
    ann.send("a.jpg", pictures.jpeg(size=(2000, 1000)))
    (small,) = ben.files().tree.xpath("//main//img/@src")
    sizes = [Image.open(io.BytesIO(ben.get(one).data)).size for one in (small, ben.copy_of_only_file())]
    assert sizes == [(640, 320), (2000, 1000)]


def test_a_browser_that_has_it_asks_again_and_gets_no_second_copy(ann):
    ann.send("a.png", pictures.png())
    address = ann.copy_of_only_file()
    first = ann.get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = ann.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_addresses_are_a_readers_own(guestbook, ann, ben, teacher):
    ann.send("a.txt", b"text")
    (mine,), (theirs,) = ben.links("view"), teacher.links("view")
    tails = [one.rpartition("/")[2] for one in (mine, theirs, ann.links("view")[0])]
    assert len(set(tails)) == 3
    for way in ("view", "file", "original"):
        assert ben.get(f"/-/uploads/{way}/{tails[1]}").status_code == 404
        assert ben.get(f"/-/uploads/{way}/1").status_code == 404
    assert ben.get(f"/-/uploads/original/{tails[0]}").status_code == 404
    other = guestbook.join("cem")
    assert other.get(f"/-/uploads/file/{tails[0]}").status_code == 404


def test_code_has_numbered_lines_colours_and_nothing_that_runs(ann, ben):
    ann.send("a.html", b"<script>alert(1)</script>\n<p>\xd0\xbf\xd1\x87\xd0\xb5\xd0\xbb\xd0\xb0</p>\n")
    page = Page(ben.get(ben.links("view")[0]))
    lines = page.tree.xpath("//pre[@class='code']//span[@class='code-line']")
    assert [line.text_content() for line in lines] == ["<script>alert(1)</script>", "<p>пчела</p>"]
    assert "alert" not in "".join(script.text or "" for script in page.tree.xpath("//script"))
    raw = ben.get(ben.copy_of_only_file())
    assert raw.mimetype == "text/plain"


def test_tables_markdown_and_notebooks_are_read_as_text(ann, ben):
    for name in ("csv", "markdown", "notebook"):
        ann.send(*(CORPUS[name][0], CORPUS[name][1]()))
    table, text, book = (Page(ben.get(link)) for link in ben.links("view"))
    assert [cell.text for cell in table.tree.xpath("//main//td")] == ["имя", "число", "пчела", "3"]
    assert text.tree.findtext(".//main//div[@class='prose']/h2") == "Bees"
    assert "print(42)" in book.words
    assert "/home/user/run.py" in book.words
    assert book.tree.xpath("//main//img/@src")[0].startswith("data:image/png;base64,")


def test_back_leads_nowhere_else(ann):
    ann.send("a.txt", b"text")
    (address,) = ann.links("view")
    for back in ("https://evil.example/", "//evil.example", "/admin/", "javascript:alert(1)"):
        page = Page(ann.get(address, query_string={"back": back}))
        assert not [link for link in page.links if "evil" in link or "javascript" in link or link == "/admin/"]


def test_an_erased_persons_files_are_gone_and_an_export_tells_of_them(guestbook, ann, ben):
    ann.send("my own name.txt", b"text")
    ben.send("b.txt", b"other")
    suite = suite_of(guestbook.app)
    with suite.database.read() as db:
        ids = {row.sub: row.id for row in db.scalars(select(PersonRow))}
    told = str(export_person(suite, ids["ann"]))
    assert "my own name.txt" in told
    assert "b.txt" not in told
    erase_person(suite, ids["ann"], datetime.now(UTC), actor="test")
    assert len(guestbook.stored()) == 1
    assert len(ben.links("view")) == 1
