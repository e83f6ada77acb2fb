"""The page of decisions, for everybody who takes part; and where a teacher decides and says how far things are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right, require_role
from lti_tools.suite import current_suite
from lti_tools.web.paging import page_number, page_of
from tools.co_curriculum import deeds, electorate, refusals, store, store_decisions, store_proposals
from tools.co_curriculum.domain.decisions import TAKEN, Outcome, Track
from tools.co_curriculum.forms_decisions import OUTCOMES, TRACKS, DecisionForm, TrackForm
from tools.co_curriculum.models_decisions import Decision, Voice
from tools.co_curriculum.service import deciding
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.views.current import current_vote
from tools.co_curriculum.views.proposal_lists import Shown, shown_proposals
from tools.co_curriculum.views.who import READERS


@dataclass(frozen=True)
class Decided:
    """One proposal with what became of it; `decision` is None as long as nobody has decided."""

    proposal: Shown
    decision: Decision | None
    won: bool

    @property
    def outcome(self) -> str:
        return str(OUTCOMES[Outcome(self.decision.outcome)]) if self.decision else ""

    @property
    def is_taken(self) -> bool:
        return self.decision is not None and Outcome(self.decision.outcome) in TAKEN

    @property
    def track(self) -> str:
        return str(TRACKS[Track(self.decision.track)]) if self.decision else ""


@dataclass(frozen=True)
class Said:
    """What one of several teachers says, in words."""

    voice: Voice
    outcome: str
    mine: bool


@require_role(*READERS)
def show() -> str:
    """What became of each proposal: one's own first, then what won."""
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        if not vote.can_be_decided:
            raise refusals.not_over_yet()
        found = _decided(db, vote)
        waiting = store_decisions.voices_of(db, launch.activity) if launch.may(Right.RUN) else {}
    return render_template(
        "topic-vote/decisions.html", vote=vote, found=found, tells=launch.may(Right.RUN), waiting=waiting
    )


@require_right(Right.RUN)
def report() -> str:
    """The decisions of all votes of the course."""
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        found = store_decisions.decisions_in(db, store.context_of(db, launch.activity))
    return render_template(
        "topic-vote/decision_report.html",
        vote=vote,
        page=page_of(found, page_number(request.args.get("page"))),
        address=lambda number: url_for(".decision_report", page=number),
        words=words,
    )


def words(decision: Decision) -> tuple[str, str]:
    """(outcome, how far it is) of a decision; the second is empty for what was not accepted."""
    taken = Outcome(decision.outcome) in TAKEN
    return str(OUTCOMES[Outcome(decision.outcome)]), str(TRACKS[Track(decision.track)]) if taken else ""


def _decided(db: Session, vote: Vote) -> Sequence[Decided]:
    launch = current_launch()
    known: Mapping[int, Decision] = store_decisions.decisions_of(db, launch.activity)
    won = deciding.winners(db, launch.activity, vote)
    rows = store_proposals.get_many(db, launch.activity, list(vote.options)) if vote.options else {}
    shown = shown_proposals(db, launch, vote, [rows[one] for one in vote.options])
    found = [Decided(one, known.get(one.id), one.id in won) for one in shown]
    return sorted(found, key=lambda one: (not one.proposal.mine, not one.won, not one.is_taken))


@require_right(Right.RUN)
def edit(option_id: int) -> str:
    return _page(option_id, None, None)


def _page(option_id: int, form: DecisionForm | None, track: TrackForm | None) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        row = store_proposals.get(db, launch.activity, option_id)
        found = store_decisions.decisions_of(db, launch.activity).get(option_id)
        one = Decided(
            shown_proposals(db, launch, vote, [row])[0],
            found,
            option_id in deciding.winners(db, launch.activity, vote),
        )
        voices = [
            Said(voice, str(OUTCOMES[Outcome(voice.outcome)]), voice.person_id == launch.person_id)
            for voice in store_decisions.voices_on(db, option_id)
        ]
        names = electorate.names(db, store.context_of(db, launch.activity)) if voices else {}
    own = next((one.voice for one in voices if one.mine), found)
    said = {"outcome": own.outcome, "reason": own.reason} if own else {}
    far = {"track": found.track, "note": found.note} if found else {}
    return render_template(
        "topic-vote/decide.html",
        vote=vote,
        one=one,
        voices=voices,
        names=names,
        form=form or DecisionForm(data=said),
        track=track or TrackForm(data=far),
    )


@require_right(Right.RUN)
@deed(deeds.DECIDED, deeds.SAID)
def decide(option_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), DecisionForm(request.form)
    if not form.validate():
        return _page(option_id, form, None), 422
    with current_suite().database.write() as db:
        vote = current_vote(db)
        before = deeds.decision_values(store_decisions.decisions_of(db, launch.activity).get(option_id))
        outcome, reason = Outcome(form.outcome.data), form.reason.data or ""
        found = deciding.decide(db, launch.activity, vote, option_id, outcome, reason, launch.person_id, now())
        if found.decision is None:
            number = _note(db, deeds.SAID, option_id, {}, {"outcome": outcome.value})
        else:
            after = deeds.decision_values(found.decision, found.former)
            number = _note(db, deeds.DECIDED, option_id, before, after)
    return done(".decisions", "topic-vote-decided" if found.decision else "topic-vote-said", number)


@require_right(Right.RUN)
@deed(deeds.TRACKED)
def follow(option_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), TrackForm(request.form)
    if not form.validate():
        return _page(option_id, None, form), 422
    with current_suite().database.write() as db:
        before = deeds.decision_values(store_decisions.decisions_of(db, launch.activity).get(option_id))
        found = deciding.follow(db, launch.activity, option_id, Track(form.track.data), form.note.data or "", now())
        number = _note(db, deeds.TRACKED, option_id, before, deeds.decision_values(found.decision, found.former))
    return done(".decisions", "topic-vote-tracked", number)


def _note(db: Session, action: str, option_id: int, before: dict[str, Any], after: dict[str, Any]) -> int | None:
    """Into the record: what was decided, by values; the reasons stand beside the decision."""
    subject = {"proposal": option_id}
    return note(db, current_launch(), action, subject=subject, before=before, after=after, now=now())
