"""Moderation's pages: the course's queue for staff, and for everybody what became of their own reports and texts."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import deed, done, harmless
from lti_tools.kit.moderation import moderation, store
from lti_tools.kit.moderation.kinds import Item
from lti_tools.kit.moderation.known import known_kinds
from lti_tools.kit.moderation.reasons import REPORTED_FOR, TO_KEEP, TO_REMOVE, Why
from lti_tools.kit.moderation.tables import Case
from lti_tools.launches import STAFF, Right, Role, current_launch, now, require_right, require_role
from lti_tools.pure.moderation import OPEN, Deed, State
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.fields import clean_text
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, announce
from lti_tools.web.numbers import whole_number
from lti_tools.web.paging import Page, page_number, page_of_query

PAGE = 20
MEMBERS = (*STAFF, Role.LEARNER)
NOTICES = {
    "moderation-decided": Notice(lazy("Your decision is saved. The author and whoever reported it can read it.")),
    "moderation-appealed": Notice(lazy("Your teacher will look at it again.")),
}


@dataclass
class Shown:
    """One case on a page, with what it is about; `item` is None where the thing is gone."""

    case: Case
    state: State
    activity_title: str
    kind: str
    item: Item | None
    reports: list[Any] = field(default_factory=list)
    steps: list[Any] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-moderation", __name__)
    announce(blueprint, NOTICES)
    blueprint.add_url_rule("/", "queue", queue)
    blueprint.add_url_rule("/<int:case_id>/decide", "decide", decide, methods=["POST"])
    blueprint.add_url_rule("/mine", "mine", mine)
    blueprint.add_url_rule("/<int:case_id>/appeal", "appeal", appeal, methods=["POST"])
    return blueprint


@require_right(Right.TRIAGE)
def queue() -> str:
    """What waits for a decision in the whole course, whatever its activity; with "all", what was decided too."""
    launch = current_launch()
    everything = request.args.get("show") == "all"
    activity_id = whole_number(request.args.get("activity")) or None
    kind = request.args.get("kind", "")
    with current_suite().database.read() as db:
        seen = reach(db, launch)
        query: Any = store.queue(
            launch.context_id, open_only=not everything, activity_id=activity_id, kind=kind, authors=seen.people
        )
        rows = page_of_query(db, query, page_number(request.args.get("page")), PAGE)
        waiting = store.count_open(db, launch.context_id, seen.people)
        activities = store.activities_with_cases(db, launch.context_id)
        cases = _shown(db, rows.items, log=True)
    return render_template(
        "lti/moderation/queue.html",
        page=Page(cases, rows.number, rows.total, rows.size),
        page_url=lambda number: url_for(".queue", page=number, show=request.args.get("show"), activity=activity_id),
        everything=everything,
        reach=seen,
        waiting=waiting,
        activities=activities,
        activity_id=activity_id,
        kinds=known_kinds(),
        kind=kind,
        reported_for=REPORTED_FOR,
        to_keep=TO_KEEP,
        to_remove=TO_REMOVE,
    )


@require_right(Right.TRIAGE)
@deed(moderation.KEPT, moderation.REMOVED)
def decide(case_id: int) -> Response:
    """Keep or remove, with a reason: an own one, else the chosen ready-made one."""
    chosen = request.form.get("deed", "")
    if chosen not in (Deed.KEEP, Deed.REMOVE):
        raise NotFound
    reason = clean_text(request.form.get("words", "")) or _ready_made(chosen)
    with current_suite().database.write() as db:
        number = moderation.decide(db, current_launch(), case_id, Deed(chosen), reason, now())
    return done(".queue", "moderation-decided", number)


@require_role(*MEMBERS)
def mine() -> str:
    """What became of one's own reports, and decisions about one's own texts."""
    launch = current_launch()
    with current_suite().database.read() as db:
        about = _shown(db, store.cases_about(db, launch.context_id, launch.person_id))
        reported = store.cases_reported_by(db, launch.context_id, launch.person_id)
        outcomes = [(shown, row.why, row.at) for shown, row in zip(_shown(db, reported), reported, strict=True)]
    return render_template("lti/moderation/mine.html", about=about, reported=outcomes, reported_for=REPORTED_FOR)


@require_role(*MEMBERS)
@harmless("asks to look again at a removal of one's own words; who decides writes the record")
def appeal(case_id: int) -> Response:
    with current_suite().database.write() as db:
        moderation.appeal(db, current_launch(), case_id, clean_text(request.form.get("words", "")), now())
    return redirect(url_for(".mine", said="moderation-appealed"), 303)


def _ready_made(chosen: str) -> str:
    """The sentence that was ticked, in the words of who decides; empty where none was."""
    number = request.form.get(f"reason-{chosen}", "")
    texts = TO_KEEP if chosen == Deed.KEEP else TO_REMOVE
    return str(texts[int(number)]) if number in map(str, range(len(texts))) else ""


def _shown(db: Session, rows: Any, *, log: bool = False) -> list[Shown]:
    """Cases with their things: one query per kind, however many cases there are."""
    kinds = known_kinds()
    wanted: dict[str, list[int]] = {}
    for row in rows:
        wanted.setdefault(row.Case.kind, []).append(row.Case.item_id)
    items = {kind: kinds[kind].items(db, ids) for kind, ids in wanted.items() if kind in kinds}
    shown = [
        Shown(
            row.Case,
            State(row.Case.state),
            row.activity_title,
            str(kinds[row.Case.kind].title) if row.Case.kind in kinds else row.Case.kind,
            items.get(row.Case.kind, {}).get(row.Case.item_id),
        )
        for row in rows
    ]
    if log:
        _add_log(db, shown)
    return shown


def _add_log(db: Session, shown: list[Shown]) -> None:
    by_id = {one.case.id: one for one in shown}
    for report in store.reports_of(db, list(by_id)):
        by_id[report.case_id].reports.append((report, REPORTED_FOR[Why(report.why)]))
    for step in store.steps_of(db, list(by_id)):
        by_id[step.case_id].steps.append(step)
