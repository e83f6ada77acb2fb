"""Files on their way in: pieces, plain forms, limits, what is refused, what is kept."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from lti_tools.kit.uploads import copies, receiving
from lti_tools.kit.uploads.tables import Upload, UploadPiece
from lti_tools.store.tables.activities import Activity
from tests.functional.uploads.conftest import FILES, Guestbook
from tests.support.app import running_app, suite_of
from tests.support.corpus import documents, pictures, sound
from tests.support.corpus.names import NAME, hits
from tests.support.pages import Page, faults
from tests.support.visits import set_up


def rows(guestbook):
    with suite_of(guestbook.app).database.read() as db:
        return db.scalar(select(func.count()).select_from(Upload)), db.scalar(
            select(func.count()).select_from(UploadPiece)
        )


def test_a_file_comes_in_pieces_and_others_get_a_copy_without_its_name(guestbook, ann, ben, teacher):
    data = documents.pdf()
    answer = ann.send(f"{NAME}.pdf", data, piece=700)
    assert answer.json == {"state": "ready", "said": "uploads-sent"}
    assert f"{NAME}.pdf" in ann.files().words
    assert f"{NAME}.pdf" in teacher.files().words
    page = ben.files()
    assert "file-1.pdf" in page.words
    assert NAME not in page.text
    copy = ben.get(ben.copy_of_only_file())
    assert copy.data.startswith(b"%PDF-")
    assert hits(copy.data) == 0
    assert NAME not in str(copy.headers)
    assert ben.links("original") == []
    (kept,) = teacher.links("original")
    original = teacher.get(kept)
    assert original.data == data
    assert NAME in original.headers["Content-Disposition"]
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert rows(guestbook) == (1, 0)
    assert len(guestbook.stored()) == 2


def test_pieces_count_once_and_in_their_order(ann):
    begun = ann.begin("a.txt", 30).json
    assert ann.put(begun["piece"], 10, b"b" * 10).json == {"at": 0}
    assert ann.put(begun["piece"], 0, b"a" * 10).json == {"at": 10}
    assert ann.put(begun["piece"], 0, b"a" * 10).json == {"at": 10}
    assert ann.put(begun["piece"], 10, b"b" * 21).json == {"at": 10}
    assert ann.post(begun["finish"]).status_code == 409
    assert ann.get(begun["standing"]).json == {"state": "receiving", "at": 10}
    ann.put(begun["piece"], 10, b"b" * 10)
    ann.put(begun["piece"], 20, b"c" * 10)
    assert ann.post(begun["finish"]).json["state"] == "ready"
    assert ann.get(ann.copy_of_only_file()).data == b"a" * 10 + b"b" * 10 + b"c" * 10
    assert ann.put(begun["piece"], 30, b"d").status_code == 404


def test_a_file_on_its_way_belongs_to_its_session(guestbook, ann, ben):
    begun = ann.begin("a.txt", 10).json
    again = guestbook.join("ann")
    tail = begun["piece"].removeprefix(ann.entered.path)
    for stranger in (ben, again):
        assert stranger.put(tail, 0, b"a" * 10).status_code == 404
        assert stranger.post(tail.replace("/piece/", "/finish/")).status_code == 404
    assert ben.get(tail.replace("/piece/", "/standing/")).status_code == 404
    assert ann.put(begun["piece"], 0, b"a" * 10).json == {"at": 10}


def test_a_piece_without_the_token_of_the_page_is_refused(ann):
    begun = ann.begin("a.txt", 10).json
    answer = ann.client.post(f"{begun['piece']}?at=0", data=b"a" * 10, content_type="application/octet-stream")
    assert answer.status_code == 403


def test_too_large_a_file_is_refused_before_it_is_sent(guestbook, ann):
    answer = ann.begin("film.mp4", 200_000_000)
    assert answer.status_code == 409
    assert answer.json["message"].startswith("This file is larger than 100 MB.")
    assert rows(guestbook) == (0, 0)


def test_what_cannot_be_taken_is_said_before_it_is_sent(ann, teacher):
    for name, size, words in (
        ("a.exe", 10, "Here only these"),
        ("a.svg", 10, "Here only these"),
        ("a.txt", 0, "empty"),
    ):
        answer = ann.begin(name, size)
        assert answer.status_code == 409
        assert words in answer.json["message"]
    assert ann.begin("a.txt", 10, thing="other").status_code == 404
    assert ann.begin("a.txt", 10, place="other").status_code == 404
    assert teacher.begin("a.txt", 10).status_code == 404


def test_there_is_a_most_of_files(ann):
    for number in range(3):
        assert ann.send(f"{number}.txt", b"text").json["state"] == "ready"
    assert "There are 3 files already" in ann.begin("4.txt", 10).json["message"]


def test_there_is_a_most_of_bytes_for_a_person(db_url, keys_folder, platform):
    with running_app(db_url, keys_folder, LTI_TOOLS_UPLOAD_PERSON_MB="1") as app:
        set_up(app, platform)
        ann = Guestbook(app, platform).join("ann")
        assert ann.begin("a.txt", 700_000).status_code == 201
        assert "may have 1 MB together" in ann.begin("b.txt", 400_000).json["message"]
        assert ann.begin("b.txt", 200_000).status_code == 201


BAD = (
    ("a.png", pictures.jpeg(), "inside this is: JPEG picture"),
    ("a.pdf", b"%PDF-1.4 nonsense", "damaged"),
    ("a.zip", documents.packed({"a.txt": bytes(9_000_000)}), "unpacks to far more"),
)


def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(guestbook, ann):
    for name, data, words in BAD:
        answer = ann.send(name, data)
        assert answer.status_code == 409
        assert words in answer.json["message"]
        assert rows(guestbook) == (0, 0)
        assert guestbook.stored() == []


def test_the_plain_form_sends_a_whole_file(guestbook, ann, ben):
    answer = ann.send_form("photo.jpg", pictures.jpeg(6))
    assert answer.status_code == 303
    page = Page(ann.client.get(answer.location))
    assert "The file is here." in page.words
    assert faults(page) == []
    assert hits(ben.get(ben.copy_of_only_file()).data) == 0
    assert ann.client.get(ann.send_form("", b"").location).status_code == 200
    refused = Page(ann.send_form("a.png", b"text"))
    assert (refused.status, faults(refused)) == (409, [])


def test_the_plain_form_takes_more_than_other_forms_but_not_everything(ann):
    """Beyond it a page says so; other requests keep the limit of the suite."""
    assert ann.send_form("a.txt", b"a" * 9_000_000).status_code == 303
    page = Page(ann.send_form("a.txt", b"a" * 31_000_000))
    assert (page.status, faults(page)) == (413, [])
    assert "You sent 31.0 MB, and this page takes at most 30.0 MB at once. Nothing was changed." in page.words
    assert ann.post("/-/uploads/begin", b"a" * 9_000_000, content_type="text/plain").status_code == 413


def test_a_deadline_that_passes_on_the_way_is_told(guestbook, ann):
    begun = ann.begin("a.txt", 4).json
    ann.put(begun["piece"], 0, b"text")
    with suite_of(guestbook.app).database.write() as db:
        db.execute(update(Activity).values(settings={"title": "Closed"}))
    answer = ann.post(begun["finish"])
    assert (answer.status_code, answer.json["message"]) == (409, "The guestbook is closed.")
    assert ann.links("view") == []


# -- large files, the worker


def test_a_large_file_is_copied_by_the_worker_and_nobody_else_sees_it_before(guestbook, ann, ben, teacher, monkeypatch):
    monkeypatch.setattr(receiving, "WAITED_FOR", 10)
    assert ann.send("a.mp3", sound.mp3()).json == {"state": "waiting", "said": "uploads-waiting"}
    assert "The copy for others is being made" in ann.files().words
    assert "file-1" not in ben.files().words
    assert teacher.links("original") != []
    assert teacher.links("view") == []
    assert guestbook.work() == 1
    assert hits(ben.get(ben.copy_of_only_file()).data) == 0
    assert guestbook.work() == 0


def test_a_large_file_that_turns_out_bad_is_told_to_its_owner(guestbook, ann, ben, monkeypatch):
    monkeypatch.setattr(receiving, "WAITED_FOR", 10)
    ann.send("a.zip", documents.packed({"run.exe": b"MZ" + bytes(90)}))
    guestbook.work()
    words = ann.files().words
    assert "Others do not get this file" in words
    assert "“run.exe” in this archive cannot be taken." in words
    assert "run.exe" not in ben.files().words
    ann.post(ann.links("remove")[0], {"confirmed": "1"})
    assert guestbook.stored() == []


def test_a_worker_that_died_over_a_file_is_followed_by_another(guestbook, ann, monkeypatch):
    monkeypatch.setattr(receiving, "WAITED_FOR", 10)
    ann.send("a.mp3", sound.mp3())
    now = datetime.now(UTC)

    def die(*_args):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(copies, "copied", die)
        guestbook.work(now)
    assert guestbook.work(now + timedelta(minutes=1)) == 0
    assert guestbook.work(now + timedelta(hours=1)) == 1
    assert len(ann.links("view")) == 1


def test_a_file_that_never_came_whole_is_forgotten_after_a_day(guestbook, ann):
    begun = ann.begin("a.txt", 30).json
    ann.put(begun["piece"], 0, b"a" * 10)
    assert len(guestbook.stored()) == 1
    assert guestbook.work(datetime.now(UTC) + timedelta(hours=23)) == 0
    assert guestbook.work(datetime.now(UTC) + timedelta(hours=25)) == 1
    assert guestbook.stored() == []
    assert rows(guestbook) == (0, 0)


def test_its_owner_alone_removes_a_file_and_its_bytes_go(guestbook, ann, ben, teacher):
    ann.send("a.txt", b"text")
    (remove,) = ann.links("remove")
    assert ben.links("remove") == teacher.links("remove") == []
    (seen,) = ben.links("view")
    assert ben.post(seen.replace("/view/", "/remove/"), {"confirmed": "1"}).status_code == 404
    asked = Page(ann.post(remove, {"next": ann.entered.path + FILES}))
    assert asked.heading == "Remove this file?"
    assert ann.post(remove, {"confirmed": "1", "next": ann.entered.path + FILES}).status_code == 303
    assert rows(guestbook) == (0, 0)
    assert guestbook.stored() == []
