"""Making one proposal part of another with the consent of their authors, taking that back, and supporting proposals."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.notices.notices import notify, withdraw
from tools.co_curriculum import refusals, store, store_merging, store_proposals
from tools.co_curriculum.domain.merging import End, Standing, outcome, standing
from tools.co_curriculum.domain.proposals import Fault, State
from tools.co_curriculum.models import Option
from tools.co_curriculum.models_merging import Merge, MergeAnswer
from tools.co_curriculum.notices_merging import ASKED, ENDED, SUPPORT
from tools.co_curriculum.service.proposing import Proposer, hold_unfrozen, own_proposal


def suggest(db: Session, who: Proposer, part_id: int, into_id: int, until: datetime, now: datetime) -> Merge:
    """Ask the authors of both whether one may become part of the other; with nobody to ask it happens at once.

    The author of the part, or a teacher, suggests it. Raises a `Refusal`.
    """
    own_proposal(db, who, part_id)
    hold_unfrozen(db, who.activity_id, now)
    store.poll_of(db, who.activity_id, to_change=True)
    part = own_proposal(db, who, part_id, to_change=True)
    into = store_proposals.get(db, who.activity_id, into_id)
    _check_both(part, into)
    open_now = [one for one in store_merging.about(db, part.id) if _is_open(one, now) and one.part_id == part.id]
    if open_now:
        raise refusals.merge_is_asked()
    if until <= now:
        raise refusals.merge_time_has_passed()
    row = Merge(part_id=part.id, into_id=into.id, asked_by=who.person_id, asked_at=now, until=until)
    db.add(row)
    db.flush()
    for person in authors_to_ask(who, part, into):
        db.add(MergeAnswer(merge_id=row.id, person_id=person, yes=True if person == who.person_id else None))
    db.flush()
    missing = [one for one, yes in store_merging.answers(db, [row.id])[row.id].items() if yes is None]
    notify(db, who.activity_id, missing, ASKED, now, arguments={"proposal": part.id}, key=str(row.id))
    _end(db, who.activity_id, row, part, into, now)
    return row


def authors_to_ask(who: Proposer, part: Option, into: Option) -> set[int]:
    """The authors of both; a teacher who suggests it needs no other teacher's word."""
    asked = {one.author_id for one in (part, into) if not (who.is_staff and one.by_staff)}
    return {person for person in asked if person is not None}


def answer(db: Session, who: Proposer, merge_id: int, now: datetime, *, yes: bool) -> Merge:
    """Say yes or no to a suggestion. Raises a `Refusal` when it is too late, `NotFound` for who is not asked."""
    row = store_merging.get(db, who.activity_id, merge_id)
    hold_unfrozen(db, who.activity_id, now)
    store.poll_of(db, who.activity_id, to_change=True)
    row = store_merging.get(db, who.activity_id, merge_id)
    own = db.get(MergeAnswer, (row.id, who.person_id), populate_existing=True)
    if own is None:
        raise NotFound(f"merge {merge_id} does not ask this person")
    if not _is_open(row, now):
        raise refusals.merge_is_over()
    own.yes = yes
    db.flush()
    part = store_proposals.get(db, who.activity_id, row.part_id, to_change=True)
    _end(db, who.activity_id, row, part, store_proposals.get(db, who.activity_id, row.into_id), now)
    return row


def _end(db: Session, activity_id: int, row: Merge, part: Option, into: Option, now: datetime) -> None:
    """What the answers come to: nothing yet, no, or the merge, after which supporters are asked again."""
    given = store_merging.answers(db, [row.id])[row.id]
    end = outcome(given.values())
    if end is None:
        return
    withdraw(db, activity_id, ASKED, people=list(given))
    if end is End.MERGED:
        _check_both(part, into)
        part.state, part.merged_into = State.MERGED.value, into.id
        again = store_merging.supporters(db, part.id) - store_merging.asked_about(db, into.id)
        notify(db, activity_id, again, SUPPORT, now, arguments={"proposal": into.id}, key=str(row.id))
    row.ended = end.value
    notify(db, activity_id, list(given), ENDED, now, arguments={"proposal": part.id}, key=f"{row.id}-{end.value}")
    db.flush()


def undo(db: Session, who: Proposer, merge_id: int, now: datetime) -> Merge:
    """Take a merge back, until voting opens: a teacher, or one of the authors. Raises a `Refusal`."""
    row = store_merging.get(db, who.activity_id, merge_id)
    hold_unfrozen(db, who.activity_id, now)
    row = store_merging.get(db, who.activity_id, merge_id)
    if not may_undo(who, store_merging.answers(db, [row.id])[row.id]):
        raise NotFound(f"merge {merge_id}")
    part = store_proposals.get(db, who.activity_id, row.part_id, to_change=True)
    if row.ended != End.MERGED.value or part.merged_into != row.into_id:
        raise refusals.merge_is_over()
    part.state, part.merged_into, row.ended = State.PUBLISHED.value, None, End.UNDONE.value
    withdraw(db, who.activity_id, SUPPORT)
    db.flush()
    return row


def may_undo(who: Proposer, asked: Collection[int]) -> bool:
    """Whether this person may take back a merge about which these authors were asked."""
    return who.is_staff or who.person_id in asked


def support(db: Session, who: Proposer, option_id: int, now: datetime, *, wanted: bool | None) -> None:
    """Say that one would like a proposal, or not (asked again after a merge), or take that back. Raises a `Refusal`."""
    row = store_proposals.get(db, who.activity_id, option_id)
    settings = store.settings_of(db, who.activity_id)
    if not settings.proposals.supports or row.state != State.PUBLISHED.value:
        raise refusals.no_such_proposal()
    hold_unfrozen(db, who.activity_id, now)
    if wanted is None:
        store_merging.unsay(db, option_id, who.person_id)
    else:
        store_merging.say(db, option_id, who.person_id, wanted=wanted)
    withdraw(db, who.activity_id, SUPPORT, people=(who.person_id,))


def group(db: Session, activity_id: int, option_id: int, name: str, now: datetime) -> Option:
    """Put a proposal beside others under one name; each stays a proposal of its own. An empty name takes it out."""
    store_proposals.get(db, activity_id, option_id)
    hold_unfrozen(db, activity_id, now)
    row = store_proposals.get(db, activity_id, option_id, to_change=True)
    row.cluster = name
    db.flush()
    return row


def _is_open(row: Merge, now: datetime) -> bool:
    return standing(row.ended, row.until, now, frozen=False) is Standing.ASKING


def _check_both(part: Option, into: Option) -> None:
    """Both stand on the list, and are two."""
    fine = part.state == into.state == State.PUBLISHED.value and part.id != into.id and not part.listed
    if not fine:
        raise refusals.proposal_refused(Fault.OVER)
