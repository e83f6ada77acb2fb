"""The teacher's page of one student's own dates."""

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectField

from lti_tools.errors import NotFound
from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.forms import Form, LocalDateTimeField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.dates import store
from tools.gamification.domain.questline.line import Questline
from tools.gamification.domain.questline.personal import OwnDates
from tools.gamification.service import ledger, playing
from tools.gamification.store import lines

GIVEN = "quests.own-dates"


class OwnDatesForm(Form):
    """When one quest opens and is due for one student."""

    quest = SelectField(lazy("Quest"))
    opens_at = LocalDateTimeField(lazy("Opens"), description=lazy("Leave this empty for the date that everybody has."))
    due_at = LocalDateTimeField(lazy("Due"), description=lazy("Leave both empty to take the own dates back."))

    def __init__(self, line: Questline, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, **data)
        self.quest.choices = {quest.key: quest.title for _chapter, quest in line.quests()}

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.opens_at.data and self.due_at.data and self.due_at.data <= self.opens_at.data:
            self.due_at.errors = [_("It is due after it opens.")]
            return False
        return good


def add_to(blueprint: Blueprint) -> None:
    """The routes of own dates."""
    blueprint.add_url_rule("/people/<int:person_id>/dates", "own_dates", own_dates)
    blueprint.add_url_rule("/people/<int:person_id>/dates", "give_dates", give_dates, methods=["POST"])


@require_right(Right.GRADE)
def own_dates(person_id: int) -> str:
    with current_suite().database.read() as db:
        line = lines.published(db, current_launch().activity).line
    return _page(person_id, OwnDatesForm(line))


def _page(person_id: int, form: OwnDatesForm) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        name = _named(db, person_id)
        line = lines.published(db, launch.activity).line
        dates = store.dates_of(db, launch.activity, person_id)
    rows = [(quest, dates.get(quest.key)) for _chapter, quest in line.quests()]
    return render_template("quests/dates.html", form=form, name=name, person_id=person_id, rows=rows)


def _named(db: Session, person_id: int) -> str:
    launch = current_launch()
    reach(db, launch).check(person_id)
    names = playing.names_of(db, launch.context_id)
    if person_id not in names:
        raise NotFound
    return names[person_id]


@require_right(Right.GRADE)
@deed(GIVEN)
def give_dates(person_id: int) -> Response | tuple[str, int]:
    launch = current_launch()
    with current_suite().database.read() as db:
        _named(db, person_id)
        form = OwnDatesForm(lines.published(db, launch.activity).line, request.form)
    if not form.validate():
        return _page(person_id, form), 422
    quest, dates = form.quest.data or "", OwnDates(form.opens_at.data, form.due_at.data)
    with current_suite().database.write() as db:
        before = store.dates_of(db, launch.activity, person_id).get(quest, OwnDates())
        give(db, launch.activity, person_id, quest, dates, now())
        subject = {"quest": quest, "before": [_written(before.opens_at), _written(before.due_at)]}
        number = note(db, launch, GIVEN, about=person_id, subject=subject, now=now())
    return done(".own_dates", "quests-own-dates", number, person_id=person_id)


def give(db: Session, activity_id: int, person_id: int, quest: str, dates: OwnDates, at: datetime) -> None:
    """Give own dates, and bring in line what rests on them."""
    lines.hold(db, activity_id)
    store.put(db, activity_id, person_id, quest, dates)
    ledger.bring_in_line(db, activity_id, [person_id], at)


def _written(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _as_before(db: Session, entry: Entry, at: datetime) -> None:
    if entry.about_id is None:
        return
    opens_at, due_at = (datetime.fromisoformat(one) if one else None for one in entry.subject.get("before", ("", "")))
    quest = str(entry.subject.get("quest", ""))
    give(db, entry.activity_id, entry.about_id, quest, OwnDates(opens_at, due_at), at)


ACTIONS = (Action(code=GIVEN, title=lazy("Own dates given to a student"), undo=_as_before),)
