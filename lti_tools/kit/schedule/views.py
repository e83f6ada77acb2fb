"""The pages of dates: a timeline for everybody, steps and more time for staff."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.activities import activity_of, configure
from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import Affected, ask_deed, deed, done
from lti_tools.kit.schedule import calendar, deeds, extensions, schedule
from lti_tools.kit.schedule.calendar_views import add_calendar_pages
from lti_tools.kit.schedule.forms import ExtensionForm
from lti_tools.kit.schedule.plans import read_plans, with_plan
from lti_tools.kit.schedule.reading import Dates, coming, dates, zone
from lti_tools.kit.schedule.timeline import steps
from lti_tools.kit.schedule.transitions import run_due
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.pure.schedule import Plan, Start
from lti_tools.suite import current_suite
from lti_tools.tool import Tool
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, ngettext
from lti_tools.web.notices import Notice, Tone, announce
from lti_tools.web.numbers import whole_number

NOTICES = {
    "schedule-opened": Notice(lazy("The step is open.")),
    "schedule-closed": Notice(lazy("The step is closed.")),
    "schedule-reopened": Notice(lazy("The step is open again.")),
    "schedule-extended": Notice(lazy("More time is given.")),
    "schedule-nobody": Notice(lazy("Nobody has more time by this, so nothing was changed."), Tone.WARN),
    "schedule-taken-back": Notice(lazy("The extra time is taken back.")),
    "schedule-some-left": Notice(
        lazy("The extra time is taken back, except where somebody was given another date since."), Tone.INFO
    ),
    "schedule-holiday-added": Notice(lazy("The calendar is changed.")),
}


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-schedule", __name__)
    announce(blueprint, NOTICES)
    blueprint.add_url_rule("/", "show", show)
    blueprint.add_url_rule("/extend", "extend", extend, methods=["POST"])
    blueprint.add_url_rule("/extensions/<int:extension_id>/undo", "undo", undo, methods=["POST"])
    blueprint.add_url_rule("/open", "open", open_step, methods=["POST"])
    blueprint.add_url_rule("/close", "close", close_step, methods=["POST"])
    blueprint.add_url_rule("/reopen", "reopen", reopen_step, methods=["POST"])
    add_calendar_pages(blueprint)
    return blueprint


@require_role(*Role)
def show() -> str:
    """Staff see steps, people and more time; everybody else their own timeline and what comes next in the course."""
    launch = current_launch()
    with current_suite().database.read() as db:
        days = calendar.holidays(db, launch.context_id)
        if launch.is_staff:
            found = dates(db, launch)
            return _staff_page(found, _form(found))
        phases = schedule.phases_of(db, launch.activity, launch.person_id)
        next_up = coming(db, launch, now())
    today = now().astimezone(zone()).date()
    ahead = [day for day in days.values() if day.last_day >= today][:5]
    return render_template(
        "lti/kit/schedule/mine.html", steps=steps(_tool().phases, phases, now()), coming=next_up, holidays=ahead
    )


def _tool() -> Tool:
    return current_suite().tools[current_launch().tool]


def _form(found: Dates, formdata: object = None) -> ExtensionForm:
    early = {one.key for one in _tool().phases if one.may_open_early}
    return ExtensionForm(found.titles, found.people, found.groups, formdata, early=early)


def _staff_page(found: Dates, form: ExtensionForm) -> str:
    shown = steps(_tool().phases, found.phases, now())
    return render_template("lti/kit/schedule/dates.html", dates=found, steps=shown, form=form)


@require_right(Right.RUN)
@deed(deeds.EXTENDED)
def extend() -> Response | str | tuple[str, int]:
    """Give more time: first shown who is affected, given when that is confirmed."""
    launch = current_launch()
    with current_suite().database.read() as db:
        found = dates(db, launch)
        form = _form(found, request.form)
        if not form.validate():
            return _staff_page(found, form), 422
        seen = extensions.preview(db, launch.activity, form.asked, zone(), now())
    if not confirmed():
        title = found.titles[form.asked.phase]
        phase = next(one for one in found.phases if one.key == form.asked.phase)
        return render_template(
            "lti/kit/schedule/preview.html", preview=seen, dates=found, form=form, title=title, phase=phase
        )
    expected = whole_number(request.form.get("seen"))
    with current_suite().database.write() as db:
        given = extensions.give(db, launch.activity, form.asked, zone(), now(), by=launch.person_id, seen=expected)
        if given is None:
            return redirect(url_for(".show", said="schedule-nobody"), 303)
        people = [one for one in (*seen.people, *seen.groups) if one.effect != "nothing"]
        edge = "since" if given.of_start else "until"
        after = {edge: max(one.after for one in people).isoformat(), "gained": len(people)}
        subject = {"extension": given.id, "step": form.asked.phase}
        entry = note(db, launch, deeds.EXTENDED, subject=subject, after=after, now=now())
    return done(".show", "schedule-extended", entry)


@require_right(Right.RUN)
@deed(deeds.TAKEN_BACK)
def undo(extension_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        undone = extensions.undo(db, launch.activity, extension_id, now(), by=launch.person_id)
        _run_due(db)
        subject = {"extension": extension_id}
        note(db, launch, deeds.TAKEN_BACK, subject=subject, after={"gained": undone.left}, now=now())
    return redirect(url_for(".show", said="schedule-some-left" if undone.left else "schedule-taken-back"), 303)


def _run_due(db: Session) -> None:
    """What follows at once from a deed, so that nobody waits for the worker."""
    launch, effect = current_launch(), _tool().phase_effect
    if effect is not None:
        run_due(db, launch.tool, now(), effect, activity_id=launch.activity)


def _plan(settings: dict[str, object], key: str) -> Plan:
    found = next((plan for plan in read_plans(_tool().phases, settings) if plan.key == key), None)
    if found is None:
        raise NotFound
    return found


@require_right(Right.RUN)
@deed(deeds.OPENED)
def open_step() -> Response:
    """Open a step ahead of its date, or one that has none; its settings say so too."""
    launch, key = current_launch(), request.form.get("step", "")
    with current_suite().database.write() as db:
        activity = activity_of(db, launch.context_id, launch.activity, to_change=True)
        plan = replace(_plan(activity.settings, key), start=Start.NOW, opens_at=None)
        _tool().phase_check(db, launch.activity, key, now())
        schedule.open_by_hand(db, launch.activity, key, now())
        configure(db, activity, _tool(), with_plan(activity.settings, plan), now())
        _run_due(db)
        number = note(db, launch, deeds.OPENED, subject={"step": key}, now=now())
    return done(".show", "schedule-opened", number)


@require_right(Right.RUN)
@deed(deeds.CLOSED)
def close_step() -> Response | str:
    launch, key = current_launch(), request.form.get("step", "")
    if not confirmed():
        with current_suite().database.read() as db:
            found = dates(db, launch)
        if key not in found.titles:
            raise NotFound
        longer = [one.name for one in found.own if one.phase == found.titles[key] and one.until and one.until > now()]
        return ask_deed(
            deeds.CLOSED,
            _("Close “%(step)s” now?", step=found.titles[key]),
            yes=_("Close it"),
            detail=ngettext("It closes for %(num)s student.", "It closes for %(num)s students.", len(found.people)),
            affected=[Affected(_("They have a later date of their own and keep it"), longer)],
            back_url=url_for(".show"),
        )
    with current_suite().database.write() as db:
        schedule.close_by_hand(db, launch.activity, key, now())
        _run_due(db)
        number = note(db, launch, deeds.CLOSED, subject={"step": key}, now=now())
    return done(".show", "schedule-closed", number)


@require_right(Right.RUN)
@deed(deeds.REOPENED)
def reopen_step() -> Response:
    """Open a step again that was closed by hand; one that its date closed needs another date, in the settings."""
    launch, key = current_launch(), request.form.get("step", "")
    with current_suite().database.write() as db:
        activity = activity_of(db, launch.context_id, launch.activity, to_change=True)
        plan = _plan(activity.settings, key)
        if plan.closes_at is not None and plan.closes_at <= now():
            return redirect(url_for("setup.edit"), 303)
        schedule.reopen(db, launch.activity, key, now())
        configure(db, activity, _tool(), activity.settings, now())
        number = note(db, launch, deeds.REOPENED, subject={"step": key}, now=now())
    return done(".show", "schedule-reopened", number)
