"""Nobody learns who else is behind a work or a review: every page, table, file and answer that a student can open."""

import io
import re

from sqlalchemy import select

from lti_tools.store.tables.people import Person
from tests.support.app import suite_of
from tests.support.corpus import pictures
from tests.support.crawling import Visitor
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.peers import SLUG, Classroom, Visit, hand_in, review, to_review
from tools.peer_review.models import Review, Work

TOKEN = re.compile(r"/(?:reviews|feedback)/([\w-]{20,})")


def with_feedback(room: Classroom) -> None:
    """A class of five that has handed in texts and files, reviewed, and reads."""
    room.set_up(single_marks="y")
    room.join(5)
    for student in room.students:
        page = student.get(f"{SLUG}/work")
        form = next(one for one in page.forms if one.action.endswith("/-/uploads/send"))
        sent = {**dict(form.fields), "file": (io.BytesIO(pictures.png()), "my own name.png")}
        student.client.post(form.action, data=sent)
        assert "Your work is handed in" in hand_in(student).words
    room.step("open", "review")
    for student in room.students:
        for address in to_review(student):
            assert "Your review is sent" in review(student, address).words


class Reader(Visitor):
    """Presses everything and keeps what came."""

    def _follow(self, page: Page) -> Page:
        found = super()._follow(page)
        self.read: list[tuple[str, str]] = [*getattr(self, "read", ()), (found.url, body(found))]
        return found


def body(page: Page) -> str:
    return page.answer.get_data().decode("utf-8", "replace") + str(page.answer.headers)


def crawled(room: Classroom, student: Visit) -> list[tuple[str, str]]:
    """(address, body and headers) of everything that this student finds."""
    assert student.entered is not None
    reader = Reader(room.app, student.client, student.entered, "learner")
    reader.crawl()
    return reader.read


@on_sqlite
def test_no_student_finds_anothers_name_address_or_file_name_anywhere(room: Classroom):
    with_feedback(room)
    room.step("open", "feedback")
    with suite_of(room.app).database.read() as db:
        known = {one.sub: one for one in db.scalars(select(Person))}
    for number, student in enumerate(room.students[:2], 1):
        me = f"peer-student-{number}"
        others = [one for sub, one in known.items() if sub.startswith("peer-student") and sub != me]
        seen = crawled(room, student)
        assert len(seen) > 10
        for address, body in seen:
            told = [one.sub for one in others if one.sub in body or one.name in body or one.email in body]
            assert told == [], address


@on_sqlite
def test_two_readers_share_no_token_and_no_invented_name_tells_who_somebody_is(room: Classroom):
    with_feedback(room)
    room.step("open", "feedback")
    tokens, names = [], []
    for student in room.students:
        text = student.home().text + student.get(f"{SLUG}/feedback").text
        tokens.append(set(TOKEN.findall(text)))
        names.append(set(re.findall(r"(?:The work of|Review by) ([A-Z]\w+ [A-Z]\w+)", text)))
    for place, one in enumerate(tokens):
        assert one
        assert all(not one & other for other in tokens[:place])
    with suite_of(room.app).database.read() as db:
        ids = {str(one) for one in db.scalars(select(Review.id))} | {str(one) for one in db.scalars(select(Work.id))}
    assert not {token for one in tokens for token in one} & ids
    assert len({frozenset(one) for one in names}) == len(names)


@on_sqlite
def test_a_reviewer_gets_the_file_without_its_name_and_others_do_not_get_it(room: Classroom):
    with_feedback(room)
    reader = room.students[0]
    page = reader.get(to_review(reader)[0])
    assert "file-1.png" in page.text
    assert "my own name" not in page.text
    address = next(link for link in page.links if "/-/uploads/" in link)
    stranger = room.enter("stranger")
    assert reader.get(address).status == 200
    elsewhere = f"{stranger.path}/-/" + address.partition("/-/")[2]
    assert stranger.client.get(elsewhere).status_code == 404
