"""Adding an activity: the chooser, the tool's own selection in a frame (deep linking), the form before saving."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lti_tools.demo_lms import activities, deep_linking, launching
from lti_tools.demo_lms.calls import Refused
from lti_tools.demo_lms.courses import Activity, Course
from lti_tools.demo_lms.lms import Draft, Launch, Lms
from lti_tools.demo_lms.terms import DL
from lti_tools.demo_lms.tools import Tool
from lti_tools.demo_lms.views.context import (
    current_lms,
    current_person,
    find_course,
    find_tool,
    person_here,
    require_teacher,
    signed_in,
)
from lti_tools.demo_lms.views.courses import fill_from_form, login_form

bp = Blueprint("selecting", __name__, url_prefix="/courses/<int:course>/add")


def connect(app: Flask, lms: Lms) -> None:
    app.register_blueprint(bp)
    app.add_url_rule(lms.personality.paths.deep_link_return, view_func=deep_link_return, methods=["POST"])


def _teachers_course(number: int) -> Course:
    course = find_course(number)
    require_teacher(course)
    return course


def offered(lms: Lms, course: Course) -> list[Tool]:
    """Tools of the activity chooser: activated (or ON and added), and in Moodle shown there."""
    return [tool for tool in lms.tools.values() if tool.active and tool.deployment_id and _shown(lms, course, tool)]


def _shown(lms: Lms, course: Course, tool: Tool) -> bool:
    return not lms.moodle or tool.in_chooser or tool.number in course.tools_shown


@bp.get("")
@signed_in
def chooser(course: int) -> ResponseReturnValue:
    lms, found = current_lms(), _teachers_course(course)
    return render_template("chooser.html", course=found, tools=offered(lms, found))


@bp.route("/tools", methods=["GET", "POST"])
@signed_in
def course_tools(course: int) -> ResponseReturnValue:
    """Moodle's "LTI External tools" page: the teacher switches "Show in activity chooser"."""
    lms, found = current_lms(), _teachers_course(course)
    if request.method == "POST":
        found.tools_shown ^= {find_tool(request.form.get("tool", 0, type=int)).number}
        return redirect(url_for("selecting.course_tools", course=course))
    tools = [tool for tool in lms.tools.values() if tool.active]
    return render_template("course_tools.html", course=found, tools=tools)


def _offered_tool(course: Course, number: int) -> Tool:
    tool = find_tool(number)
    if tool not in offered(current_lms(), course):
        abort(404, "This tool is not in the activity chooser of this course.")
    return tool


@bp.route("/<int:tool>", methods=["GET", "POST"])
@signed_in
def by_hand(course: int, tool: int) -> ResponseReturnValue:
    """The form for a link made without deep linking, with the button that opens the tool's selection."""
    lms, found = current_lms(), _teachers_course(course)
    chosen = _offered_tool(found, tool)
    activity = Activity(0, course, chosen.number, "", published=not lms.personality.publishes)
    fault = ""
    if request.method == "POST":
        fault = fill_from_form(activity)
        if not fault:
            activity.number = lms.number()
            activities.add(lms, activity)
            return redirect(url_for("courses.activity", course=course, number=activity.number))
    return render_template("edit.html", course=found, activity=activity, tool=chosen, fault=fault)


@bp.get("/<int:tool>/select")
@signed_in
def select(course: int, tool: int) -> ResponseReturnValue:
    found = _teachers_course(course)
    chosen = _offered_tool(found, tool)
    placement = request.args.get("placement", "")
    frame = url_for("selecting.select_launch", course=course, tool=tool, placement=placement)
    title = f"{chosen.name}: select content"
    return render_template("tool_page.html", course=found, title=title, frame=frame)


@bp.get("/<int:tool>/select/launch")
@signed_in
def select_launch(course: int, tool: int) -> ResponseReturnValue:
    """Deep linking is offered only where the registration asked for it."""
    lms, found = current_lms(), _teachers_course(course)
    chosen = _offered_tool(found, tool)
    placement = "" if lms.moodle else request.args.get("placement") or _default_placement(chosen)
    known = chosen.placed(placement)
    if not chosen.deep_linking or (not lms.moodle and known not in chosen.selections):
        abort(404, "This tool does not offer a selection here.")
    return login_form(launching.of_selection(lms, chosen, found, person_here(), placement))


def _default_placement(tool: Tool) -> str:
    names = [placement.name for placement in tool.selections]
    return next((name for name in ("assignment_selection", "link_selection") if name in names), (names or [""])[0])


# -- the tool's answer


def deep_link_return() -> ResponseReturnValue:
    """The tool's form post. It comes from another site without our cookie, so we post it to ourselves once more."""
    lms, person = current_lms(), current_person()
    if person is None and "repost" not in request.form:
        fields = request.form.to_dict() | {"repost": "1"}
        return render_template("autosubmit.html", url=request.url, fields=fields, method="post")
    call = lms.calls.open("deep-linking", request.method, request.path, request.args.to_dict())
    try:
        launch = deep_linking.launch_of(lms, request.args.get("sesskey") or request.args.get("data", ""))
        if person is None or person.number != launch.person:
            raise Refused(403, "The selection was begun by somebody else")
        url = _take(lms, launch, request.form.get("JWT", ""))
    except Refused as refused:
        call.close(refused.status, "refused", refused.reason)
        reason = refused.reason
        return render_template("error.html", title="The selection failed", reason=reason, framed=True), refused.status
    call.close(200, "ok")
    return render_template("leave_frame.html", url=url)


def _take(lms: Lms, launch: Launch, token: str) -> str:
    """Judge and use the answer; where the browser goes next. Moodle never shows the tool's messages."""
    call = lms.calls.entries[-1]
    claims = deep_linking.read_response(lms, launch, token, call)
    made = deep_linking.take(lms, launch, claims.get(f"{DL}content_items") or [], call)
    if isinstance(made, Draft):
        return url_for("selecting.draft", course=launch.course, number=made.number)
    for name in () if lms.moodle else ("msg", "errormsg"):
        if claims.get(DL + name):
            flash(str(claims[DL + name]))
    return url_for("courses.show", course=launch.course)


@bp.route("/drafts/<int:number>", methods=["GET", "POST"])
@signed_in
def draft(course: int, number: int) -> ResponseReturnValue:
    """Moodle's form after a selection: the teacher may change name, grade and custom parameters before saving."""
    lms, found = current_lms(), _teachers_course(course)
    waiting = lms.drafts.get(number)
    if waiting is None or waiting.course != course:
        abort(404, "This selection was saved already or never made.")
    activity = _activity_of(lms, waiting)
    fault = ""
    if request.method == "POST":
        fault = fill_from_form(activity)
        if not fault:
            activity.number = lms.number()
            activities.add(lms, activity)
            del lms.drafts[number]
            return redirect(url_for("courses.activity", course=course, number=activity.number))
    tool = lms.tools[waiting.tool]
    return render_template("edit.html", course=found, activity=activity, tool=tool, fault=fault, draft=waiting)


def _activity_of(lms: Lms, waiting: Draft) -> Activity:
    return deep_linking.drafted(waiting.course, lms.tools[waiting.tool], waiting.item, lms)
