"""A result for everybody: by the teacher's choice, without names, and gone when it is taken back."""

from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults

pytestmark = on_sqlite
HOME = "topic-vote/"
NAMES = ("Ana", "Boris", "Carla", "Dina", "Emil")


def over(course, names=NAMES, alike=False):
    """A vote that is over; its teacher."""
    for number, name in enumerate(names):
        course.vote(name, "Robots" if alike or number % 2 == 0 else "Rivers")
    tom = course.join("Tom", "instructor")
    tom.post("topic-vote/close", {"confirmed": "1"})
    return tom


def address(tom):
    (link,) = [one for one in Page(tom.get(HOME)).links if "/open/topic-vote/results/" in one]
    return link


def outside(course, link):
    """The page as somebody without a session opens it."""
    return course.app.test_client().get(link, base_url="https://tools.example")


def test_a_teacher_shows_the_result_to_everybody_without_names(course):
    tom = over(course)
    assert not [one for one in Page(tom.get(HOME)).links if "/open/" in one]
    answer = tom.post("topic-vote/public")
    assert "Anybody with the address reads the result now." in tom.follow(answer).text
    found = outside(course, address(tom))
    page = Page(found)
    assert faults(page) == []
    assert "“Robots” has won" in page.data("story")
    assert "Tell whoever gave you the address of this page." in page.words
    assert "your teacher" not in page.words
    assert "Set-Cookie" not in found.headers
    assert not [name for name in (*NAMES, "Tom") if name in page.words]


def test_it_is_gone_when_it_is_taken_back_and_comes_back_under_the_same_address(course):
    tom = over(course)
    shown = Page(tom.follow(tom.post("topic-vote/public")))
    link = address(tom)
    undo = next(form for form in shown.forms if "undo" in form.action)
    tom.post(undo.action, undo.data)
    gone = Page(outside(course, link))
    assert gone.status == 404
    assert "Ask whoever gave you the address." in gone.words
    assert "your teacher" not in gone.words
    tom.post("topic-vote/public")
    assert address(tom) == link
    tom.post("topic-vote/public/end")
    assert outside(course, link).status_code == 404


def test_a_vote_that_is_opened_again_is_shown_to_nobody(course):
    tom = over(course)
    tom.post("topic-vote/public")
    link = address(tom)
    tom.post("topic-vote/closing", {"closes_at": "", "confirmed": "1"})
    assert outside(course, link).status_code == 404


def test_of_few_or_of_all_alike_it_tells_the_winner_alone(course):
    tom = over(course, NAMES[:4])
    tom.post("topic-vote/public")
    page = Page(outside(course, address(tom)))
    assert "any number would tell who chose what" in page.words
    assert "<table" not in page.text


def test_before_the_vote_is_over_nothing_can_be_shown_and_students_cannot_show_it(course):
    course.vote("Ana", "Robots")
    assert course.join("Tom", "instructor").post("topic-vote/public").status_code == 409
    assert course.join("Ana").post("topic-vote/public").status_code == 403


def test_the_wall_of_the_classroom_shows_the_result_once_students_may_see_it(course):
    course.vote("Ana", "Robots")
    wall = "-/overview/wall"
    assert "The count appears here when voting has closed" in course.join("Tom", "instructor").get(wall).text
    page = Page(over(course).get(wall))
    assert faults(page) == []
    assert "“Robots” has won" in page.data("story")
    assert not [name for name in NAMES if name in page.tree.xpath("string(//main)")]
