from tests.functional.groups.conftest import NAMES
from tests.functional.groups.test_teachers import move, set_id
from tests.support.pages import faults
from tests.support.sessions import as_person


def join_button(page, name):
    """The form behind a student's button for one group."""
    return next(form for form in page.forms if any(text.endswith(name) for _n, _v, text in form.buttons))


def sign_up(course, place, name):
    visitor = course.student(place)
    page = course.page(visitor)
    form = join_button(page, name)
    return course.post(visitor, form.action, **dict(form.fields))


def test_mates_are_named_once_the_set_is_published_and_not_before(course):
    at = course.new_set()
    move(course, at, s0=1, s1=1, s2=2)
    page = course.page(course.student(0))
    assert "Your teacher will tell you" in page.words
    assert not any(name in page.words for name in NAMES[1:])
    course.post(course.teacher, f"{at}/publish", shown="1")
    page = course.page(course.student(0))
    assert faults(page) == []
    assert "You are in: Group 1" in page.words
    assert "Ben Okoro" in page.words
    assert "Chen Wei" not in page.words
    assert "Sees that everybody has understood the task" in page.words
    course.post(course.teacher, f"{at}/publish", shown="0")
    assert "Ben Okoro" not in course.page(course.student(0)).words


def test_publishing_stands_in_the_record_and_can_be_taken_back_there(course):
    at = course.new_set()
    course.post(course.teacher, f"{at}/publish", shown="1")
    record = course.page(course.teacher, "-/audit/")
    assert "Groups shown to students" in record.words


def test_students_sign_up_wait_and_move_up(course):
    course.new_set(source="sign-up", groups=2, capacity="1")
    assert "You are in the group." in sign_up(course, 0, "Join Group 1").words
    page = sign_up(course, 1, "Wait for Group 1")
    assert faults(page) == []
    assert "number 1 in line" in page.words
    assert not any(name in page.words for name in NAMES if name != NAMES[1])
    ana = course.student(0)
    leave = next(form for form in course.page(ana).forms if form.action.endswith("/leave"))
    asked = course.post(ana, leave.action)
    assert "Leave your group?" in asked.words
    assert "You have left the group." in course.post(ana, leave.action, confirmed="1").words
    assert "You are in: Group 1" in course.page(course.student(1)).words
    inbox = course.page(course.student(1), "-/notices/")
    assert "You waited for a place in a group, and you have it now." in inbox.words
    go = next(form for form in inbox.forms if form.action.endswith("/go"))
    assert "You are in: Group 1" in course.post(course.student(1), go.action, **dict(go.fields)).words
    assert "You waited" not in course.page(ana, "-/notices/").words


def test_who_waits_can_stop(course):
    course.new_set(source="sign-up", groups=1, capacity="1")
    sign_up(course, 0, "Join Group 1")
    page = sign_up(course, 1, "Wait for Group 1")
    stop = next(form for form in page.forms if form.action.endswith("/stop"))
    assert "You no longer wait." in course.post(course.student(1), stop.action).words


def test_closed_sign_up_keeps_ones_group_and_takes_nobody(course):
    at = course.new_set(source="sign-up", groups=1, capacity="1")
    sign_up(course, 0, "Join Group 1")
    page = course.page(course.teacher, f"{at}/settings")
    fields = dict(next(form for form in page.forms if form.action.endswith("/settings")).fields)
    fields.pop("signup_open", None)
    course.post(course.teacher, f"{at}/settings", **fields)
    assert "You are in: Group 1" in course.page(course.student(0)).words
    answer = course.student(1).post(f"{at}/join", {"group": "1"})
    assert (answer.status_code, "closed" in answer.text) == (409, True)


def test_a_group_of_another_set_cannot_be_joined(course):
    course.new_set(groups=1)
    at = course.new_set(source="sign-up", groups=1)
    assert course.student(0).post(f"{at}/join", {"group": "1"}).status_code == 404
    assert course.student(0).post(f"{at}/join", {"group": "one"}).status_code == 404


def test_students_reach_no_page_of_teachers_and_guests_none_at_all(course):
    at = course.new_set()
    for path in (f"{at}/", f"{at}/people", f"{at}/make", f"{at}/changes"):
        assert course.student(0).get(path).status_code == 403
    guest = as_person(course.app, course.school, course.ids[0], role="observer")
    assert guest.get("-/groups/").status_code == 403
    assert set_id(at) > 0
