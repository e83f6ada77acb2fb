"""Works are compared two at a time: students say which is better, places and marks follow, and nobody is shamed."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import select

from lti_tools.kit.exports.exports import Table, csv_pieces
from lti_tools.store.tables.activities import Activity
from tests.support.app import running_app, suite_of
from tests.support.peers import COMMENT, SLUG, Classroom, Visit, hand_in, rate_all, review, to_review, worked_out
from tests.support.platform import ForgedPlatform
from tools.peer_review import by_hand, comparisons_by_hand, store
from tools.peer_review.comparison_export import COMPARISON_EXPORT
from tools.peer_review.domain.rubric.criteria import Criterion, Kind, write_rubric
from tools.peer_review.service import personal_data
from tools.peer_review.service.crediting import credits_of
from tools.peer_review.service.marking import Marking, mark_everything
from tools.peer_review.tool import tool

CLAIM = Criterion(key="c1", title="Whose claim is clearer?", kind=Kind.COMPARE, text="Read the first lines.")
STYLE = Criterion(key="c2", title="Which reads better?", kind=Kind.COMPARE, weight=2, required=False)
SCALE = Criterion(key="c3", title="Sources", kind=Kind.SCALE, most=10)


@pytest.fixture
def room(sqlite_files, keys_folder, tmp_path):
    with running_app(sqlite_files.fresh(tmp_path), keys_folder, tools=(tool,)) as app:
        yield Classroom(app, ForgedPlatform(suite_of(app).database))


def set_up(room: Classroom, *criteria: Criterion, people: int = 6, **settings: str) -> None:
    """A class whose students have handed in; the number in a text says how good it is."""
    room.set_up(rubric_from="own", rubric=json.dumps(write_rubric(criteria)), **{"k": "3", **settings})
    room.join(people)
    for place, student in enumerate(room.students):
        hand_in(student, f"My essay is worth {place}.")
    room.step("open", "review")


def pairs_of(student: Visit) -> list[str]:
    return list(dict.fromkeys(link for link in student.home().links if f"/{SLUG}/compare/" in link))


def worth(text: str) -> list[int]:
    return [int(part[0]) for part in text.split("worth ")[1:]]


def compare(student: Visit, address: str, **chosen: str):
    """Prefer the work that is worth more, by every question, unless told otherwise."""
    page = student.get(address)
    first, second = worth(page.words)[:2]
    better = "first" if first > second else "second"
    names = {str(one) for one in page.tree.xpath("//form//@name") if str(one).startswith("better_")}
    return student.send(page, address.partition(SLUG)[2], **{**dict.fromkeys(names, better), **chosen})


def review_and_compare(student: Visit) -> None:
    for address in to_review(student):
        review(student, address)
    for address in pairs_of(student):
        compare(student, address)


def marked(room: Classroom) -> Marking:
    with suite_of(room.app).database.read() as db:
        return mark_everything(db, activity(room), store.settings_of(db, activity(room)))


def activity(room: Classroom) -> int:
    with suite_of(room.app).database.read() as db:
        return db.scalars(select(Activity.id).where(Activity.tool == SLUG)).one()


def test_students_review_then_compare_and_marks_follow_and_come_after_the_words(room: Classroom):
    set_up(room, CLAIM, STYLE)
    first = room.students[0]
    assert pairs_of(first) == []
    assert first.home().words.count("First send both reviews") == 3
    addresses = to_review(first)
    page = first.get(addresses[0])
    assert "Your comment on “Whose claim is clearer?”" in page.words
    for address in addresses[:2]:
        review(first, address)
    (only,) = pairs_of(first)
    page = first.get(only)
    assert "Which of the two is better?" in page.words
    assert "What you wrote about it" in page.words
    missing = first.send(page, only.partition(SLUG)[2])
    assert missing.status == 422
    assert "More pairs wait" in compare(first, only).words
    review(first, addresses[2])
    left = [one for one in pairs_of(first) if one != only]
    assert "Here is the next pair" in compare(first, left[0]).words
    assert "You have compared all pairs" in compare(first, left[1]).words
    assert "checked" in first.get(only).text
    assert room.students[1].get(only.partition(first.path)[2].lstrip("/")).status == 404

    for student in room.students[1:]:
        review_and_compare(student)
    found = [mark for _, mark in sorted(marked(room).by_work.items())]
    marks = [one.mark for one in found if one.mark is not None]
    assert marks[5] > marks[0], "who lost everything stands below who won everything"
    assert not any(one.provisional for one in found)
    assert found[0].compared_share == 1
    assert all(one.low < one.mark < one.high for one in found)

    page = room.teacher.get(f"{SLUG}/comparisons")
    assert "36 comparisons count" in page.words
    assert page.tree.xpath("(//tbody/tr)[1]//a/text()") == [f"Name of peer-student-{marks.index(max(marks)) + 1}"]
    assert "Not all works hang together" not in page.words
    assert len(room.teacher.get(f"{SLUG}/comparisons?question=c2").tree.xpath("//tbody/tr")) == 6
    assert first.get(f"{SLUG}/comparisons").status == 403
    assert "comparisons with other works give" in room.teacher.get(page.tree.xpath("(//tbody/tr)[1]//a/@href")[0]).words

    room.step("close", "review")
    sent = room.teacher.send(room.teacher.get(f"{SLUG}/works"), "/works/release", which="all", confirmed="1")
    assert "The marks are released" in sent.words
    author = first
    page = author.get(f"{SLUG}/feedback")
    assert "First the words, then the mark" in page.words
    assert COMMENT in page.words
    rate_all(author)
    page = author.get(f"{SLUG}/feedback")
    assert "Reviewers compared works two at a time" in page.words
    assert "It comes from" not in page.words
    assert "Place" not in page.words
    assert "Which of two is better?" not in author.home().words
    assert "nothing is given on single criteria" in author.get(f"{SLUG}/growth").words
    assert "Reviewing is not open" in author.get(only).words


def test_a_rubric_and_comparisons_make_one_mark_that_the_tables_give_again(room: Classroom):
    """A rubric changed later leaves what was asked, and an erased reviewer's word counts on."""
    set_up(room, CLAIM, SCALE, people=4)
    for place, student in enumerate(room.students):
        for number, address in enumerate(to_review(student)):
            review(student, address, 4 + (place + number) % 4)
        for address in pairs_of(student):
            compare(student, address)
    rows, marks = worked_out(room.app)
    assert sorted(by_hand.table(rows).values()) == marks
    assert {row["compared share"].replace(",", ".") for row in rows} == {"0.5000"}
    with suite_of(room.app).database.read() as db:
        table = Table(
            columns=COMPARISON_EXPORT.columns(db, activity(room)),
            rows=COMPARISON_EXPORT.rows(db, activity(room)),
            people=None,
        )
        lines = comparisons_by_hand.read(b"".join(csv_pieces(table)).decode("utf-8-sig"))
    found = comparisons_by_hand.marks(lines)
    for line in lines:
        told = Decimal(line["mark of the better"].replace(",", "."))
        assert abs(found[line["better"]][2][0] - told) <= Decimal("0.1")

    before = {work: mark.mark for work, mark in marked(room).by_work.items()}
    form = room.teacher.get(f"{SLUG}/rubric?criterion=c1")
    room.teacher.send(form, "/rubric", title="Something else", weight="7")
    assert "Whose claim is clearer?" in room.students[0].get(pairs_of(room.students[0])[0]).words
    assert {work: mark.mark for work, mark in marked(room).by_work.items()} == before
    with suite_of(room.app).database.write() as db:
        names = store.names(db, store.context_of(db, activity(room)))
        person = next(key for key, name in names.items() if name == "Name of peer-student-2")
        told = personal_data.export(db, person, None)
        assert len(told["comparisons"]) == 3
        personal_data.erase(db, person, None)
    assert all(marked(room).by_work[work].mark is not None for work in before)


def test_few_comparisons_wait_for_the_teacher_and_apart_works_are_named(room: Classroom):
    set_up(room, CLAIM, people=8, k="2")
    for address in to_review(room.students[0]):
        review(room.students[0], address)
    compare(room.students[0], pairs_of(room.students[0])[0])
    for student in room.students[1:]:
        for address in to_review(student):
            review(student, address)
    other = next(student for student in room.students[1:] if not met(student, room.students[0]))
    compare(other, pairs_of(other)[0])
    assert all(one.provisional for one in marked(room).by_work.values())
    page = room.teacher.get(f"{SLUG}/comparisons")
    assert "Provisional" in page.words
    assert "Not all works hang together" in page.words
    first = room.teacher.get(f"{SLUG}/look-first")
    assert "Few comparisons" in first.words
    assert "Not compared yet" in first.words
    assert "No review" not in first.words
    alone = next(link for link in first.links if "/works/" in link)
    assert "Nobody has compared this work with another one yet." in room.teacher.get(alone).words
    assert "works are compared too little for a mark" in room.teacher.home().words
    assert "fewer than three reviews" not in room.teacher.home().words
    with suite_of(room.app).database.read() as db:
        credit = credits_of(db, activity(room), store.settings_of(db, activity(room)))
    assert sorted((one.grade.done, one.grade.due) for one in credit.values()) == [(2, 3)] * 6 + [(3, 3)] * 2


def met(one: Visit, other: Visit) -> bool:
    """Whether two students compare a work in common."""
    return bool(set(worth(one.get(pairs_of(one)[0]).words)) & set(worth(other.get(pairs_of(other)[0]).words)))
