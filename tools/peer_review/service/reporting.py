"""Works, reviews and answers that somebody reported: hidden at once, decided by staff with a reason, appealed once.

The kit's moderation keeps the cases; here stands what they are about, and what a decision means for a review.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.moderation import moderation
from lti_tools.kit.moderation.kinds import Item, Moderated
from lti_tools.kit.moderation.moderation import Thing
from lti_tools.kit.moderation.reasons import Why
from lti_tools.kit.moderation.tables import Case
from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.launches import CurrentLaunch
from lti_tools.pure.moderation import OPEN, State
from lti_tools.pure.schedule import Phase, Stand, stand
from lti_tools.store.database import Runner
from lti_tools.store.tables.people import Person
from lti_tools.web.locale import lazy
from tools.peer_review import refusals, reviews, store
from tools.peer_review.domain.notes.notes import read_notes
from tools.peer_review.domain.rubric.answers import read_answers
from tools.peer_review.models import Author, Reaction, Review, Work
from tools.peer_review.phases import FEEDBACK, REVISE
from tools.peer_review.reviews import ReviewLike
from tools.peer_review.roles import FIRST, PEERS, ReviewRole

WORK, REVIEW, REPLY = "peer-work", "peer-review", "peer-reply"
REMOVED = frozenset({State.REMOVED, State.APPEALED, State.UPHELD})
"""Staff decided that a review goes: it counts for nobody, unless an appeal brings it back."""


def hidden(db: Session, kind: str, *activities: int) -> frozenset[int]:
    """Ids of the reviews, or answers, of these activities that others must not see."""
    query = select(Case.item_id).where(Case.activity_id.in_(activities), Case.kind == kind, Case.hidden.is_(True))
    return frozenset(db.scalars(query))


def readable(db: Session, found: Sequence[Review]) -> list[Review]:
    """The reviews that their authors may read; one query."""
    out = hidden(db, REVIEW, *{one.activity_id for one in found}) if found else frozenset()
    return [one for one in found if one.id not in out]


def counting(db: Session, activity_id: int, found: Sequence[ReviewLike]) -> list[ReviewLike]:
    """The reviews without those that staff removed."""
    gone = {item for item, one in moderation.standings(db, activity_id, REVIEW).items() if one.state in REMOVED}
    return [one for one in found if one.id not in gone]


def open_reports(db: Session, activity_id: int) -> Counter[int]:
    """Work -> it, its reviews and answers to them, of which staff has still to decide."""
    works = [item for item, one in moderation.standings(db, activity_id, WORK).items() if one.state in OPEN]
    waiting = [item for item, one in moderation.standings(db, activity_id, REVIEW).items() if one.state in OPEN]
    replies = [item for item, one in moderation.standings(db, activity_id, REPLY).items() if one.state in OPEN]
    if not waiting and not replies:
        return Counter(works)
    of_replies = select(Review.work_id).join(Reaction, Reaction.review_id == Review.id).where(Reaction.id.in_(replies))
    of_reviews = select(Review.work_id).where(Review.id.in_(waiting))
    return Counter([*works, *db.scalars(of_reviews), *db.scalars(of_replies)])


def roles_to_read(phases: Iterable[Phase], now: datetime) -> tuple[ReviewRole, ...]:
    """Reviews of which roles authors can read: all with the feedback, those of the first round while they revise."""
    stands = {one.key: stand(one, now) for one in phases}
    if stands[FEEDBACK.key] is not Stand.WAITING:
        return PEERS
    return FIRST if stands.get(REVISE.key, Stand.WAITING) is not Stand.WAITING else ()


# -- reporting


def received_review(db: Session, launch: CurrentLaunch, review_id: int, now: datetime) -> Review:
    """A sent review of this person's own work that they may read; raises `NotFound`."""
    row = reviews.review_with_id(db, launch.activity, review_id)
    is_theirs = row.role in PEERS and launch.person_id in store.authors_of_work(db, row.work_id)
    roles = roles_to_read(phases_of(db, launch.activity, launch.person_id), now)
    if not is_theirs or row.sent_at is None or row.role not in roles:
        raise NotFound(f"no review {review_id} to read")
    return row


def report_review(db: Session, launch: CurrentLaunch, review_id: int, why: Why, words: str, now: datetime) -> None:
    """An author reports a review of their work. Raises `NotFound` and the moderation's `Refusal`s."""
    row = received_review(db, launch, review_id, now)
    thing = Thing(
        activity_id=launch.activity, kind=REVIEW, item_id=row.id, author_id=row.reviewer_id, changed_at=row.saved_at
    )
    moderation.report(db, launch, thing, why, words, now)


def report_work(db: Session, launch: CurrentLaunch, review_id: int, why: Why, words: str, now: datetime) -> None:
    """A reviewer reports the work that they were given. Raises `NotFound` and the moderation's `Refusal`s."""
    work = work_to_review(db, launch, review_id)
    author = min(store.authors_of_work(db, work.id), default=None)
    thing = Thing(
        activity_id=launch.activity, kind=WORK, item_id=work.id, author_id=author, changed_at=work.handed_in_at
    )
    moderation.report(db, launch, thing, why, words, now)


def work_to_review(db: Session, launch: CurrentLaunch, review_id: int) -> Work:
    """The work of a review that this person writes; raises `NotFound` for others, and for one that is hidden."""
    row = reviews.review_with_id(db, launch.activity, review_id)
    if row.role not in PEERS or row.reviewer_id != launch.person_id or row.work_id in hidden_works(db, launch.activity):
        raise NotFound(f"no work of review {review_id} to report")
    return store.work_with_id(db, launch.activity, row.work_id)


def hidden_works(db: Session, activity_id: int) -> frozenset[int]:
    """Works that reviewers must not see: nobody need review them meanwhile."""
    return hidden(db, WORK, activity_id)


def answer_to(db: Session, launch: CurrentLaunch, reaction_id: int) -> Reaction:
    """An author's written answer to a review of this person; raises `NotFound`."""
    said = db.scalar(
        select(Reaction)
        .join(Review, Review.id == Reaction.review_id)
        .where(Reaction.id == reaction_id, Review.activity_id == launch.activity)
        .where(Review.reviewer_id == launch.person_id)
    )
    if said is None or not said.reply:
        raise NotFound(f"no answer {reaction_id} to report")
    return said


def report_answer(db: Session, launch: CurrentLaunch, reaction_id: int, why: Why, words: str, now: datetime) -> None:
    """A reviewer reports what an author answered them. Raises `NotFound` and the moderation's `Refusal`s."""
    said = answer_to(db, launch, reaction_id)
    thing = Thing(activity_id=launch.activity, kind=REPLY, item_id=said.id, author_id=said.person_id)
    moderation.report(db, launch, thing, why, words, now)


def check_untouched(db: Session, activity_id: int, kind: str, item_id: int) -> None:
    """Raise a `Refusal` where staff still looks at what somebody is about to change."""
    standing = moderation.standings(db, activity_id, kind).get(item_id)
    if standing is not None and standing.state in OPEN | REMOVED:
        raise refusals.is_reported()


# -- what the queue of the course shows


def _names(db: Runner, people: Collection[int | None]) -> dict[int | None, str]:
    wanted = [one for one in people if one is not None]
    return {row.id: row.name for row in db.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))}


def _reviews(db: Session, ids: Collection[int]) -> Mapping[int, Item]:
    rows = db.scalars(select(Review).where(Review.id.in_(ids))).all()
    names = _names(db, {row.reviewer_id for row in rows})
    return {row.id: Item(_words(row), names.get(row.reviewer_id, ""), _page(row.reviewer_id)) for row in rows}


def _works(db: Session, ids: Collection[int]) -> Mapping[int, Item]:
    rows = db.scalars(select(Work).where(Work.id.in_(ids))).all()
    by_work: dict[int, int] = {}
    for author in db.scalars(select(Author).where(Author.work_id.in_(ids)).order_by(Author.person_id)):
        by_work.setdefault(author.work_id, author.person_id)
    names = _names(db, by_work.values())
    return {
        row.id: Item("\n".join([row.text, *row.links]), names.get(by_work.get(row.id), ""), _page(by_work.get(row.id)))
        for row in rows
    }


def _words(review: Review) -> str:
    """What was said about criteria, then about places."""
    said = [one.comment for one in read_answers(review.answers).values()]
    return "\n\n".join(text for text in [*said, *(note.text for note in read_notes(review.notes))] if text)


def _page(person_id: int | None) -> str:
    return url_for("peer-review.person", person_id=person_id) if person_id else ""


def _replies(db: Session, ids: Collection[int]) -> Mapping[int, Item]:
    rows = db.scalars(select(Reaction).where(Reaction.id.in_(ids))).all()
    names = _names(db, {row.person_id for row in rows})
    return {row.id: Item(row.reply, names.get(row.person_id, ""), _page(row.person_id)) for row in rows}


MODERATED = (
    Moderated(kind=WORK, title=lazy("Work handed in"), items=_works),
    Moderated(kind=REVIEW, title=lazy("Review"), items=_reviews),
    Moderated(kind=REPLY, title=lazy("Answer to a review"), items=_replies),
)
