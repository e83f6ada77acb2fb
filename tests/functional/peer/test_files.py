"""Files of works: shown where they stand, and what is dangerous refused with a clear word, nothing else lost."""

import pytest

from tests.support.corpus import documents, pictures
from tests.support.engines import on_sqlite
from tests.support.peers import SLUG, Classroom, Visit, attach, hand_in, to_review

pytestmark = on_sqlite


@pytest.fixture
def writer(room: Classroom) -> Visit:
    room.set_up(k="1")
    room.join(3)
    hand_in(room.students[0], "What I wrote before.")
    return room.students[0]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("essay.pdf", b"MZ\x90\x00" + bytes(200), "this kind of file is not taken here"),
        ("picture.png", documents.pdf(), ".png"),
        ("run.exe", b"MZ\x90\x00" + bytes(200), "only these are taken"),
        ("bomb.zip", documents.packed({"a.txt": bytes(20_000_000)}), "unpack"),
        ("bomb.png", pictures.bomb_png(), "pixel"),
    ],
)
def test_a_wrong_or_dangerous_file_is_refused_with_a_word_and_the_work_stays(writer: Visit, name, data, told):
    page = attach(writer, name, data)
    assert page.status < 500
    assert told in page.words.lower()
    work = writer.get(f"{SLUG}/work")
    assert "What I wrote before." in work.text
    hand_in(writer, "What I write now.")
    assert "What I write now." in writer.get(f"{SLUG}/work").text


def test_200_megabytes_are_refused_before_a_byte_is_sent(writer: Visit):
    page = writer.get(f"{SLUG}/work")
    form = next(one for one in page.forms if one.action.endswith("/-/uploads/send"))
    sent = {**dict(form.fields), "name": "film.mp4", "size": 200_000_000}
    answer = writer.client.post(form.action.removesuffix("send") + "begin", data=sent)
    assert answer.status_code == 409
    assert "MB" in answer.json["message"]


def test_files_are_shown_where_they_stand_and_a_pdf_has_no_scripts_for_its_reviewer(room: Classroom, writer: Visit):
    assert attach(writer, "Ann's essay.pdf", documents.pdf()).status == 200
    attach(writer, "plan.png", pictures.png())
    attach(writer, "main.py", b"def f():\n    return 1\n")
    for student in room.students[1:]:
        hand_in(student)
    room.step("open", "review")
    pages = [one.get(address) for one in room.students[1:] for address in to_review(one)]
    page = next(one for one in pages if "file-1.pdf" in one.text)
    assert "Ann" not in page.text
    reader = room.students[1 + pages.index(page)]
    views = [reader.get(link) for link in page.links if "/-/uploads/view/" in link]
    (framed,) = {str(one) for view in views for one in view.tree.xpath("//iframe/@src | //object/@data | //embed/@src")}
    pdf = reader.client.get(framed)
    assert pdf.mimetype == "application/pdf"
    assert b"/JavaScript" not in pdf.data
    assert b"alert" not in pdf.data
    assert any(view.tree.xpath("//img[contains(@src, '/-/uploads/')]") for view in views)
    assert any("def" in view.words and view.tree.xpath("//*[@class='k']") for view in views), "code in colours"
