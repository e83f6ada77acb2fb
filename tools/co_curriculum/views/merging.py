"""Merging proposals with their authors' consent, supporting them, putting them into groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import CurrentLaunch, Right, Role, current_launch, now, require_right, require_role
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from tools.co_curriculum import store_merging, store_proposals
from tools.co_curriculum.domain.merging import End, Standing, standing
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.forms_merging import USUAL, GroupForm, MergeForm
from tools.co_curriculum.models_merging import Merge
from tools.co_curriculum.service import merging, proposing
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.views.current import current_vote
from tools.co_curriculum.views.who import WRITERS, proposer

REASON = "authors are asked, and a merge can be taken back until voting opens"


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A suggestion to merge as one reader sees it."""

    id: int
    part: str
    into: str
    until: datetime
    standing: Standing
    ended: str
    asked: int
    """How many authors are asked, ..."""
    yes: int
    """... and how many of them have said yes."""
    mine: bool
    """Its reader is asked and has not answered."""
    may_undo: bool


@dataclass(frozen=True, kw_only=True)
class Ties:
    """How a proposal hangs together with others, for one reader."""

    into: tuple[int, str] | None
    """(id, title) of what it is part of."""
    parts: Sequence[tuple[int, str]]
    asking: Sequence[Asking]
    may_suggest: bool
    supports: int | None
    """How many support it; None where nobody is asked."""
    supported: bool
    may_support: bool
    again: Sequence[str]
    """Titles that its reader supported and that are part of it now."""
    group: str
    groups: Sequence[str]
    """Names in use, for who may choose one; empty for others."""


def ties_of(db: Session, launch: CurrentLaunch, vote: Vote, option_id: int) -> Ties:
    """Everything about one proposal's merging, groups and supporters; a constant number of queries."""
    row = store_proposals.get(db, launch.activity, option_id)
    merges = store_merging.about(db, option_id)
    ids = {row.merged_into or 0} | {one for merge in merges for one in (merge.part_id, merge.into_id)}
    rows = store_proposals.get_many(db, launch.activity, ids)
    given = store_merging.answers(db, [merge.id for merge in merges])
    titles = {one: found.text for one, found in rows.items()}
    asks = vote.settings.proposals.supports
    free = row.state == State.PUBLISHED.value and not vote.is_frozen
    mine = row.author_id == launch.person_id or launch.may(Right.RUN)
    said = store_merging.said_by(db, launch.activity, launch.person_id) if asks else {}
    learner = launch.role is Role.LEARNER
    return Ties(
        into=(row.merged_into, titles[row.merged_into]) if row.merged_into in titles else None,
        parts=[(one.id, one.text) for one in store_merging.parts(db, option_id)],
        asking=[_asking(launch, vote, merge, titles, given[merge.id]) for merge in merges],
        may_suggest=free and mine and not row.listed,
        supports=store_merging.supports(db, launch.activity).get(option_id, 0) if asks else None,
        supported=said.get(option_id, False),
        may_support=asks and free and learner,
        again=store_merging.to_ask_again(db, option_id, launch.person_id) if asks and free and learner else (),
        group=row.cluster,
        groups=store_proposals.groups(db, launch.activity) if launch.may(Right.RUN) and not vote.is_frozen else (),
    )


def _asking(
    launch: CurrentLaunch, vote: Vote, merge: Merge, titles: Mapping[int, str], given: Mapping[int, bool | None]
) -> Asking:
    stands = standing(merge.ended, merge.until, vote.now, frozen=vote.is_frozen)
    open_to_me = stands is Standing.ASKING and launch.person_id in given and given[launch.person_id] is None
    merged = merge.ended == End.MERGED.value and not vote.is_frozen
    return Asking(
        id=merge.id,
        part=titles[merge.part_id],
        into=titles[merge.into_id],
        until=merge.until,
        standing=stands,
        ended=merge.ended,
        asked=len(given),
        yes=sum(one is True for one in given.values()),
        mine=open_to_me,
        may_undo=merged and merging.may_undo(proposer(), given),
    )


@require_role(*WRITERS)
def suggest_form(option_id: int) -> str:
    return _page(option_id, None)


def _page(option_id: int, typed: MergeForm | None) -> str:
    with current_suite().database.read() as db:
        row = proposing.own_proposal(db, proposer(), option_id)
        form = typed or _form(db, option_id)
    return render_template("topic-vote/merge.html", vote=_vote(), proposal=row, form=form)


def _form(db: Session, option_id: int) -> MergeForm:
    """The form with every other proposal on the list, those that look like this one first."""
    titles = store_proposals.titles(db, current_launch().activity, (State.PUBLISHED,))
    own = titles.pop(option_id, "")
    form = MergeForm(request.form or None, data={"until": (now() + USUAL).replace(second=0, microsecond=0)})
    near = set(store_proposals.alike_ids(own, titles))
    order = sorted(titles, key=lambda one: (one not in near, titles[one].casefold()))
    form.into.choices = {str(one): titles[one] for one in order}
    return form


def _vote() -> Vote:
    with current_suite().database.read() as db:
        return current_vote(db)


@require_role(*WRITERS)
@harmless(REASON)
def suggest(option_id: int) -> Response | tuple[str, int]:
    with current_suite().database.read() as db:
        proposing.own_proposal(db, proposer(), option_id)
        form = _form(db, option_id)
    if not form.validate():
        return _page(option_id, form), 422
    said = "topic-vote-merge-asked"
    with refusals_shown_in(form), current_suite().database.write() as db:
        row = merging.suggest(db, proposer(), option_id, form.into.data, form.until.data, now())
        said = "topic-vote-merged" if row.ended else said
    if form.form_errors:
        return _page(option_id, form), 409
    return redirect(url_for(".proposal", option_id=option_id, said=said), 303)


@require_role(*WRITERS)
@harmless(REASON)
def answer(merge_id: int) -> Response:
    with current_suite().database.write() as db:
        row = merging.answer(db, proposer(), merge_id, now(), yes=request.form.get("yes") == "1")
        number, ended = row.part_id, row.ended
    said = "topic-vote-merged" if ended == End.MERGED.value else "topic-vote-merge-answered"
    return redirect(url_for(".proposal", option_id=number, said=said), 303)


@require_role(*WRITERS)
@harmless("the proposal stands on the list again, and its authors can be asked anew")
def undo(merge_id: int) -> Response:
    with current_suite().database.write() as db:
        number = merging.undo(db, proposer(), merge_id, now()).part_id
    return redirect(url_for(".proposal", option_id=number, said="topic-vote-merge-undone"), 303)


@require_role(Role.LEARNER)
def support(option_id: int) -> Response:
    """One's own word on a proposal: yes, no (where asked again), or taken back."""
    words: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}
    word = request.form.get("wanted", "")
    if word not in words:
        raise NotFound
    with current_suite().database.write() as db:
        merging.support(db, proposer(), option_id, now(), wanted=words[word])
    return redirect(url_for(".proposal", option_id=option_id), 303)


@require_right(Right.RUN)
@harmless("a name beside a proposal, which stays its own")
def group(option_id: int) -> Response | tuple[str, int]:
    form = GroupForm(request.form)
    if not form.validate():
        return render_template("topic-vote/group.html", vote=_vote(), form=form, option_id=option_id), 422
    name = " ".join((form.name.data or "").split())
    with current_suite().database.write() as db:
        merging.group(db, current_launch().activity, option_id, name, now())
    return redirect(url_for(".proposal", option_id=option_id, said="topic-vote-grouped"), 303)
