"""Course pages, activities with the tool in a frame, and what a teacher may do to them."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lti_tools.demo_lms import activities, custom, launching, oidc
from lti_tools.demo_lms.courses import Activity, Course
from lti_tools.demo_lms.lms import Launch, Lms
from lti_tools.demo_lms.views.context import (
    current_lms,
    current_person,
    find_activity,
    find_course,
    find_tool,
    is_staff,
    person_here,
    require_member,
    require_teacher,
    signed_in,
)

bp = Blueprint("courses", __name__, url_prefix="/courses/<int:course>")


def connect(app: Flask, lms: Lms) -> None:
    app.register_blueprint(bp)


def login_form(launch: Launch) -> ResponseReturnValue:
    """The page that sends the browser to the tool's login address."""
    lms = current_lms()
    sent = oidc.initiation(lms, launch)
    method = lms.switches.login_method.lower()
    return render_template("autosubmit.html", url=sent.url, fields=sent.fields, method=method)


@bp.get("")
def show(course: int) -> ResponseReturnValue:
    """The course page; signed out, a preview of it."""
    lms, found = current_lms(), find_course(course)
    if current_person() is None:
        return render_template("preview.html", course=found)
    require_member(found)
    listed = [a for a in lms.activities_in(course) if a.published or is_staff(found)]
    return render_template("course.html", course=found, activities=listed)


@bp.get("/people")
@signed_in
def people(course: int) -> ResponseReturnValue:
    found = find_course(course)
    require_member(found)
    return render_template("people.html", course=found)


@bp.post("/copy")
@signed_in
def copy(course: int) -> ResponseReturnValue:
    found = find_course(course)
    require_teacher(found)
    made = activities.copy_course(current_lms(), found)
    flash(f"This is the copy of {found.name}: the same activities, no students.")
    return redirect(url_for("courses.show", course=made.number))


@bp.get("/return")
def tool_return(course: int) -> ResponseReturnValue:
    """Where a tool sends people back to (`launch_presentation.return_url`); its messages are shown."""
    for name in ("lti_msg", "lti_errormsg"):
        if request.args.get(name):
            flash(request.args[name])
    url = url_for("courses.show", course=find_course(course).number)
    return render_template("leave_frame.html", url=url)


# -- one activity


def _visible(course: Course, number: int) -> Activity:
    activity = find_activity(course.number, number)
    if not activity.published and not is_staff(course):
        abort(404, "This activity is not published yet.")
    return activity


@bp.get("/activities/<int:number>")
@signed_in
def activity(course: int, number: int) -> ResponseReturnValue:
    found = find_course(course)
    require_member(found)
    chosen = _visible(found, number)
    frame = url_for("courses.launch", course=course, number=number)
    return render_template("activity.html", course=found, activity=chosen, frame=frame)


@bp.get("/activities/<int:number>/launch")
@signed_in
def launch(course: int, number: int) -> ResponseReturnValue:
    """Moodle starts a launch before any access check; Canvas checks first."""
    lms, found = current_lms(), find_course(course)
    chosen = find_activity(course, number)
    if not lms.moodle:
        require_member(found)
        _visible(found, number)
    target = request.args.get("target", "iframe")
    if target not in ("iframe", "window", "frame"):
        abort(400, "target is iframe, frame or window.")
    return login_form(launching.of_activity(lms, chosen, person_here(), target))


@bp.route("/activities/<int:number>/edit", methods=["GET", "POST"])
@signed_in
def edit(course: int, number: int) -> ResponseReturnValue:
    lms, found = current_lms(), find_course(course)
    require_teacher(found)
    chosen = find_activity(course, number)
    fault = ""
    if request.method == "POST":
        fault = fill_from_form(chosen)
        if not fault:
            activities.save(lms, chosen)
            return redirect(url_for("courses.activity", course=course, number=number))
    return render_template("edit.html", course=found, activity=chosen, tool=lms.tools[chosen.tool], fault=fault)


def fill_from_form(chosen: Activity) -> str:
    """Take the teacher's form into an activity; the reason why not, or ""."""
    form = request.form
    maximum = form.get("grade_maximum", "").strip()
    fault = "" if form.get("title", "").strip() else "Give the activity a name"
    fault = fault or activities.title_fault(form["title"])
    number: float | None = None
    if maximum and not fault:
        number = form.get("grade_maximum", type=float)
        fault = (
            activities.grade_fault(number) if current_lms().moodle else ("" if number else "Points must be a number")
        )
    if fault:
        return fault
    chosen.title, chosen.text = form["title"].strip(), form.get("text", "")
    chosen.url, chosen.custom = form.get("url", "").strip(), custom.from_lines(form.get("custom", ""))
    chosen.new_window = "new_window" in form
    chosen.grade_maximum = number
    return ""


@bp.post("/activities/<int:number>/<any(duplicate, delete, publish, unpublish):deed>")
@signed_in
def change(course: int, number: int, deed: str) -> ResponseReturnValue:
    lms, found = current_lms(), find_course(course)
    require_teacher(found)
    chosen = find_activity(course, number)
    if deed == "duplicate":
        activities.duplicate(lms, chosen)
    elif deed == "delete":
        activities.delete(lms, chosen)
    else:
        chosen.published = deed == "publish"
    return redirect(url_for("courses.show", course=course))


# -- tools in the course's navigation (Canvas) and privacy


@bp.get("/tools/<int:tool>")
@signed_in
def navigation(course: int, tool: int) -> ResponseReturnValue:
    found, chosen = find_course(course), find_tool(tool)
    require_member(found)
    frame = url_for("courses.navigation_launch", course=course, tool=tool)
    return render_template("tool_page.html", course=found, title=chosen.name, frame=frame)


@bp.get("/tools/<int:tool>/launch")
@signed_in
def navigation_launch(course: int, tool: int) -> ResponseReturnValue:
    found, chosen = find_course(course), find_tool(tool)
    require_member(found)
    if chosen.course_navigation is None or not chosen.active:
        abort(404, "This tool has no place in the course's navigation.")
    return login_form(launching.of_navigation(current_lms(), chosen, found, person_here()))


@bp.get("/tools/<int:tool>/privacy/<int:about>")
@signed_in
def privacy_launch(course: int, tool: int, about: int) -> ResponseReturnValue:
    """Ask a tool about somebody's data: one's own, or anybody's as site administrator."""
    lms, person = current_lms(), person_here()
    subject = lms.people.get(about) or abort(404)
    if not lms.switches.data_privacy:
        abort(404, "This platform sends no data privacy launches.")
    if subject is not person and not person.is_admin:
        abort(403, "Only the site administrator may ask about somebody else.")
    return login_form(launching.of_data_privacy(lms, find_tool(tool), find_course(course), person, subject))
