"""The gradebook for staff, own grades for students, and the way from a cell to the submission."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lti_tools.demo_lms import launching
from lti_tools.demo_lms.gradebook import Grade
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.people import Person, Role
from lti_tools.demo_lms.views.context import (
    current_lms,
    find_activity,
    find_course,
    is_staff,
    person_here,
    require_member,
    require_staff,
    require_teacher,
    signed_in,
)
from lti_tools.demo_lms.views.courses import login_form

bp = Blueprint("grades", __name__, url_prefix="/courses/<int:course>")


def connect(app: Flask, lms: Lms) -> None:
    app.register_blueprint(bp)


@bp.get("/grades")
@signed_in
def show(course: int) -> ResponseReturnValue:
    lms, found = current_lms(), find_course(course)
    require_member(found)
    items = lms.items_in(course)
    if not is_staff(found):
        return render_template("my_grades.html", course=found, items=items)
    students = [lms.people[number] for number in found.numbers(Role.STUDENT)]
    return render_template("gradebook.html", course=found, items=items, students=students)


@bp.route("/grades/<int:item>/<int:student>", methods=["GET", "POST"])
@signed_in
def cell(course: int, item: int, student: int) -> ResponseReturnValue:
    """One cell: what the tool sent, the teacher's own mark over it, and the lock on the column."""
    lms, found = current_lms(), find_course(course)
    require_staff(found)
    column, who = lms.line_items.get(item), _student(course, student)
    if column is None or column.course != course:
        abort(404, "There is no such column.")
    if request.method == "POST":
        require_teacher(found)
        grade = lms.grades.setdefault((item, student), Grade())
        grade.override = request.form.get("override", type=float)
        column.locked = "locked" in request.form
        return redirect(url_for("grades.show", course=course))
    activity = lms.activities.get(column.activity or 0)
    grade = lms.grade(item, student)
    return render_template("cell.html", course=found, item=column, student=who, grade=grade, activity=activity)


def _student(course: int, number: int) -> Person:
    if number not in find_course(course).enrolments:
        abort(404, "There is no such person in this course.")
    return current_lms().people[number]


@bp.get("/activities/<int:number>/review/<int:student>")
@signed_in
def review(course: int, number: int, student: int) -> ResponseReturnValue:
    found, activity, who = find_course(course), find_activity(course, number), _student(course, student)
    require_staff(found)
    frame = url_for("grades.review_launch", course=course, number=number, student=student)
    title = f"{activity.title}: {who.name}"
    return render_template("tool_page.html", course=found, title=title, frame=frame)


@bp.get("/activities/<int:number>/review/<int:student>/launch")
@signed_in
def review_launch(course: int, number: int, student: int) -> ResponseReturnValue:
    """Staff may review anybody's work, a student their own."""
    found, activity, who = find_course(course), find_activity(course, number), _student(course, student)
    if who is not person_here():
        require_staff(found)
    require_member(found)
    return login_form(launching.of_review(current_lms(), activity, person_here(), who))
