"""The page of decisions, for everybody who takes part; and where a teacher decides and says how far things are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right, require_role
from lti_tools.suite import current_suite
from tools.co_curriculum import deeds, refusals, store_decisions, store_proposals
from tools.co_curriculum.domain.decisions import TAKEN, Outcome, Track
from tools.co_curriculum.forms_decisions import OUTCOMES, TRACKS, DecisionForm, TrackForm
from tools.co_curriculum.models_decisions import Decision
from tools.co_curriculum.service import deciding
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.views.current import current_vote
from tools.co_curriculum.views.proposal_lists import Shown, shown_proposals
from tools.co_curriculum.views.proposals import READERS


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


@require_role(*READERS)
def show() -> str:
    """What became of each proposal: one's own first, then what won."""
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        if not vote.can_be_decided:
            raise refusals.not_over_yet()
        found = _decided(db, vote)
    return render_template("topic-vote/decisions.html", vote=vote, found=found, tells=launch.may(Right.RUN))


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
    said = {"outcome": found.outcome, "reason": found.reason} if found else {}
    far = {"track": found.track, "note": found.note} if found else {}
    return render_template(
        "topic-vote/decide.html",
        vote=vote,
        one=one,
        form=form or DecisionForm(data=said),
        track=track or TrackForm(data=far),
    )


@require_right(Right.RUN)
@deed(deeds.DECIDED)
def decide(option_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), DecisionForm(request.form)
    if not form.validate():
        return _page(option_id, form, None), 422
    with current_suite().database.write() as db:
        vote = current_vote(db)
        before = deeds.decision_values(store_decisions.decisions_of(db, launch.activity).get(option_id))
        outcome, reason = Outcome(form.outcome.data), form.reason.data or ""
        found = deciding.decide(db, launch.activity, vote, option_id, outcome, reason, launch.person_id, now())
        number = note(
            db,
            launch,
            deeds.DECIDED,
            subject={"proposal": option_id},
            before=before,
            after=deeds.decision_values(found),
            reason=reason,
            now=now(),
        )
    return done(".decisions", "topic-vote-decided", number)


@require_right(Right.RUN)
@deed(deeds.TRACKED)
def follow(option_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), TrackForm(request.form)
    if not form.validate():
        return _page(option_id, None, form), 422
    with current_suite().database.write() as db:
        before = deeds.decision_values(store_decisions.decisions_of(db, launch.activity).get(option_id))
        track = Track(form.track.data)
        found = deciding.follow(db, launch.activity, option_id, track, form.note.data or "", now())
        number = note(
            db,
            launch,
            deeds.TRACKED,
            subject={"proposal": option_id},
            before=before,
            after=deeds.decision_values(found),
            now=now(),
        )
    return done(".decisions", "topic-vote-tracked", number)
