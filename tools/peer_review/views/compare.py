"""Comparing works two at a time: a student's page for one pair, and the teacher's of all works by each question."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.kit.once.once import first_time
from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.kit.uploads.showing import ShownFile
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.pure.schedule import Stand, stand
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.files import download
from lti_tools.web.forms import Form, refusals_shown_in
from lti_tools.web.paging import page_number, page_of
from tools.peer_review import store
from tools.peer_review.comparison_export import SCRIPT, script
from tools.peer_review.domain.rubric.answers import Answers, read_answers
from tools.peer_review.domain.rubric.criteria import Rubric
from tools.peer_review.models import Review, Work
from tools.peer_review.roles import SECOND
from tools.peer_review.rounds import OneRound
from tools.peer_review.service import comparing, comparison_page, reviewing, revisions
from tools.peer_review.service.reading import Names
from tools.peer_review.settings import read_settings
from tools.peer_review.uploads import files_of_work
from tools.peer_review.views.tokens import review_id
from tools.peer_review.writing_forms import FIRST_OF_TWO, SECOND_OF_TWO, compare_form

SIDES = (FIRST_OF_TWO, SECOND_OF_TWO)


@dataclass(frozen=True)
class Side:
    """One of the two works."""

    review: Review
    author: str
    work: Work
    files: list[ShownFile]
    rubric: Rubric
    answers: Answers
    """What this person wrote about it."""
    changed: str
    """What the author says they changed, of a revised work."""


@require_role(Role.LEARNER)
def show(first: str, second: str) -> str:
    with current_suite().database.read() as db:
        pair, sides = _read(db, first, second)
        ids = [side.review.id for side in sides]
        kept = {f"better_{key}": SIDES[ids.index(one)] for key, one in pair.said.items()}
        return _page(db, pair, sides, _form(db, sides, kept))


@require_role(Role.LEARNER)
def say(first: str, second: str) -> Response | tuple[str, int]:
    """Keep which of the two is better by each question, and go on to the next pair."""
    launch = current_launch()
    with current_suite().database.read() as db:
        pair, sides = _read(db, first, second)
        form = _form(db, sides)
    if form.validate():
        two = sides[0].review.id, sides[1].review.id
        chosen = {name.removeprefix("better_"): two[SIDES.index(side)] for name, side in form.data.items()}
        with refusals_shown_in(form), current_suite().database.write() as db:
            if first_time(db, launch, request.form, now()):
                comparing.say(db, launch, two, chosen, now())
        if not form.form_errors:
            return _next(pair.round)
    with current_suite().database.read() as db:
        return _page(db, pair, sides, form), 422


def _next(which: OneRound) -> Response:
    """The next pair of this round that waits, or home."""
    with current_suite().database.read() as db:
        pairs = _pairs_in(db, which)
        left = [one for one in pairs if one.is_open and not one.is_done]
        names = _names(db)
    if not left:
        done = all(one.is_done for one in pairs)
        return redirect(url_for(".home", said="peer-review-compared" if done else "peer-review-compared-so-far"), 303)
    first, second = (names.token(one) for one in left[0].two)
    return redirect(url_for(".compare", first=first, second=second, said="peer-review-one-compared"), 303)


def _pairs_in(db: Session, which: OneRound) -> list[comparing.Pair[Review]]:
    launch = current_launch()
    return [one for one in comparing.own_pairs(db, launch.activity, launch.person_id) if one.round is which]


def _names(db: Session) -> Names:
    launch, suite = current_launch(), current_suite()
    settings = store.settings_of(db, launch.activity)
    return Names.before(db, suite.keys.keyed_hash, launch.activity, launch.person_id, settings)


def _read(db: Session, first: str, second: str) -> tuple[comparing.Pair[Review], tuple[Side, Side]]:
    """The pair with its works in the order of the address; raises `NotFound` for one that is not asked about."""
    launch, two = current_launch(), (review_id(first), review_id(second))
    pair, names = comparing.pair_with(db, launch, two), _names(db)
    one, other = sorted(pair.two, key=lambda review: two.index(review.id))
    return pair, (_side(db, names, one), _side(db, names, other))


def _side(db: Session, names: Names, row: Review) -> Side:
    launch, suite = current_launch(), current_suite()
    work = store.work_with_id(db, launch.activity, row.work_id)
    return Side(
        review=row,
        author=names.author(store.authors_of_work(db, work.id)),
        work=work,
        files=files_of_work(suite, db, launch, work),
        rubric=reviewing.rubric_for(db, row, launch.activity).criteria,
        answers=read_answers(row.answers),
        changed=revisions.seen_by(db, row, work).changed if row.role in SECOND else "",
    )


def _form(db: Session, sides: tuple[Side, Side], kept: Mapping[str, str] | None = None) -> Form:
    """As it is `kept`, or as it was just sent."""
    asked = comparing.questions(db, current_launch().activity).asked
    return compare_form(
        asked, (sides[0].author, sides[1].author), request.form if kept is None else None, **(kept or {})
    )


def _page(db: Session, pair: comparing.Pair[Review], sides: tuple[Side, Side], form: Form) -> str:
    launch = current_launch()
    phase = next(one for one in phases_of(db, launch.activity, launch.person_id) if one.key == pair.round.phase)
    pairs = _pairs_in(db, pair.round)
    return render_template(
        "peer-review/compare.html",
        form=form,
        sides=sides,
        action=request.path,
        is_open=pair.is_open and stand(phase, now()) is Stand.OPEN,
        is_sent=pair.is_open,
        done=sum(one.is_done for one in pairs),
        of=len(pairs),
    )


# -- staff


@require_right(Right.SEE_PEOPLE)
def everything() -> str:
    """All works by one question, or by all together, the strongest first."""
    launch, settings = current_launch(), read_settings(current_launch().settings)
    with current_suite().database.read() as db:
        question = request.args.get("question", "")
        found = comparison_page.comparison_page(db, launch.activity, settings, question)
        seen = reach(db, launch)
    lines = [line for line in found.lines if any(seen.covers(person) for person in line.people or (None,))]
    return render_template(
        "peer-review/comparisons.html",
        settings=settings,
        found=found,
        page=page_of(lines, page_number(request.args.get("page"))),
        reach=seen,
    )


@require_right(Right.SEE_PEOPLE)
def by_hand() -> Response:
    """The script that works out marks from the exported comparisons."""
    return download(script(), SCRIPT)
