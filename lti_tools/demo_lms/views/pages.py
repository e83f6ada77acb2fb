"""Start page and signing in: pick a person, no password."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.views.context import current_lms, current_person

bp = Blueprint("pages", __name__)


def connect(app: Flask, lms: Lms) -> None:
    app.register_blueprint(bp)


@bp.get("/")
def start() -> ResponseReturnValue:
    lms, person = current_lms(), current_person()
    if person is None:
        return render_template("sign_in.html", people=lms.people.values(), going_to="")
    mine = [course for course in lms.courses.values() if person.is_admin or course.role(person.number)]
    return render_template("start.html", courses=mine)


@bp.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    number = request.form.get("person", type=int)
    if number not in current_lms().people:
        abort(400, "Pick one of the people shown.")
    session.clear()
    session["person"] = number
    going_to = request.form.get("going_to", "")
    safe = going_to.startswith("/") and not going_to.startswith(("//", "/\\"))
    return redirect(going_to if safe else url_for("pages.start"))


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    session.clear()
    return redirect(url_for("pages.start"))


@bp.get("/post_message_forwarding")
def forwarding() -> ResponseReturnValue:
    """The frame that keeps what tools store while a page is open (LTI platform storage)."""
    return render_template("forwarding.html")
