"""Thank-you cards among classmates and from teachers."""

from sqlalchemy import select

from tests.support.pages import Page, faults
from tests.support.questlines import make_teams
from tools.gamification.service import personal_data
from tools.gamification.thanks.tables import CardRow

HOME = "quests/"


def card(visitor, to, **fields):
    return visitor.post(HOME + "thanks", {"to": str(to.person_id), "phrase": "patient", **fields})


def test_a_card_reaches_who_it_is_for_and_nobody_else(course):
    ana, bo, cy = (course.join(name) for name in ("Ana", "Bo", "Cy"))
    assert "The card is on its way" in ana.follow(card(ana, bo, text="and you are late")).text
    page = Page(bo.get(HOME + "thanks"))
    assert "You were patient with me." in page.words
    assert "Ana" in page.words
    assert "late" not in page.words
    assert "No card yet" in cy.get(HOME + "thanks").text
    assert faults(page) == []
    assert "this person today already" in card(ana, bo).text
    assert card(ana, ana).status_code == 422


def test_a_student_sends_three_cards_a_week_a_teacher_as_many_as_they_want(course):
    teacher, ana = course.join("Tom", "instructor"), course.join("Ana")
    others = [course.join(name) for name in ("Bo", "Cy", "Di", "Ed")]
    assert [card(ana, one).status_code for one in others] == [303, 303, 303, 422]
    assert [card(teacher, one, text="Well done!").status_code for one in others] == [303] * 4
    assert "Well done!" in others[3].get(HOME + "thanks").text
    assert faults(Page(teacher.get(HOME + "thanks"))) == []


def test_whoever_is_in_a_team_thanks_the_team(course):
    ana, bo, cy = (course.join(name) for name in ("Ana", "Bo", "Cy"))
    with course.database.write() as db:
        make_teams(db, course.school.context_id, course.activity, (ana.person_id, bo.person_id), (cy.person_id,))
    assert card(ana, cy).status_code == 422
    assert card(ana, bo).status_code == 303


def test_an_erased_sender_leaves_no_name_and_no_words_behind(course):
    teacher, ana = course.join("Tom", "instructor"), course.join("Ana")
    card(teacher, ana, text="You did well in the river.")
    with course.database.write() as db:
        assert personal_data.export(db, ana.person_id, None)["cards"][0]["says"] == "patient"
        personal_data.erase(db, teacher.person_id, None)
        row = db.scalars(select(CardRow)).one()
        assert (row.by_id, row.text) == (None, "")
        personal_data.erase(db, ana.person_id, None)
        assert db.scalars(select(CardRow)).all() == []
