"""The grade outbox in the admin pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, select, update

from lti_tools.grades import outbox
from lti_tools.grades.terms import Refusal, State
from lti_tools.grades.words import REFUSALS
from lti_tools.store.tables.grades import GradeLane, GradeWish
from lti_tools.store.tables.people import Person
from tests.functional.admin.conftest import Admin
from tests.support.school import NOW, School, add_activity, add_person, make_school


@pytest.fixture
def school(admin: Admin) -> School:
    with admin.database.write() as db:
        return make_school(db)


def wish(admin: Admin, school: School, name: str, state: State, activity_id: int = 0, **values: object) -> int:
    """A score of somebody new in this state; the person's id."""
    with admin.database.write() as db:
        person = add_person(db, school, name)
        db.get_one(Person, person).name = name
        outbox.wish(
            db,
            activity_id=activity_id or school.activity_id,
            person_id=person,
            score=Decimal(7),
            maximum=Decimal(10),
            now=NOW,
        )
        db.flush()
        refusal = {"refusal": Refusal.NOT_GRADABLE} if state is State.REFUSED else {}
        db.execute(update(GradeWish).where(GradeWish.person_id == person).values(state=state, **refusal, **values))
        return person


def states(admin: Admin) -> list[str]:
    with admin.database.read() as db:
        return list(db.scalars(select(GradeWish.state).order_by(GradeWish.id)))


@contextmanager
def statements(admin: Admin) -> Iterator[list[str]]:
    """The SELECTs of a block."""
    seen: list[str] = []

    def listen(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(admin.database.engine, "before_cursor_execute", listen)
    yield seen
    event.remove(admin.database.engine, "before_cursor_execute", listen)


def test_without_scores_the_page_says_so(admin: Admin) -> None:
    assert "No scores here" in admin.get("/admin/grades").words
    assert "Nothing was refused" in admin.get("/admin/grades?state=refused").words


def test_scores_are_counted_by_activity_and_state(admin: Admin, school: School) -> None:
    for number, state in enumerate([State.REFUSED, State.REFUSED, State.WAITING, State.SENDING, State.CONFIRMED]):
        wish(admin, school, f"P{number}", state)
    with admin.database.write() as db:
        quiet = add_activity(db, school.context_id, tool="topic-vote", resource_link_id="link-2")
    wish(admin, school, "Q", State.CONFIRMED, quiet)
    page = admin.get("/admin/grades")
    cells = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")]
        for row in page.tree.xpath("//tbody/tr")
    ]
    assert [row[3:] for row in cells] == [["2", "1", "1", "1"], ["0", "0", "0", "1"]]
    assert len(admin.get("/admin/grades?state=refused").tree.xpath("//tbody/tr")) == 1
    assert len(admin.get("/admin/grades?state=waiting").tree.xpath("//tbody/tr")) == 1
    assert len(admin.get(f"/admin/grades?platform={school.platform_id}").tree.xpath("//tbody/tr")) == 2
    assert len(admin.get("/admin/grades?platform=999&state=nonsense").tree.xpath("//tbody/tr")) == 0
    overview = admin.get("/admin/").words
    assert "Scores refused 2" in overview
    assert "Scores on their way 2" in overview


def test_a_refused_score_says_why_and_what_the_platform_answered(admin: Admin, school: School) -> None:
    wish(admin, school, "Anna", State.REFUSED, answer="422 <b>not a student</b>", tries=3, attempt_at=NOW)
    wish(admin, school, "Bobur", State.WAITING, due_at=NOW + timedelta(days=9999))
    page = admin.get(f"/admin/grades/{school.activity_id}")
    assert str(REFUSALS[Refusal.NOT_GRADABLE]) in page.words
    assert "422 <b>not a student</b>" in page.words
    assert "3 failed tries" in page.words
    assert page.words.index("Anna") < page.words.index("Bobur")


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_has_its_words(admin: Admin, school: School, refusal: Refusal) -> None:
    wish(admin, school, "Anna", State.REFUSED)
    with admin.database.write() as db:
        db.execute(update(GradeWish).values(refusal=refusal))
    assert str(REFUSALS[refusal]) in admin.get(f"/admin/grades/{school.activity_id}").words


def test_one_score_is_sent_again(admin: Admin, school: School) -> None:
    wish(admin, school, "Anna", State.REFUSED)
    bobur = wish(admin, school, "Bobur", State.REFUSED)
    page = admin.get(f"/admin/grades/{school.activity_id}")
    (form,) = (form for form in page.forms if form.data.get("person") == str(bobur))
    page = admin.post(form.action, form.data)
    assert "The scores wait to be sent again." in page.words
    assert states(admin) == [State.REFUSED, State.WAITING]
    assert "Nothing was refused any more" in admin.post(form.action, form.data).words
    assert admin.audits() == ["sign-in", "grades.send-again"]


def test_all_scores_of_an_activity_are_sent_again_and_no_others(admin: Admin, school: School) -> None:
    with admin.database.write() as db:
        other = add_activity(db, school.context_id, tool="topic-vote", resource_link_id="link-2")
    for name in ("Anna", "Bobur"):
        wish(admin, school, name, State.REFUSED)
    wish(admin, school, "Carmen", State.REFUSED, other)
    page = admin.get(f"/admin/grades/{school.activity_id}")
    assert page.forms[1].buttons[0][2] == "Send all 2 again"
    admin.post(page.forms[1].action, page.forms[1].data)
    assert states(admin) == [State.WAITING, State.WAITING, State.REFUSED]


@pytest.mark.parametrize("person", ["", "x", "1e3", "999999999999999999999"])
def test_a_nonsense_person_sends_nothing_again(admin: Admin, school: School, person: str) -> None:
    wish(admin, school, "Anna", State.REFUSED)
    page = admin.get(f"/admin/grades/{school.activity_id}")
    admin.post(page.forms[1].action, {**page.forms[1].data, "person": person})
    assert states(admin) == [State.REFUSED]


def test_a_page_costs_the_same_for_one_score_and_for_many(admin: Admin, school: School) -> None:
    wish(admin, school, "P0", State.REFUSED)
    counts = []
    for more in (0, 60):
        for number in range(more):
            wish(admin, school, f"P{number + 1}", State.REFUSED)
        for path in ("/admin/grades", f"/admin/grades/{school.activity_id}"):
            with statements(admin) as seen:
                admin.get(path)
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 5
    page = admin.get(f"/admin/grades/{school.activity_id}")
    assert len(page.tree.xpath("//tbody/tr")) == 50
    assert "Page 1 of 2" in page.words
    assert len(admin.get(f"/admin/grades/{school.activity_id}?page=2").tree.xpath("//tbody/tr")) == 11


def test_a_platform_that_asked_for_patience_is_named(admin: Admin, school: School) -> None:
    with admin.database.write() as db:
        until = NOW + timedelta(days=9999)
        db.add(GradeLane(platform_id=school.platform_id, paused_until=until, held_until=NOW))
    assert "It asked for patience, or could not be reached." in admin.get("/admin/grades").words
