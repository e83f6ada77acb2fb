"""The calendar's page: days without school and the course's zone; staff read it, teachers change it."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed
from lti_tools.kit.schedule import calendar, deeds
from lti_tools.kit.schedule.forms import HolidayForm, ZoneForm
from lti_tools.kit.schedule.reading import zone
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.pure.school_weeks import Holiday
from lti_tools.suite import current_suite

CHANGED = "schedule-holiday-added"


def add_calendar_pages(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/calendar", "calendar", show)
    blueprint.add_url_rule("/calendar", "add_holiday", add, methods=["POST"])
    blueprint.add_url_rule("/calendar/<int:holiday_id>/remove", "remove_holiday", remove, methods=["POST"])
    blueprint.add_url_rule("/calendar/zone", "set_zone", change_zone, methods=["POST"])


@require_right(Right.SEE_PEOPLE)
def show() -> str:
    return _page(HolidayForm())


def _page(form: HolidayForm) -> str:
    with current_suite().database.read() as db:
        days = calendar.holidays(db, current_launch().context_id)
        chosen = calendar.zone_name(db, current_launch().context_id)
    today = now().astimezone(zone()).date()
    return render_template(
        "lti/kit/schedule/calendar.html", holidays=days, today=today, form=form, zone_form=ZoneForm(zone=chosen)
    )


@require_right(Right.SETTINGS)
@deed(deeds.HOLIDAY_ADDED)
def add() -> Response | tuple[str, int]:
    launch, form = current_launch(), HolidayForm(request.form)
    if not form.validate():
        return _page(form), 422
    with current_suite().database.write() as db:
        calendar.add_holiday(db, launch.context_id, form.holiday)
        note(db, launch, deeds.HOLIDAY_ADDED, after=_words(form.holiday), now=now())
    return redirect(url_for(".calendar", said=CHANGED), 303)


@require_right(Right.SETTINGS)
@deed(deeds.HOLIDAY_REMOVED)
def remove(holiday_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        gone = calendar.remove_holiday(db, launch.context_id, holiday_id)
        note(db, launch, deeds.HOLIDAY_REMOVED, before=_words(gone), now=now())
    return redirect(url_for(".calendar", said=CHANGED), 303)


@require_right(Right.SETTINGS)
@deed(deeds.ZONE)
def change_zone() -> Response | tuple[str, int]:
    launch, form = current_launch(), ZoneForm(request.form)
    if not form.validate():
        return _page(HolidayForm()), 422
    with current_suite().database.write() as db:
        before = calendar.zone_name(db, launch.context_id)
        calendar.set_zone(db, launch.context_id, form.zone.data)
        note(db, launch, deeds.ZONE, before={"zone": before}, after={"zone": form.zone.data}, now=now())
    return redirect(url_for(".calendar", said=CHANGED), 303)


def _words(holiday: Holiday) -> dict[str, str]:
    days = {"first_day": holiday.first_day.isoformat(), "last_day": holiday.last_day.isoformat()}
    return {"holiday": holiday.name, **days}
