"""The record's page for staff: who did what and when, one check of the chain, taking back."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.audit import store
from lti_tools.kit.audit.audit import note, verify
from lti_tools.kit.audit.deeds import ask_deed, deed
from lti_tools.kit.audit.known import known_actions
from lti_tools.kit.audit.own import UNDONE
from lti_tools.kit.audit.words import Line, line_of
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.notices import PARAMETER, Notice, announce
from lti_tools.web.numbers import whole_number
from lti_tools.web.origin import local_path
from lti_tools.web.paging import Page, page_number


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-audit", __name__)
    announce(blueprint, {"audit-undone": Notice(lazy("That is taken back. The record shows both."))})
    blueprint.add_url_rule("/", "show", show)
    blueprint.add_url_rule("/check", "check", check)
    blueprint.add_url_rule("/undo", "undo", undo, methods=["POST"])
    return blueprint


@require_right(Right.RUN)
def show() -> str:
    launch = current_launch()
    who, action = request.args.get("who", ""), request.args.get("action", "")
    with current_suite().database.read() as db:
        page = store.page_of_entries(
            db,
            launch.activity,
            page_number(request.args.get("page")),
            doer=whole_number(who) if who else None,
            action=action,
        )
        doers = store.doers(db, launch.activity)
        codes = store.actions(db, launch.activity)
    known = known_actions()
    lines = Page[Line]([line_of(entry, known) for entry in page.items], page.number, page.total, page.size)
    return render_template(
        "lti/audit/record.html",
        page=lines,
        page_url=lambda number: url_for(".show", page=number, who=who or None, action=action or None),
        doers=doers,
        actions=[(code, known[code].title) for code in codes if code in known],
        who=who,
        action=action,
    )


@require_right(Right.RUN)
def check() -> str:
    """Follow the whole chain, and say how it stands."""
    with current_suite().database.read() as db:
        verdict = verify(db, current_launch().activity)
    return render_template("lti/audit/check.html", verdict=verdict)


@require_right(Right.RUN)
@deed(UNDONE)
def undo() -> Response | str:
    """Take one entry back by its action's own undo; the record keeps both."""
    launch, number = current_launch(), whole_number(request.form.get("number"))
    with current_suite().database.read() as db:
        entry = store.find(db, launch.activity, number or 0)
    action = known_actions().get(entry.action)
    if action is None:
        raise NotFound
    if action.undo is None:
        raise Refusal(str(action.why_not))
    if request.form.get("confirmed") != "1":
        return ask_deed(
            UNDONE,
            _("Take this back?"),
            yes=_("Take it back"),
            detail=str(action.title),
            back_url=url_for(".show"),
        )
    with current_suite().database.write() as db:
        store.hold_head(db, launch.activity)
        entry = store.find(db, launch.activity, entry.number)
        if entry.undone_by is not None:
            raise Refusal(_("This has been taken back already."))
        action.undo(db, entry, now())
        note(db, launch, UNDONE, subject={"action": entry.action}, undoes=entry.number, now=now())
    back = local_path(request.form.get("next", ""), url_for(".show"))
    return redirect(f"{back.partition('?')[0]}?{PARAMETER}=audit-undone", 303)
