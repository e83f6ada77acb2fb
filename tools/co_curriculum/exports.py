"""The tables of a vote: its ballots, who took part, the count."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.exports.declared import Export, Field, Kind, fixed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum import store, store_ballots, store_decisions
from tools.co_curriculum.domain.ballots import LISTED
from tools.co_curriculum.domain.decisions import TAKEN, Outcome, Track
from tools.co_curriculum.domain.methods import METHODS
from tools.co_curriculum.forms_decisions import OUTCOMES, TRACKS
from tools.co_curriculum.service import participation


def _ballot_columns(db: Session, activity_id: int) -> Sequence[Field]:
    kind = Kind.YES if _ticks(db, activity_id) else Kind.NUMBER
    options = [Field(f"option-{n}", one.text, kind) for n, one in enumerate(store.options_of(db, activity_id), 1)]
    return (
        Field("person", _("Person"), Kind.PERSON),
        Field("voted", _("Voted"), Kind.INSTANT),
        Field("no_preference", _("No preference"), Kind.YES),
        *options,
    )


def _ballot_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    options = [one.id for one in store.options_of(db, activity_id)]
    ticks = _ticks(db, activity_id)
    for ballot in store_ballots.each_ballot(db, activity_id):
        marks = [option in ballot.marks if ticks else ballot.marks.get(option) for option in options]
        yield [ballot.person_id, ballot.cast_at, not ballot.marks, *marks]


def _ticks(db: Session, activity_id: int) -> bool:
    """Whether the ballots tick options; others put a number beside each."""
    return METHODS[store.settings_of(db, activity_id).method].kind in LISTED


def _participation_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    for voter in participation.roll(db, activity_id):
        yield [voter.person_id, voter.voted, voter.ballot.cast_at if voter.ballot else None]


def _decision_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    for one in store_decisions.decisions_in(db, store.context_of(db, activity_id)):
        found = one.decision
        taken = Outcome(found.outcome) in TAKEN
        yield [
            one.settings.get("title", ""),
            one.proposal,
            str(OUTCOMES[Outcome(found.outcome)]),
            found.veto,
            found.reason,
            found.decided_at,
            str(TRACKS[Track(found.track)]) if taken else "",
            found.note if taken else "",
        ]


EXPORTS = (
    Export(
        key="decisions",
        title=lazy("Decisions of this course"),
        summary=lazy("One row for each decision on a proposal, from all votes of the course."),
        columns=fixed(
            Field("activity", lazy("Activity")),
            Field("proposal", lazy("Proposal")),
            Field("outcome", lazy("What becomes of it?")),
            Field("veto", lazy("Veto"), Kind.YES),
            Field("reason", lazy("Why?")),
            Field("decided", lazy("Decided"), Kind.INSTANT),
            Field("track", lazy("How far is it?")),
            Field("note", lazy("What happened so far?")),
        ),
        rows=_decision_rows,
    ),
    Export(
        key="ballots",
        title=lazy("Votes"),
        summary=lazy("One row for each person who voted, with what they chose."),
        columns=_ballot_columns,
        rows=_ballot_rows,
    ),
    Export(
        key="participation",
        title=lazy("Who took part"),
        summary=lazy("One row for each student of the course, without what they chose."),
        columns=fixed(
            Field("person", lazy("Person"), Kind.PERSON),
            Field("took_part", lazy("Took part"), Kind.YES),
            Field("voted", lazy("Voted"), Kind.INSTANT),
        ),
        rows=_participation_rows,
        nameless=False,
    ),
)
