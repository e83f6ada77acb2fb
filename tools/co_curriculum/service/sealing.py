"""Secret ballots: tagged and locked while the vote is open, sealed at the close.

Sealing is one transaction: who took part is worked out from the tags, the ballots are counted and published without
anything that leads to a person, rows and key are deleted. What the database's files still hold of them is wiped after
that, and tried again until it was done.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lti_tools.kit.private_events.private_events import publish_batch
from lti_tools.store.database import Database, Runner
from lti_tools.store.inserting import insert_into, insert_or_ignore
from lti_tools.suite import current_suite
from tools.co_curriculum import electorate, store, store_ballots
from tools.co_curriculum.domain.ballots import Kind, row
from tools.co_curriculum.domain.publishing import publish
from tools.co_curriculum.domain.rule_card import RuleCard
from tools.co_curriculum.models import Poll, SecretBallot, VoteKey, VoteRecord, VoteRoll
from tools.co_curriculum.service.ballot_key import BallotKey, ballot_key
from tools.co_curriculum.service.rule_cards import frozen_at_opening

SECRETS = ("vote_secret_ballot", "vote_key")
"""Tables that the close empties, to be wiped from the database's files."""
VOTED = "topic-vote.voted"
_KEPT = 5
"""Receipts of a person's earlier ballots that are remembered, so that one sent again late undoes nothing."""
WORDS = 500
"""Characters of an objection."""


def receipt_hash(code: str) -> str:
    """What is published of a receipt: SHA-256 of its code without spaces, in hexadecimal."""
    return hashlib.sha256("".join(code.split()).encode("utf-8", "replace")).hexdigest()


def cast(
    db: Session, activity_id: int, person_id: int, card: RuleCard, marks: Mapping[int, int], words: str, receipt: str
) -> None:
    """Put a person's locked ballot in place of their earlier one; nothing else is written, no time and no event.

    One whose receipt is that of an earlier ballot of theirs was sent again over a bad line, and changes nothing.
    """
    key = _key(db, activity_id) or _new_key(db, activity_id)
    tag, code = key.tag(person_id), receipt_hash(receipt)
    before = _opened(db, key, activity_id, tag)
    known = [before["receipt"], *before["earlier"]] if before else []
    if receipt and code in known:
        return
    content = {
        "marks": {str(option): mark for option, mark in marks.items()},
        "words": words,
        "receipt": code if receipt else "",
        "earlier": known[:_KEPT],
    }
    box = key.locked(tag, content, _size(card, marks))
    statement = insert_into(db, SecretBallot).values(activity_id=activity_id, tag=tag, box=box)
    db.execute(statement.on_conflict_do_update(index_elements=["activity_id", "tag"], set_={"box": box}))


def _size(card: RuleCard, marks: Iterable[int]) -> int:
    """Bytes that hold any ballot of this vote."""
    digits = max((len(str(option)) for option in marks), default=1)
    return 1024 + (max(digits, 10) + 8) * len(card.options) + (6 * WORDS if card.kind is Kind.CONSENT else 0)


def own_ballot(db: Runner, activity_id: int, person_id: int, options: Iterable[int]) -> store_ballots.CastBallot | None:
    """A person's own ballot while the vote is open; None where they have not voted, and after the close."""
    key = _key(db, activity_id)
    found = _opened(db, key, activity_id, key.tag(person_id)) if key else None
    if found is None:
        return None
    marks = {option: found["marks"][str(option)] for option in options if str(option) in found["marks"]}
    return store_ballots.CastBallot(0, person_id, None, marks, found["words"])


def has_voted(db: Session, activity_id: int, person_id: int) -> bool:
    """Whether a person took part in a sealed vote."""
    return db.get(VoteRoll, (activity_id, person_id)) is not None


def seal(db: Session, poll: Poll, now: datetime) -> None:
    """Count and publish the secret ballots of a vote that is over, tell who took part, destroy what links them.

    Done once; again it changes nothing.
    """
    activity_id = poll.activity_id
    if store.record_of(db, activity_id) is not None:
        return
    card, option_ids = frozen_at_opening(db, activity_id, now)
    key = _key(db, activity_id)
    rows = db.execute(select(SecretBallot.tag, SecretBallot.box).where(SecretBallot.activity_id == activity_id)).all()
    ballots = {row.tag: key.opened(row.tag, row.box) for row in rows} if key else {}
    context_id = store.context_of(db, activity_id)
    people = sorted(electorate.names(db, context_id))
    voted = [person for person in people if key and key.tag(person) in ballots]
    learners = electorate.entitled(db, activity_id) or frozenset()
    document = _document(card, option_ids, ballots.values(), entitled=len(learners | set(voted)))
    insert_or_ignore(
        db, VoteRecord, {"activity_id": activity_id, "document": document, "sealed_at": now}, ["activity_id"]
    )
    db.add_all(VoteRoll(activity_id=activity_id, person_id=person) for person in voted)
    publish_batch(db, activity_id, VOTED, voted, now)
    db.execute(delete(SecretBallot).where(SecretBallot.activity_id == activity_id))
    db.execute(delete(VoteKey).where(VoteKey.activity_id == activity_id))
    poll.to_scrub = True
    db.flush()


def _document(
    card: RuleCard, option_ids: Iterable[int], ballots: Iterable[Mapping[str, Any]], *, entitled: int
) -> dict[str, Any]:
    listed, ids = list(ballots), list(option_ids)
    marks = [{int(option): mark for option, mark in one["marks"].items()} for one in listed]
    return publish(
        card,
        [row(card.kind, one, ids) for one in marks if one],
        undecided=sum(not one for one in marks),
        entitled=entitled,
        words=[one["words"] for one in listed if one["words"]],
        receipts=[one["receipt"] for one in listed if one["receipt"]],
    )


def scrub(database: Database, _now: datetime) -> int:
    """Wipe what sealed votes deleted out of the database's files too; repeated until it was done."""
    with database.read() as db:
        waiting = db.scalars(select(Poll.activity_id).where(Poll.to_scrub)).all()
    if waiting:
        database.scrub(*SECRETS)
        with database.write() as db:
            db.execute(update(Poll).where(Poll.activity_id.in_(waiting)).values(to_scrub=False))
    return len(waiting)


def cast_so_far(db: Runner, activity_id: int) -> int:
    """How many secret ballots there are while the vote is open."""
    query = select(func.count()).select_from(SecretBallot).where(SecretBallot.activity_id == activity_id)
    return db.scalar(query) or 0


def _key(db: Runner, activity_id: int) -> BallotKey | None:
    salt = db.scalar(select(VoteKey.salt).where(VoteKey.activity_id == activity_id))
    return ballot_key(current_suite().keys.keyed_hash, activity_id, salt) if salt else None


def _new_key(db: Session, activity_id: int) -> BallotKey:
    """The key of a vote that nobody has voted in yet; of two made at the same moment the first stands."""
    insert_or_ignore(db, VoteKey, {"activity_id": activity_id, "salt": token_hex(32)}, ["activity_id"])
    key = _key(db, activity_id)
    assert key is not None
    return key


def _opened(db: Runner, key: BallotKey, activity_id: int, tag: str) -> dict[str, Any] | None:
    query = select(SecretBallot.box).where(SecretBallot.activity_id == activity_id, SecretBallot.tag == tag)
    box = db.scalar(query)
    return key.opened(tag, box) if box else None
