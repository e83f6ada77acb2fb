"""Searching for groups as long work: a draw a step, and the best plan of all draws is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.groups import maker, store
from lti_tools.kit.groups.maker import Recipe
from lti_tools.kit.jobs.declared import JobKind, Progress, Work
from lti_tools.kit.jobs.jobs import job_of, start
from lti_tools.kit.jobs.tables import State
from lti_tools.launches import CurrentLaunch
from lti_tools.pure.lots import freeze
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

DRAWS = 8
"""Plans that a search compares."""
PERFECT = 1 - 1e-9


@dataclass(frozen=True)
class Found:
    """What a search found: the recipe with the seed that draws these very teams."""

    recipe: Recipe
    teams: list[list[int]]
    possible: bool | None


def start_search(db: Session, launch: CurrentLaunch, set_id: int, recipe: Recipe, now: datetime) -> int:
    """Have the worker search for this set; the job's id. The recipe becomes the set's, so that the form shows it."""
    held = store.hold(db, launch.context_id, set_id)
    held.recipe = maker.stored_form(recipe)
    return start(db, launch, SEARCH, {"set": set_id, "recipe": freeze(held.recipe)}, now=now)


def step(work: Work) -> Progress:
    """Draw one plan, and keep it if it is better than those before."""
    set_id = int(work.arguments["set"])
    with work.suite.database.read() as db:
        stored = dict(store.set_of(db, work.context_id, set_id).recipe)
        if freeze(stored) != work.arguments["recipe"]:
            raise Refusal(_("The wishes for these groups were changed meanwhile. Start the search again."))
        recipe = maker.read_recipe(stored)
        task = maker.task(db, work.context_id, recipe)
    number = work.done + 1
    seed = recipe.seed if number == 1 else f"{recipe.seed}-{number}"
    plan, best = task.plan(seed), dict(work.cursor)
    if not best or (len(plan.broken), -plan.objective) < (best["broken"], -best["objective"]):
        best = {
            "seed": seed,
            "broken": len(plan.broken),
            "objective": plan.objective,
            "possible": plan.possible,
            "teams": [list(team) for team in plan.teams],
        }
    if number < DRAWS and (best["broken"] or best["objective"] < PERFECT):
        return Progress(done=number, total=DRAWS, cursor=best)
    met = round(best["objective"] * 100)
    told = {"draws": number, "met": met, "set": set_id, "recipe": {**stored, "seed": best["seed"]}}
    kept = {name: best[name] for name in ("possible", "teams")}
    return Progress(done=number, total=number, finished=True, result={**told, **kept})


def found_by(db: Session, activity_id: int, set_id: int, job_id: int) -> Found:
    """What a finished search of this activity found for this set; raises `NotFound`."""
    job = job_of(db, activity_id, job_id)
    if job.kind != SEARCH.code or job.state != State.DONE or job.result.get("set") != set_id:
        raise NotFound(f"search {job_id}")
    return Found(maker.read_recipe(job.result["recipe"]), job.result["teams"], job.result["possible"])


def _page(job_id: int, result: Mapping[str, Any]) -> str:
    return url_for("kit-groups.make", group_set_id=result["set"], job=job_id)


SEARCH = JobKind(
    code="groups.search",
    title=lazy("Searching for the best groups"),
    step=step,
    results={"draws": lazy("Plans compared"), "met": lazy("Wishes met, in per cent")},
    outcome=_page,
)
