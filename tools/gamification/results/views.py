"""Results from the course's gradebook: a file, a look at what it would give, then counted."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done, harmless
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification import deeds
from tools.gamification.domain.csv_completion import Known, Table, TableInvalid, Unmatched, read_table
from tools.gamification.domain.questline.line import Objective
from tools.gamification.results import service
from tools.gamification.results.forms import ChoiceForm, FileForm
from tools.gamification.results.service import Chosen, Found

FAULTS = {
    "too-large": lazy("This file is too large. Export fewer columns or one group at a time."),
    "no-table": lazy("This is no table: export the gradebook as CSV."),
    "no-results": lazy("There is no column with results in this file."),
}
UNMATCHED = {
    Unmatched.NOBODY: lazy("nobody of this course"),
    Unmatched.SEVERAL: lazy("it could be several people"),
    Unmatched.TWICE: lazy("a row above is this person's already"),
}


def add_to(blueprint: Blueprint) -> None:
    """The routes of results, among those of quests."""
    blueprint.add_url_rule("/results", "results", results)
    blueprint.add_url_rule("/results", "read_results", read_results, methods=["POST"])
    blueprint.add_url_rule("/results/take", "take_results", take_results, methods=["POST"])


@require_right(Right.GRADE)
def results() -> str:
    """Where a file is chosen."""
    return _file_page(FileForm())


def _file_page(form: FileForm) -> str:
    with current_suite().database.read() as db:
        objectives = service.objectives_for(db, current_launch().activity)
    return render_template("quests/results/file.html", form=form, objectives=objectives)


@require_right(Right.GRADE)
@harmless("reads a file and shows what is in it; nothing is counted")
def read_results() -> str | tuple[str, int]:
    """The columns of a file, then what a column would give."""
    objectives, known = _course()
    text = request.form.get("table", "")
    if not text:
        form = FileForm(CombinedMultiDict([request.files, request.form]))
        request.close()
        if not form.validate() or form.file.data is None:
            return _file_page(form), 422
        text = form.file.data.content.decode("utf-8-sig", "replace")
        try:
            table = read_table(text)
        except TableInvalid as error:
            form.file.errors = [_(str(FAULTS.get(str(error), FAULTS["no-table"])))]
            return _file_page(form), 422
        return _choice_page(text, table, ChoiceForm(table, objectives), known)
    found = _table(text)
    if found is None:
        return _file_page(FileForm()), 422
    choice = ChoiceForm(found, objectives, request.form)
    if not choice.validate():
        return _choice_page(text, found, choice, known), 422
    return _choice_page(text, found, choice, known, _preview(found, choice, objectives, known))


def _table(text: str) -> Table | None:
    try:
        return read_table(text)
    except TableInvalid:
        return None


def _course() -> tuple[list[Objective], list[Known]]:
    launch = current_launch()
    with current_suite().database.read() as db:
        seen = reach(db, launch)
        known = [one for one in service.people(db, launch.context_id) if seen.covers(one.id)]
        return service.objectives_for(db, launch.activity), known


def _chosen(table: Table, form: ChoiceForm, objectives: Sequence[Objective]) -> Chosen:
    column = next(one for one in table.columns if str(one.place) == form.column.data)
    objective = next(one for one in objectives if one.key == form.objective.data)
    return Chosen(column, objective, form.full.data or None, tuple(form.done.data or ()))


def _preview(table: Table, form: ChoiceForm, objectives: Sequence[Objective], known: Sequence[Known]) -> list[Found]:
    with current_suite().database.read() as db:
        return service.preview(db, current_launch().activity, table, _chosen(table, form, objectives), known)


def _choice_page(
    text: str, table: Table, form: ChoiceForm, known: Sequence[Known], found: list[Found] | None = None
) -> str:
    return render_template(
        "quests/results/choice.html",
        text=text,
        table=table,
        form=form,
        names={one.id: one.name for one in known},
        found=found,
        new=sum(one.is_new for one in found or ()),
        passing=form.passing,
        unmatched=UNMATCHED,
    )


@require_right(Right.GRADE)
@deed(deeds.RESULTS)
def take_results() -> Response | str | tuple[str, int]:
    """Count what was just looked at."""
    launch, (objectives, known) = current_launch(), _course()
    text = request.form.get("table", "")
    table = _table(text)
    if table is None:
        return redirect(url_for(".results"), 303)
    form = ChoiceForm(table, objectives, request.form)
    if not form.validate():
        return _choice_page(text, table, form, known), 422
    chosen, moment, number = _chosen(table, form, objectives), now(), None
    with refusals_shown_in(form), current_suite().database.write() as db:
        found = service.preview(db, launch.activity, table, chosen, known)
        count = service.take(db, launch.activity, found, chosen, launch.person_id, moment)
        subject = {"objective": chosen.objective.key, "at": moment.isoformat()}
        number = note(db, launch, deeds.RESULTS, subject=subject, after={"students": count}, now=moment)
    if number is None:
        return _choice_page(text, table, form, known, found), 422
    return done(".results", "quests-results", number)
