"""Site administration: external tools, their registration in a frame, and faults."""

from urllib.parse import urlencode

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lti_tools.demo_lms import by_hand, faults, registration
from lti_tools.demo_lms.calls import Refused
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.tools import Tool
from lti_tools.demo_lms.views.context import current_lms, find_tool, for_admin

bp = Blueprint("admin", __name__, url_prefix="/admin")


def connect(app: Flask, lms: Lms) -> None:
    app.register_blueprint(bp)


@bp.get("/tools")
@for_admin
def tools() -> ResponseReturnValue:
    return render_template("admin_tools.html", tools=current_lms().tools.values())


def registration_address(lms: Lms, url: str, client_id: str = "") -> str:
    """A tool's registration URL with our two parameters; a query that it has is kept."""
    token = registration.new_token(lms, client_id)
    configuration = lms.url(lms.personality.paths.openid_configuration)
    query = urlencode({"openid_configuration": configuration, "registration_token": token})
    return f"{url}{'&' if '?' in url else '?'}{query}"


@bp.get("/tools/register")
@for_admin
def register() -> ResponseReturnValue:
    """Open the tool's page in a frame; where a tool of that host and port is known, Moodle asks first."""
    lms, url, choice = current_lms(), request.args.get("url", "").strip(), request.args.get("choice", "")
    if not url.startswith(("http://", "https://")):
        abort(400, "A registration address begins with http:// or https://.")
    known = lms.tool_by_host(url) if lms.moodle else None
    if known and choice not in ("add", "update"):
        return render_template("admin_known.html", url=url, tool=known)
    client_id = known.client_id if known and choice == "update" else ""
    return render_template("admin_register.html", frame=registration_address(lms, url, client_id))


@bp.get("/tools/<int:number>")
@for_admin
def tool(number: int) -> ResponseReturnValue:
    return render_template("admin_tool.html", tool=find_tool(number))


@bp.post("/tools/<int:number>")
@for_admin
def review(number: int) -> ResponseReturnValue:
    """Take scopes, placements, names or e-mail back: what was granted need not be what was asked for."""
    lms, chosen = current_lms(), find_tool(number)
    with lms.lock:
        chosen.scopes &= set(request.form.getlist("scopes"))
        chosen.sends_name, chosen.sends_email = "sends_name" in request.form, "sends_email" in request.form
        for placement in chosen.placements:
            placement.enabled = placement.name in request.form.getlist("placements")
    return redirect(url_for("admin.tool", number=number))


@bp.route("/tools/by-hand", methods=["GET", "POST"])
@for_admin
def type_in() -> ResponseReturnValue:
    """Set a tool up by its addresses, or (Canvas) by its JSON configuration's address."""
    lms, fault = current_lms(), ""
    if request.method == "POST":
        try:
            json_url = request.form.get("json_url", "").strip()
            form = request.form.to_dict()
            made = by_hand.from_canvas_json(lms, json_url) if json_url else by_hand.from_form(lms, form)
            return redirect(url_for("admin.tool", number=made.number))
        except Refused as refused:
            fault = refused.reason
    return render_template("admin_by_hand.html", fault=fault, fields=by_hand.ADDRESSES)


def _on(lms: Lms, chosen: Tool) -> None:
    chosen.active = True


def _off(lms: Lms, chosen: Tool) -> None:
    chosen.active = False


def _toggle_chooser(lms: Lms, chosen: Tool) -> None:
    chosen.in_chooser = not chosen.in_chooser


def add_app(lms: Lms, chosen: Tool) -> None:
    """Canvas: deploy a key that is ON to the whole account."""
    if not chosen.active:
        abort(409, "Switch the developer key ON first.")
    chosen.deployment_id = chosen.deployment_id or f"{chosen.number}:{lms.opaque(f'deployment {chosen.number}')}"


def _remove(lms: Lms, chosen: Tool) -> None:
    for activity in [each for each in lms.activities.values() if each.tool == chosen.number]:
        lms.activities.pop(activity.number)
    for item in [each for each in lms.line_items.values() if each.tool == chosen.number]:
        lms.remove_line_item(item.number)
    for hint in [hint for hint, launch in lms.launches.items() if launch.tool == chosen.number]:
        lms.launches.pop(hint)
    lms.tools.pop(chosen.number)


DEEDS = {"activate": _on, "deactivate": _off, "chooser": _toggle_chooser, "add-app": add_app, "remove": _remove}


@bp.post("/tools/<int:number>/<deed>")
@for_admin
def change(number: int, deed: str) -> ResponseReturnValue:
    lms, act = current_lms(), DEEDS.get(deed)
    if act is None:
        abort(404)
    with lms.lock:
        act(lms, find_tool(number))
    return redirect(url_for("admin.tools"))


@bp.route("/faults", methods=["GET", "POST"])
@for_admin
def fault_page() -> ResponseReturnValue:
    lms = current_lms()
    if request.method == "POST":
        if "clear" in request.form:
            lms.faults.clear()
        else:
            try:
                lms.faults.add(faults.parse(request.form.to_dict()))
            except faults.FaultInvalid as error:
                flash(f"Not switched on: {error}.")
        return redirect(url_for("admin.fault_page"))
    return render_template(
        "admin_faults.html",
        modes=faults.MODES,
        endpoints=faults.ENDPOINTS,
        switched_on=lms.faults.as_json(),
        calls=reversed(lms.calls.as_json()[-50:]),
    )
