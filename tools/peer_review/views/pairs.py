"""Who reviews whom: the certificate, every pair, changes by hand, a teacher's rules."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import ask_deed, deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.numbers import whole_number
from lti_tools.web.paging import Page, page_number, page_of
from tools.peer_review import deeds, refusals, reviews, store
from tools.peer_review.reviews import Known
from tools.peer_review.roles import FIRST
from tools.peer_review.rounds import BY_PHASE, FIRST_ROUND, SECOND_ROUND, OneRound
from tools.peer_review.service import again, allocating, comparing, pairing, pooling
from tools.peer_review.settings import read_settings
from tools.peer_review.views.certificate import lines_of


@require_right(Right.RUN)
def show() -> str:
    launch = current_launch()
    settings = read_settings(launch.settings)
    with current_suite().database.read() as db:
        names = store.names(db, launch.context_id)
        authors = store.authors_of(db, launch.activity)
        round_ = store.round_of(db, launch.activity)
        both = reviews.known_reviews(db, launch.activity)
        known = [one for one in both if one.role in FIRST]
        rules = store.pair_rules(db, launch.activity)
        wanted = allocating.wanted_of(db, launch.activity, settings)
        certificate = allocating.certificate(db, launch.activity, wanted) if round_.allocated_at else None
        pools = pooling.shown(wanted, settings)
        page = _page(known, names)
        compares = _compares(db, known, page)
        people = sorted(store.learners(db, launch.context_id), key=lambda one: names.get(one, "").casefold())
    return render_template(
        "peer-review/pairs.html",
        settings=settings,
        round=round_,
        lines=lines_of(certificate, round_.impossible, names, pools=bool(pools)) if certificate else [],
        pools=pools,
        page=page,
        compares=compares,
        works={work: ", ".join(names.get(one, "") for one in sorted(found)) for work, found in authors.items()},
        names=names,
        people=people,
        rules=rules,
        begun=any(one.saved_at is not None for one in known),
        again=len(both) > len(known),
    )


@require_right(Right.RUN)
def show_again() -> str:
    """The second round; 404 where nothing of it is given out."""
    launch = current_launch()
    settings = read_settings(launch.settings)
    with current_suite().database.read() as db:
        names = store.names(db, launch.context_id)
        authors = store.authors_of(db, launch.activity)
        known = [one for one in reviews.known_reviews(db, launch.activity) if one.role in SECOND_ROUND.roles]
        if not known:
            raise NotFound("no second round")
        certificate = again.certificate(db, launch.activity, settings)
        revised = [one for one in store.works_of(db, launch.activity) if one.row.revised_at is not None]
        people = sorted(store.learners(db, launch.context_id), key=lambda one: names.get(one, "").casefold())
        page = _page(known, names)
        compares = _compares(db, known, page)
    of_revised = {person for one in revised for person in one.authors}
    return render_template(
        "peer-review/pairs_again.html",
        settings=settings,
        given_at=min(one.given_at for one in known),
        lines=lines_of(certificate, (), names, pools=bool(settings.pools)) if certificate else [],
        page=page,
        compares=compares,
        works={work: ", ".join(names.get(one, "") for one in sorted(found)) for work, found in authors.items()},
        names=names,
        people=people,
        authors=[one for one in people if one in of_revised],
        phase=SECOND_ROUND.phase,
    )


def _page(known: Iterable[Known], names: Mapping[int, str]) -> Page[Known]:
    """The pairs of a round by their reviewers' names."""
    rows = sorted(known, key=lambda one: (names.get(one.reviewer_id or 0, "").casefold(), one.id))
    return page_of(rows, page_number(request.args.get("page")))


def _compares(db: Session, known: Sequence[Known], page: Page[Known]) -> dict[int, list[comparing.Pair[Known]]]:
    """The reviewers of this page with the pairs of works that they are asked to compare."""
    here = dict.fromkeys(one.reviewer_id for one in page.items)
    found = comparing.every_pair(db, current_launch().activity, known)
    return {person: found[person] for person in here if person in found}


def _id(name: str) -> int:
    digits = request.form.get(name, "")
    return whole_number(digits)


def _learner(db: Session, person_id: int) -> int:
    """Somebody of this course; raises a `Refusal`."""
    if person_id not in store.learners(db, current_launch().context_id):
        raise refusals.pair_impossible()
    return person_id


@require_right(Right.RUN)
@deed(deeds.PAIR_ADDED)
def add() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        reviewer = _learner(db, _id("reviewer"))
        work, which = store.work_of(db, launch.activity, _id("author")), _round()
        if work is None:
            raise refusals.pair_impossible()
        made = pairing.add_pair(db, launch.activity, reviewer, work.id, now(), which)
        subject: Mapping[str, Any] = {"review": made, "work": work.id}
        number = note(db, launch, deeds.PAIR_ADDED, subject=subject, about=reviewer, now=now())
    return done(_page_of(which), "peer-review-pair-added", number)


@require_right(Right.RUN)
@deed(deeds.PAIR_REMOVED)
def remove() -> Response:
    launch, review_id = current_launch(), _id("review")
    with current_suite().database.write() as db:
        reviewer, work, which = pairing.remove_pair(db, launch.activity, review_id)
        subject = {"work": work, "round": which.phase}
        number = note(db, launch, deeds.PAIR_REMOVED, subject=subject, about=reviewer, now=now())
    return done(_page_of(which), "peer-review-pair-removed", number)


def _round() -> OneRound:
    """The round that a form is about; the first where it says none."""
    return BY_PHASE.get(request.form.get("round", ""), FIRST_ROUND)


def _page_of(which: OneRound) -> str:
    return ".pairs" if which is FIRST_ROUND else ".pairs_again"


@require_right(Right.RUN)
@deed(deeds.GIVEN_ANEW)
def give_anew() -> Response | str:
    launch = current_launch()
    if not confirmed():
        return ask_deed(
            deeds.GIVEN_ANEW,
            _("Give all works out anew?"),
            yes=_("Give them out anew"),
            detail=_("Everybody gets other works. Pairs that you gave out by hand are drawn anew too."),
            back_url=url_for(".pairs"),
        )
    with current_suite().database.write() as db:
        allocating.give_out_anew(db, launch.activity, now())
        number = note(db, launch, deeds.GIVEN_ANEW, now=now())
    return done(".pairs", "peer-review-given-anew", number)


@require_right(Right.RUN)
@deed(deeds.RULE_SET)
def set_rule() -> Response:
    """Somebody must, or must never, review somebody; or neither any more."""
    launch, which = current_launch(), request.form.get("rule", "")
    with current_suite().database.write() as db:
        reviewer, author = _learner(db, _id("reviewer")), _learner(db, _id("author"))
        if reviewer == author:
            raise refusals.pair_impossible()
        if which in ("must", "never"):
            store.put_pair_rule(db, launch.activity, reviewer, author, must=which == "must")
        else:
            store.drop_pair_rule(db, launch.activity, reviewer, author)
        note(db, launch, deeds.RULE_SET, after={"must": which == "must"}, about=reviewer, now=now())
    return redirect(url_for(".pairs", said="peer-review-rule-set"), 303)
