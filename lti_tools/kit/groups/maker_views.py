"""The group maker's pages: a recipe of wishes, the plan with its report, a search in the background, what is noted."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.groups import maker, searching, store
from lti_tools.kit.groups.facts import LMS_FACT, Fact, facts_about, forget_facts, keep_facts, summaries
from lti_tools.kit.groups.forms import FactsForm, sent_table
from lti_tools.kit.groups.pages import IN_THE_LOG, Answer, frame, name_of, students_here
from lti_tools.kit.groups.terms import Source
from lti_tools.kit.groups.words import broken_text, fact_name, wish_rows
from lti_tools.launches import current_launch, now, require_right
from lti_tools.pure.teams.making import Plan
from lti_tools.rights import Right
from lti_tools.suite import current_suite
from lti_tools.web.forms import Form, refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.numbers import whole_number

AT_ONCE = 150
"""Students for whom a plan is made while the teacher waits; for more of them the worker makes it."""


@dataclass(frozen=True)
class Choice:
    """One wish that the maker's page offers for a fact."""

    value: str
    label: str


def add_rules(blueprint: Blueprint) -> None:
    """The addresses of these pages."""
    at = "/<int:group_set_id>"
    blueprint.add_url_rule(f"{at}/make", "make", make, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{at}/facts", "facts", facts, methods=["POST"])


@require_right(Right.SETTINGS)
@harmless(IN_THE_LOG)
def make(group_set_id: int) -> Answer:
    """The group maker: choose wishes, look at the plan and its report, draw again, take it over."""
    launch = current_launch()
    with current_suite().database.read() as db:
        around = frame(db, launch, group_set_id)
    if not around["by_hand"] or around["group_set"].source == Source.LMS:
        return redirect(url_for(".show", group_set_id=group_set_id), 303)
    form, made, job = Form(), None, request.values.get("job", "")
    recipe = maker.read_recipe(dict(around["group_set"].recipe))
    if job:
        recipe, made = _found_by(group_set_id, job, form)
    elif request.method == "POST":
        recipe, problems = _recipe()
        form.form_errors += problems
        if not problems:
            with refusals_shown_in(form), current_suite().database.read() as db:
                task = maker.task(db, launch.context_id, recipe)
                large = len(task.people) > AT_ONCE
            if not form.errors and (large or request.form.get("search") == "1"):
                return _search(group_set_id, recipe)
            made = None if form.errors else task.plan(recipe.seed)
    if made and request.form.get("apply") == "1" and request.form.get("plan") == maker.digest(made):
        with current_suite().database.write() as db:
            maker.take_over(db, launch.context_id, group_set_id, made, recipe, launch.person_id, now())
        return redirect(url_for(".show", group_set_id=group_set_id, said="groups-made"), 303)
    return _make_page(around, form, recipe, made, job)


def _search(group_set_id: int, recipe: maker.Recipe) -> Response:
    """Have the worker look for the best of several plans; its page shows how far it is and leads back here."""
    launch = current_launch()
    with current_suite().database.write() as db:
        job = searching.start_search(db, launch, group_set_id, recipe, now())
    return redirect(url_for("kit-jobs.show", job_id=job), 303)


def _found_by(group_set_id: int, job: str, form: Form) -> tuple[maker.Recipe, Plan | None]:
    """What a search found for this set; none, and a word about it, where people came or went since."""
    launch = current_launch()
    with current_suite().database.read() as db:
        found = searching.found_by(db, launch.activity, group_set_id, whole_number(job))
        task = maker.task(db, launch.context_id, found.recipe)
    made = task.plan_of(found.teams, found.possible)
    if made is None:
        form.form_errors.append(_("Students came or left since these groups were searched for. Search once more."))
    return found.recipe, made


def _recipe() -> tuple[maker.Recipe, list[str]]:
    """The recipe as the form has it, and what is wrong with it."""
    numbers = {name: request.form.get(name, "") for name in ("count", "least", "most")}
    whole = {name: int(text) for name, text in numbers.items() if text.isascii() and text.isdigit() and len(text) < 4}
    problems = []
    by = "count" if request.form.get("by") == "count" else "size"
    if any(whole.get(name, 0) < 1 for name in (("count",) if by == "count" else ("least", "most"))):
        problems.append(_("Say how many groups, or how many students a group has: whole numbers from 1."))
    elif by == "size" and whole["least"] > whole["most"]:
        problems.append(_("The smallest group cannot be larger than the largest one."))
    again = request.form.get("again") == "1"
    recipe = maker.Recipe(
        by=by,
        **{name: max(whole.get(name, 4), 1) for name in numbers},
        seed=maker.new_seed() if again else (request.form.get("seed", "").strip()[:40] or maker.new_seed()),
        facts={name[5:]: value for name, value in request.form.items() if name.startswith("fact-") and value},
        needs=tuple(request.form.getlist("needs"))[:50],
        earlier=tuple(int(one) for one in request.form.getlist("earlier") if one.isascii() and one.isdigit())[:40],
        together=request.form.get("together", "")[:5000],
        apart=request.form.get("apart", "")[:5000],
    )
    return recipe, problems


def _make_page(around: dict[str, Any], form: Form, recipe: maker.Recipe, made: Plan | None, job: str) -> Answer:
    launch = current_launch()
    with current_suite().database.read() as db:
        students = students_here(db)
        known = summaries(facts_about(db, launch.context_id, [one.person_id for one in students]))
        sets, sizes = store.sets_of(db, launch.context_id), store.sizes(db, launch.context_id)
    names = {one.person_id: name_of(one.name, one.person_id) for one in students}
    page = render_template(
        "kit-groups/make.html",
        **around,
        form=form,
        facts_form=FactsForm(),
        recipe=recipe,
        students=len(students),
        facts=[(fact, fact_name(fact.name), _choices(fact)) for fact in known],
        own_facts=any(not fact.name.startswith(LMS_FACT) for fact in known),
        earlier=[one for one in sets if sizes.get(one.id, (0, 0))[1]],
        made=made,
        job=job if made else "",
        draws=searching.DRAWS,
        plan=maker.digest(made) if made else "",
        names=names,
        wishes=wish_rows(made) if made else [],
        broken=[broken_text(one, names) for one in made.broken] if made else [],
    )
    return (page, 422) if form.form_errors else page


def _choices(fact: Fact) -> list[Choice]:
    if fact.numbers:
        return [
            Choice("", _("Does not matter")),
            Choice(maker.EVEN, _("Groups about equally strong")),
            Choice(maker.STRONGLY, _("Groups about equally strong (matters twice)")),
        ]
    return [
        Choice("", _("Does not matter")),
        Choice(maker.EVEN, _("Spread over the groups")),
        Choice(maker.STRONGLY, _("Spread over the groups (matters twice)")),
        Choice(maker.ALONE, _("Nobody the only one of their kind")),
    ]


@require_right(Right.SETTINGS)
@harmless("what teachers note for the group maker is seen by teachers alone and can be brought again")
def facts(group_set_id: int) -> Response | tuple[str, int]:
    """Take in a table of facts, or forget all of them."""
    launch, form = current_launch(), FactsForm(sent_table())
    back = url_for(".make", group_set_id=group_set_id)
    with current_suite().database.read() as db:
        around = frame(db, launch, group_set_id)
        students = students_here(db)
    if request.form.get("forget") == "1":
        with current_suite().database.write() as db:
            forget_facts(db, launch.context_id)
        return redirect(f"{back}?said=groups-facts-forgotten", 303)
    lost: list[tuple[int, str]] = []
    if form.validate():
        with refusals_shown_in(form), current_suite().database.write() as db:
            _found, lost = keep_facts(db, launch.context_id, str(form.table.data), students)
    if form.errors or lost:
        page = render_template("kit-groups/facts.html", **around, facts_form=form, lost=lost)
        return page, 422 if form.errors else 200
    return redirect(f"{back}?said=groups-facts", 303)
