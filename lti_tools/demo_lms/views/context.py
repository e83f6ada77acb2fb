"""What every view needs to know: which platform this is, who is signed in, what an address names."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import abort, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lti_tools.demo_lms.courses import Activity, Course
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.people import Person, Role
from lti_tools.demo_lms.tools import Tool

View = Callable[..., ResponseReturnValue]
STAFF = (Role.TEACHER, Role.ASSISTANT)


def current_lms() -> Lms:
    return cast(Lms, current_app.extensions["demo_lms"])


def current_person() -> Person | None:
    number = session.get("person")
    return current_lms().people.get(number) if isinstance(number, int) else None


def person_here() -> Person:
    """The signed-in person; only behind `signed_in`."""
    person = current_person()
    if person is None:
        abort(401)
    return person


def signed_in(view: View) -> View:
    """Signed out: a GET shows the sign-in page (200), anything else goes there."""

    @wraps(view)
    def wrapped(**values: Any) -> ResponseReturnValue:
        if current_person():
            return view(**values)
        if request.method == "GET":
            return render_template("sign_in.html", people=current_lms().people.values(), going_to=request.full_path)
        return redirect(url_for("pages.start"))

    return wrapped


def for_admin(view: View) -> View:
    @wraps(view)
    def wrapped(**values: Any) -> ResponseReturnValue:
        if not person_here().is_admin:
            abort(403, "Only the site administrator may do this.")
        return view(**values)

    return signed_in(wrapped)


def find_course(number: int) -> Course:
    return current_lms().courses.get(number) or abort(404, "There is no such course.")


def course_address(course: Course) -> str:
    return url_for("courses.show", course=course.number)


def find_activity(course: int, number: int) -> Activity:
    activity = current_lms().activities.get(number)
    if activity is None or activity.course != course:
        abort(404, "There is no such activity in this course.")
    return activity


def find_tool(number: int) -> Tool:
    return current_lms().tools.get(number) or abort(404, "There is no such tool.")


def is_member(course: Course) -> bool:
    person = person_here()
    return person.is_admin or course.role(person.number) is not None


def is_teacher(course: Course) -> bool:
    """Whether the person may change the course: its teachers and the admin, not the assistant."""
    person = current_person()
    return person is not None and (person.is_admin or course.role(person.number) is Role.TEACHER)


def is_staff(course: Course) -> bool:
    person = current_person()
    return person is not None and (person.is_admin or course.role(person.number) in STAFF)


def require_teacher(course: Course) -> None:
    if not is_teacher(course):
        abort(403, "Only a teacher of this course may do this.")


def require_staff(course: Course) -> None:
    if not is_staff(course):
        abort(403, "Only the staff of this course may see this.")


def require_member(course: Course) -> None:
    if not is_member(course):
        abort(403, "You are not enrolled in this course.")
