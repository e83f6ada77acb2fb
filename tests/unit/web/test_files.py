import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict

from lti_tools.web.files import FileStore, UploadField, download, picture, safe_name
from lti_tools.web.forms import Form, error_summary


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore((tmp_path / "files").as_uri())


def test_a_file_comes_back_as_it_went_in(store: FileStore) -> None:
    key = store.put(b"text", "activity-1/person-2")
    assert store.put(b"text", "activity-1/person-2") == key
    assert store.get(key) == b"text"


def test_a_person_can_be_forgotten_without_touching_others(store: FileStore, tmp_path: Path) -> None:
    mine, theirs = store.put(b"same", "activity-1/person-2"), store.put(b"same", "activity-1/person-3")
    store.remove_space("activity-1/person-2")
    assert store.get(theirs) == b"same"
    with pytest.raises(FileNotFoundError):
        store.get(mine)
    store.remove(theirs)
    store.remove(theirs)
    store.remove_space("activity-9")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "a/../b", "", "/etc/passwd", "a/" + "0" * 63, "a/" + "0" * 64 + "\n"]
)
def test_no_key_leads_out_of_the_store(store: FileStore, key: str) -> None:
    for ask in (store.get, store.remove):
        with pytest.raises(FileNotFoundError):
            ask(key)
    for space in ("..", "a/..", "", "A"):
        with pytest.raises(ValueError):
            store.put(b"", space)
        with pytest.raises(ValueError):
            store.remove_space(space)


def test_a_memory_store_works_the_same() -> None:
    store = FileStore("memory://files-of-a-test")
    key = store.put(b"x", "a")
    assert store.get(key) == b"x"
    store.remove_space("a")


def test_a_download_runs_nothing() -> None:
    answer = download(b"<script>", 'бер "x".html')
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    disposition = answer.headers["Content-Disposition"]
    assert disposition == "attachment; filename=\"___ _x_.html\"; filename*=UTF-8''%D0%B1%D0%B5%D1%80%20%22x%22.html"


def test_only_kinds_that_we_drew_are_shown() -> None:
    assert picture(b"", "image/png").mimetype == "image/png"
    assert picture(b"", "image/svg+xml").mimetype == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\report.pdf", "report.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
        ("", "file"),
        ("..", "file"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, shown: str) -> None:
    assert safe_name(name) == shown


@given(st.text())
def test_no_name_breaks_the_header(name: str) -> None:
    value = download(b"", name).headers["Content-Disposition"]
    assert value.isascii()
    assert value.count('"') == 2


class Sample(Form):
    paper = UploadField("Paper", most_bytes=10, endings=(".pdf", ".txt"))


def sent(name: str, content: bytes) -> Sample:
    form = Sample(MultiDict({"paper": FileStorage(io.BytesIO(content), name)}))
    form.validate()
    return form


def test_a_file_that_fits_is_taken() -> None:
    form = sent("a/b.PDF", b"1234567890")
    assert form.errors == {}
    assert form.paper.data
    assert (form.paper.data.name, form.paper.data.content) == ("b.PDF", b"1234567890")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("b.pdf", b"x" * 11, "larger than"), ("b.exe", b"x", "one of these kinds"), ("", b"", "Choose a file")],
)
def test_a_file_that_does_not_fit_is_one_clear_error(name: str, content: bytes, words: str) -> None:
    (error,) = error_summary(sent(name, content))
    assert words in error.text


def test_a_text_where_a_file_belongs_is_no_file() -> None:
    form = Sample(MultiDict({"paper": "text"}))
    assert not form.validate()
