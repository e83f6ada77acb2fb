"""The result outside the course: a page for anybody with its address, by the teacher's choice and without names."""

from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from tools.co_curriculum import refusals, store, store_ballots
from tools.co_curriculum.domain.publishing import FEW, Detail, winner_only
from tools.co_curriculum.models import Poll
from tools.co_curriculum.service import reading
from tools.co_curriculum.service.reading import Count, Vote, read_vote


def show(db: Session, activity_id: int, now: datetime) -> None:
    """Anybody with the address may read the result from now on. Raises a `Refusal` before the vote is over."""
    vote = read_vote(db, activity_id, now)
    if not _is_told(vote):
        raise refusals.not_over()
    poll = store.poll_of(db, activity_id, to_change=True)
    poll.public_token = poll.public_token or token_urlsafe(16)
    poll.is_public = True
    db.flush()


def hide(db: Session, activity_id: int) -> None:
    """The page is gone; shown again, it has the same address."""
    store.poll_of(db, activity_id, to_change=True).is_public = False
    db.flush()


def token_of(db: Session, activity_id: int) -> str:
    """What names the page; empty where none is shown."""
    poll = store.poll_of(db, activity_id)
    return (poll.public_token or "") if poll.is_public else ""


def shown_under(db: Session, token: str, now: datetime) -> tuple[Vote, Count]:
    """The vote and its count as anybody may read them; raises `NotFound` where nothing is shown, or no more.

    Of fewer than five ballots, or when all are alike, the winner alone, of named votes too: outside the course nobody
    was promised that names stay with a few numbers.
    """
    activity_id = db.scalar(select(Poll.activity_id).where(Poll.public_token == token, Poll.is_public))
    if activity_id is None:
        raise NotFound("no result is shown here")
    vote = read_vote(db, activity_id, now)
    if not _is_told(vote):
        raise NotFound("this vote is open again")
    found = reading.count(db, activity_id, vote)
    if found.detail != Detail.WINNER and (found.ballots < FEW or _alike(db, activity_id, vote)):
        found = Count(winner_only(found.outcome), {}, found.ballots, Detail.WINNER)
    return vote, found


def _is_told(vote: Vote) -> bool:
    return vote.is_over and not vote.is_hidden


def _alike(db: Session, activity_id: int, vote: Vote) -> bool:
    """Whether all of a named vote chose the same; a sealed one has looked at that itself."""
    if vote.record is not None:
        return False
    return len({tuple(sorted(marks.items())) for marks in store_ballots.marks_of(db, activity_id)}) <= 1
