"""Peer review's part of the class overview: who has handed in, sent and received what; a person's block; the wall."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from sqlalchemy.orm import Session

from lti_tools.kit.overview.contract import Overview, OverviewColumn, Projection, Row, Settings, Value
from lti_tools.suite import current_suite
from lti_tools.web.formats import format_instant, format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import store
from tools.peer_review.phases import SUBMIT
from tools.peer_review.service import reading, teaching
from tools.peer_review.service.one_person import one_person
from tools.peer_review.service.teaching import Class, Line
from tools.peer_review.settings import read_settings
from tools.peer_review.views.steps import steps_of


def _columns(settings: Settings) -> tuple[OverviewColumn, ...]:
    columns: tuple[OverviewColumn, ...] = (
        OverviewColumn("work", lazy("Work")),
        OverviewColumn("sent", lazy("Reviews written")),
        OverviewColumn("received", lazy("Reviews received")),
    )
    if read_settings(settings).compares:
        columns = (*columns, OverviewColumn("compared", lazy("Pairs compared")))
    if not read_settings(settings).marked:
        return columns
    return (*columns, OverviewColumn("mark", lazy("Mark"), number=True))


def _rows(db: Session, activity_id: int, people: Sequence[int], now: datetime) -> dict[int, Row]:
    found = teaching.read_class(db, activity_id, now)
    lines = {person: line for line in found.lines for person in line.people}
    return {person: _row(found, lines[person]) for person in people if person in lines}


def _row(found: Class, line: Line) -> Row:
    if line.work is None:
        work = Value(_("Not handed in"), None, "plain" if found.is_open(SUBMIT.key) else "warn")
    else:
        work = Value(format_instant(line.work.handed_in_at), line.work.handed_in_at)
    counts = {"sent": format_number(line.sent), "all": format_number(line.given)}
    sent = Value(_("%(sent)s of %(all)s", **counts), line.sent - line.given) if line.given else Value("–")
    received = Value("–")
    if line.work is not None:
        received = Value(format_number(line.received), line.received, "warn" if line.few and found.short else "")
    mark = Value(format_number(line.final, 1) if line.final is not None else "–", line.final)
    cells = {"work": work, "sent": sent, "received": received, "compared": _compared(found, line), "mark": mark}
    return Row(cells, done=_done(found, line))


def _done(found: Class, line: Line) -> bool | None:
    """Whether these people have done what is to do now; None while nothing is."""
    owed = found.owed_by(line)
    if owed and (found.is_open(found.round.phase) or not found.is_open(SUBMIT.key)):
        return all(one.is_done for one in owed)
    return line.work is not None if found.is_open(SUBMIT.key) else None


def _compared(found: Class, line: Line) -> Value:
    """Pairs of works in the round that runs."""
    pairs = [pair for owed in found.owed_by(line) for pair in owed.pairs]
    done = sum(pair.is_done for pair in pairs)
    text = _("%(sent)s of %(all)s", sent=format_number(done), all=format_number(len(pairs))) if pairs else "–"
    return Value(text, done - len(pairs) if pairs else None)


def _person(db: Session, activity_id: int, person_id: int, now: datetime) -> str:
    found = one_person(db, activity_id, person_id)
    return render_template("peer-review/person_block.html", found=found, person_id=person_id)


def _learner_page(db: Session, activity_id: int, person_id: int, now: datetime) -> str:
    settings = store.settings_of(db, activity_id)
    desk = reading.desk(db, current_suite().keys.keyed_hash, activity_id, person_id, now, settings)
    return render_template("peer-review/learner_content.html", desk=desk, steps=steps_of(desk.phases.values(), desk))


def _projection(db: Session, activity_id: int, now: datetime) -> Projection:
    """How far the class is: numbers alone."""
    found = teaching.read_class(db, activity_id, now)
    page = render_template("peer-review/wall.html", found=found, steps=steps_of(found.phases))
    return Projection(found.settings.title, page)


OVERVIEW = Overview(columns=_columns, rows=_rows, person=_person, learner_page=_learner_page, projection=_projection)
