"""What the record keeps of a vote, and how each deed is taken back."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.activities import activity_of
from lti_tools.activities import configure as store_settings
from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.kit.schedule.plans import read_instant, with_plan, write_instant
from lti_tools.pure.schedule import End, Start
from lti_tools.store.tables.activities import Activity
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum import refusals, store_decisions, store_participation, store_proposals
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.models_decisions import Decision
from tools.co_curriculum.phases import VOTE
from tools.co_curriculum.service import bringing, closing, deciding, going_public, participating, proposing
from tools.co_curriculum.service.reading import read_vote
from tools.co_curriculum.settings import read_settings

OPENED, CLOSED = "topic-vote.opened", "topic-vote.closed"
REOPENED, CLOSING_CHANGED = "topic-vote.reopened", "topic-vote.closing-changed"
DECIDED, SAID, TRACKED = "topic-vote.decided", "topic-vote.decision-said", "topic-vote.tracked"
RESULT_SHOWN, RESULT_HIDDEN = "topic-vote.result-shown", "topic-vote.result-hidden"
EXCUSED, INCLUDED = "topic-vote.excused", "topic-vote.included"
BROUGHT = "topic-vote.proposals-brought"
PUBLISHED, REFUSED = "topic-vote.proposal-published", "topic-vote.proposal-refused"


def held(db: Session, context_id: int, activity_id: int) -> Activity:
    """The activity as it stands, held like the settings form holds it, and before the vote as it does."""
    return activity_of(db, context_id, activity_id, to_change=True)


def change_plan(db: Session, activity: Activity, now: datetime, key: str = VOTE.key, **changes: Any) -> None:
    """What a button changes stands in the settings too, so that their form shows it."""
    tool = current_suite().tools[activity.tool]
    plans = read_settings(activity.settings).plans
    plan = replace(next(one for one in plans if one.key == key), **changes)
    store_settings(db, activity, tool, with_plan(activity.settings, plan), now)


def closing_time(activity: Activity) -> dict[str, str]:
    """The planned close, as the record keeps it; empty for a close by hand."""
    return {"closes_at": write_instant(read_settings(activity.settings).plan.closes_at)}


def held_of(db: Session, entry: Entry) -> Activity:
    """The activity that a deed was done in, held."""
    activity = db.get(Activity, entry.activity_id, with_for_update=True)
    if activity is None:
        raise NotFound
    return activity


def not_opened(db: Session, entry: Entry, now: datetime) -> None:
    """Back to before the opening, as long as nobody has voted."""
    change_plan(db, held_of(db, entry), now, start=Start.HAND)


def not_closed(db: Session, entry: Entry, now: datetime) -> None:
    """Open again with the closing time as it was, unless that has passed."""
    activity = held_of(db, entry)
    closes_at = read_settings(activity.settings).plan.closes_at
    if closes_at is not None and closes_at <= now:
        raise refusals.date_has_passed()
    closing.reopen(db, activity.id, now)


def closing_as_before(db: Session, entry: Entry, now: datetime) -> None:
    """The closing time as it was, if that is still to come and nobody chose another one since."""
    activity = held_of(db, entry)
    before = read_instant(entry.before.get("closes_at"))
    if closing_time(activity)["closes_at"] != entry.after.get("closes_at"):
        raise Refusal(_("The closing time was changed again since. Look at it on the page of the vote."))
    if before is not None and before <= now:
        raise refusals.date_has_passed()
    if read_vote(db, activity.id, now).is_closed:
        raise Refusal(_("The vote has closed. Open it again on its page, with the closing time you want."))
    change_plan(db, activity, now, end=End.DATE if before else End.HAND, closes_at=before)


def judged_as_before(db: Session, entry: Entry, now: datetime) -> None:
    """The proposal as it stood, unless something became of it since."""
    option_id = int(entry.subject["proposal"])
    row = store_proposals.get(db, entry.activity_id, option_id)
    if row.state != entry.after.get("state"):
        raise Refusal(_("Something became of this proposal since. Look at its page."))
    before = entry.before
    proposing.judge(db, entry.activity_id, option_id, State(before["state"]), str(before.get("why", "")), now)


def decision_values(found: Decision | None, former: int | None = None) -> dict[str, Any]:
    """A decision as the record keeps it; empty for none. Its words stand in the tool's own rows, found by `former`."""
    if found is None:
        return {}
    values = {"outcome": found.outcome, "track": found.track, "veto": found.veto, "version": found.version}
    return values | ({"former": former} if former else {})


def decision_as_before(db: Session, entry: Entry, _now: datetime) -> None:
    """The decision as it was, none where there was none, unless it was changed since."""
    option_id = int(entry.subject["proposal"])
    store_proposals.get(db, entry.activity_id, option_id)
    found = store_decisions.decision_on(db, option_id)
    if found is None or found.version != entry.after.get("version"):
        raise refusals.decided_since()
    former = entry.after.get("former")
    if former is None:
        db.delete(found)
        db.flush()
    elif not store_decisions.bring_back(db, found, int(former)):
        raise refusals.decided_since()


def word_as_before(db: Session, entry: Entry, _now: datetime) -> None:
    """One of several teachers has said nothing, as long as no decision has come of it."""
    option_id = int(entry.subject["proposal"])
    store_proposals.get(db, entry.activity_id, option_id)
    if entry.doer_id is None:
        raise refusals.decided_since()
    deciding.take_word_back(db, option_id, entry.doer_id)


def result_as_before(db: Session, entry: Entry, now: datetime) -> None:
    """Shown outside the course or not, as it was before, unless that was changed since."""
    if bool(going_public.token_of(db, entry.activity_id)) != entry.after.get("public"):
        raise Refusal(_("This was changed again since. Look at the page of the vote."))
    if entry.before.get("public"):
        going_public.show(db, entry.activity_id, now)
    else:
        going_public.hide(db, entry.activity_id)


def not_excused(db: Session, entry: Entry, now: datetime) -> None:
    """Taking part counts again for this person."""
    if entry.about_id is None:
        raise NotFound
    store_participation.include(db, entry.activity_id, entry.about_id)
    participating.regrade(db, entry.activity_id, now)


def not_brought(db: Session, entry: Entry, now: datetime) -> None:
    """What was brought leaves the list, but for what was changed or merged since."""
    bringing.take_back(db, entry.activity_id, [int(one) for one in entry.subject["proposals"]], now)


_PROPOSAL = {"proposal": lazy("Proposal"), "outcome": lazy("What becomes of it?"), "track": lazy("How far is it?")}
_LABELS = {"closes_at": lazy("Voting closes"), "ballots": lazy("Votes at that time")}

ACTIONS = (
    Action(code=OPENED, title=lazy("Vote opened"), undo=not_opened, labels=_LABELS),
    Action(code=CLOSED, title=lazy("Vote closed"), undo=not_closed, labels=_LABELS),
    Action(
        code=REOPENED,
        title=lazy("Vote opened again"),
        why_not=lazy("Students may have voted since, knowing the result. Close the vote on its page instead."),
        labels=_LABELS,
    ),
    Action(code=RESULT_SHOWN, title=lazy("Result shown outside the course"), undo=result_as_before),
    Action(code=RESULT_HIDDEN, title=lazy("Result no longer shown outside the course"), undo=result_as_before),
    Action(code=EXCUSED, title=lazy("Excused from taking part"), undo=not_excused),
    Action(
        code=INCLUDED,
        title=lazy("Taking part counts again for somebody"),
        why_not=lazy("Excuse the student again on the page of points."),
    ),
    Action(code=DECIDED, title=lazy("Decided on a proposal"), undo=decision_as_before, labels=_PROPOSAL),
    Action(code=SAID, title=lazy("Said what should become of a proposal"), undo=word_as_before, labels=_PROPOSAL),
    Action(code=TRACKED, title=lazy("Said how far a proposal is"), undo=decision_as_before, labels=_PROPOSAL),
    Action(
        code=PUBLISHED, title=lazy("Proposal published"), undo=judged_as_before, labels={"proposal": lazy("Proposal")}
    ),
    Action(
        code=BROUGHT,
        title=lazy("Proposals brought from a list"),
        undo=not_brought,
        labels={"brought": lazy("Proposals")},
    ),
    Action(code=REFUSED, title=lazy("Proposal refused"), undo=judged_as_before, labels={"proposal": lazy("Proposal")}),
    Action(code=CLOSING_CHANGED, title=lazy("Closing time changed"), undo=closing_as_before, labels=_LABELS),
)
