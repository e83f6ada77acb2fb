"""What became of the reviews that somebody wrote: thanks, answers, and how helpful authors found them.

How helpful is told as means over several ratings, so that no author stands behind a number.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.pseudonyms.pseudonyms import KeyedHash, order_for, token_for
from tools.peer_review import reviews, store
from tools.peer_review.domain.helpfulness.helpfulness import ENOUGH
from tools.peer_review.domain.rubric.criteria import read_rubric
from tools.peer_review.models import Meta, Reaction, Review
from tools.peer_review.service import reporting, words
from tools.peer_review.service.reading import Names

REPLY_TOKEN = "reply"  # noqa: S105 - what the token stands for, not a secret


@dataclass(frozen=True)
class Reply:
    """What an author wrote back."""

    token: str
    text: str
    hidden: bool
    """It was reported, and staff has not decided that it stays."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One review of this person and what its authors say."""

    token: str
    author: str
    sent_at: datetime
    thanks: int
    replies: Sequence[Reply]
    removed: bool
    """It was reported and is hidden, or staff removed it."""
    word: Meta | None
    """What a teacher says about it."""


@dataclass(frozen=True)
class Helped:
    """How helpful authors found the words on one criterion: the mean of 1..5."""

    criterion: str
    mean: float
    ratings: int


@dataclass(frozen=True)
class Outcomes:
    """The page."""

    reviews: Sequence[Outcome]
    helped: Sequence[Helped]
    """The most helpful first; empty while fewer than `ENOUGH` reviews are rated."""
    rated: int
    """Ratings so far."""


def outcomes(db: Session, keyed_hash: KeyedHash, activity_id: int, person_id: int) -> Outcomes:
    """Of the reviews that this person sent; a constant number of queries."""
    sent = [one for one in reviews.reviews_by(db, activity_id, person_id) if one.sent_at is not None]
    names = Names.before(db, keyed_hash, activity_id, person_id, store.settings_of(db, activity_id))
    authors = store.authors_of(db, activity_id)
    said = _said(db, sent)
    told = words.words_about(db, activity_id)
    out = reporting.hidden(db, reporting.REPLY, activity_id)
    gone = reporting.hidden(db, reporting.REVIEW, activity_id)

    def reply(one: Reaction) -> Reply:
        return Reply(token_for(names.veil.key, REPLY_TOKEN, one.id, person_id), one.reply, one.id in out)

    shown = [
        Outcome(
            token=names.token(one),
            author=names.author(authors.get(one.work_id, frozenset())),
            sent_at=one.sent_at,
            thanks=sum(each.thanked for each in said[one.id]),
            replies=[reply(each) for each in said[one.id] if each.reply],
            removed=one.id in gone,
            word=told.get(one.id),
        )
        for one in order_for(names.veil.key, "to-review", sent, person_id, identity=lambda one: one.id)
        if one.sent_at is not None
    ]
    rated = [one for each in said.values() for one in each if one.rated_at is not None]
    return Outcomes(shown, _helped(db, activity_id, sent, rated) if len(rated) >= ENOUGH else (), len(rated))


def _said(db: Session, sent: Sequence[Review]) -> Mapping[int, list[Reaction]]:
    found: dict[int, list[Reaction]] = defaultdict(list)
    for one in db.scalars(select(Reaction).where(Reaction.review_id.in_([each.id for each in sent]))):
        found[one.review_id].append(one)
    return found


def _helped(db: Session, activity_id: int, sent: Sequence[Review], rated: Sequence[Reaction]) -> list[Helped]:
    rubrics = store.rubrics_of(db, activity_id)
    titles: dict[int, dict[str, str]] = {}
    for one in sent:
        version = rubrics.get(one.rubric_id or 0)
        titles[one.id] = {each.key: each.title for each in read_rubric(version.criteria)} if version else {}
    given: dict[str, list[int]] = defaultdict(list)
    for said in rated:
        for key, stars in said.ratings.items():
            if key in titles.get(said.review_id, {}):
                given[titles[said.review_id][key]].append(int(stars))
    found = [Helped(title, fmean(stars), len(stars)) for title, stars in given.items() if len(stars) >= ENOUGH]
    return sorted(found, key=lambda one: (-one.mean, one.criterion))
