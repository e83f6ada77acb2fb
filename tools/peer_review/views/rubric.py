"""The rubric, criterion by criterion: look at it, change, add, move and remove."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.activities import activity_of, configure
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from tools.peer_review import deeds, refusals, reviews, store
from tools.peer_review.domain.rubric.criteria import MOST_CRITERIA, Criterion, Rubric, free_key, write_rubric
from tools.peer_review.rubric_forms import CriterionForm, criterion_of, form_of
from tools.peer_review.settings import read_settings

NEW = "new"


@require_right(Right.SETTINGS)
def show() -> str:
    """The rubric as reviewers see it; `criterion` in the address opens one for changing."""
    launch = current_launch()
    rubric = read_settings(launch.settings).rubric
    chosen = request.args.get("criterion", "")
    known = next((one for one in rubric if one.key == chosen), None)
    form = form_of(known) if known or chosen == NEW else None
    return _page(rubric, chosen if form else "", form)


def _page(rubric: Rubric, chosen: str, form: CriterionForm | None) -> str:
    with current_suite().database.read() as db:
        begun = is_begun(db)
    settings = read_settings(current_launch().settings)
    total = sum(one.weight for one in rubric if one.weighs)
    return render_template(
        "peer-review/rubric.html",
        settings=settings,
        rubric=rubric,
        chosen=chosen,
        form=form,
        begun=begun,
        total=total,
        full=len(rubric) >= MOST_CRITERIA,
    )


def is_begun(db: Session) -> bool:
    """Whether somebody has begun a review: those keep the rubric that they have."""
    return any(one.saved_at for one in reviews.reviews_of(db, current_launch().activity))


@require_right(Right.SETTINGS)
@deed(deeds.RUBRIC)
def save() -> Response | tuple[str, int]:
    """Change a criterion, or add one."""
    form, key = CriterionForm(request.form), request.form.get("criterion", "")
    if not form.validate():
        return _page(read_settings(current_launch().settings).rubric, key, form), 422

    def change(rubric: list[Criterion]) -> list[Criterion]:
        if key == NEW or not any(one.key == key for one in rubric):
            made = criterion_of(form, free_key(tuple(rubric)))
            return [*rubric, made][:MOST_CRITERIA]
        return [criterion_of(form, key) if one.key == key else one for one in rubric]

    return changed(change)


@require_right(Right.SETTINGS)
@deed(deeds.RUBRIC)
def move() -> Response:
    """One criterion one place up or down."""
    key, step = request.form.get("criterion", ""), -1 if request.form.get("to") == "up" else 1

    def change(rubric: list[Criterion]) -> list[Criterion]:
        place = next((place for place, one in enumerate(rubric) if one.key == key), None)
        if place is None or not 0 <= place + step < len(rubric):
            return rubric
        moved = list(rubric)
        moved[place], moved[place + step] = moved[place + step], moved[place]
        return moved

    return changed(change)


@require_right(Right.SETTINGS)
@deed(deeds.RUBRIC)
def remove() -> Response:
    key = request.form.get("criterion", "")

    def change(rubric: list[Criterion]) -> list[Criterion]:
        left = [one for one in rubric if one.key != key]
        if not left:
            raise refusals.Invalid(refusals.no_rubric())
        return left

    return changed(change)


def changed(change: Callable[[list[Criterion]], list[Criterion]]) -> Response:
    """Store the changed rubric with the settings, as a new version where anything changed."""
    launch = current_launch()
    with current_suite().database.write() as db:
        activity = activity_of(db, launch.context_id, launch.activity, to_change=True)
        before = read_settings(activity.settings).rubric
        after = change(list(before))
        number = None
        if tuple(after) != before:
            old = _version(db)
            tool = current_suite().tools[launch.tool]
            configure(db, activity, tool, {**activity.settings, "rubric": write_rubric(tuple(after))}, now())
            number = note(db, launch, deeds.RUBRIC, before={"version": old}, after={"version": _version(db)}, now=now())
    if number is None:
        return redirect(url_for(".rubric"), 303)
    return done(".rubric", "peer-review-rubric", number)


def _version(db: Session) -> int:
    newest = store.newest_rubric(db, current_launch().activity)
    return newest.version if newest else 0
