"""One person's data: handing it out, and forgetting the person. Grades of others stay."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tools.store.tables.activities import Activity
from tools.peer_review import reviews, store
from tools.peer_review.domain.rubric.answers import Answer, read_answers, write_answers
from tools.peer_review.models import Appeal, Author, Meta, PairRule, Reaction, Review, Work, WorkVersion
from tools.peer_review.models_comparing import Comparison
from tools.peer_review.models_learning import Consent, Contribution, Example, Intention, Trial
from tools.peer_review.roles import OWN


def _in(column: Any, context_id: int | None) -> Any:
    """The activities meant: of one course, or all."""
    if context_id is None:
        return column.is_not(None)
    return column.in_(select(Activity.id).where(Activity.context_id == context_id))


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Empty what only this person made; of reviews that others' marks stand on, the words go and the numbers stay."""
    works = db.scalars(
        select(Work.id)
        .join(Author, Author.work_id == Work.id)
        .where(Author.person_id == person_id, _in(Author.activity_id, context_id))
    ).all()
    for work_id in works:
        if store.authors_of_work(db, work_id) == {person_id}:
            _empty_work(db, work_id)
    mine = select(Work.id).where(_in(Work.activity_id, context_id))
    db.execute(
        delete(Appeal)
        .where(Appeal.person_id == person_id, Appeal.work_id.in_(mine))
        .execution_options(synchronize_session=False)
    )
    words = select(Review.id).where(Review.reviewer_id == person_id, _in(Review.activity_id, context_id))
    db.execute(delete(Meta).where(Meta.review_id.in_(words)).execution_options(synchronize_session=False))
    theirs = select(Review.id).where(_in(Review.activity_id, context_id))
    db.execute(
        update(Meta)
        .where(Meta.by_id == person_id, Meta.review_id.in_(theirs))
        .values(by_id=None)
        .execution_options(synchronize_session=False)
    )
    db.execute(
        delete(Intention)
        .where(Intention.person_id == person_id, Intention.work_id.in_(mine))
        .execution_options(synchronize_session=False)
    )
    of_course = select(Review.id).where(_in(Review.activity_id, context_id))
    db.execute(
        delete(Consent)
        .where(Consent.person_id == person_id, Consent.review_id.in_(of_course))
        .execution_options(synchronize_session=False)
    )
    about = (Contribution.rater_id == person_id) | (Contribution.about_id == person_id)
    db.execute(
        delete(Contribution)
        .where(about, _in(Contribution.activity_id, context_id))
        .execution_options(synchronize_session=False)
    )
    examples = select(Example.id).where(_in(Example.activity_id, context_id))
    db.execute(
        delete(Trial)
        .where(Trial.person_id == person_id, Trial.example_id.in_(examples))
        .execution_options(synchronize_session=False)
    )
    for table, column in ((Appeal, Appeal.answered_by), (WorkVersion, WorkVersion.person_id)):
        db.execute(
            update(table)
            .where(column == person_id, table.work_id.in_(mine))
            .values({column: None})
            .execution_options(synchronize_session=False)
        )
    _erase_reviews(db, person_id, context_id)
    db.execute(
        delete(Author)
        .where(Author.person_id == person_id, _in(Author.activity_id, context_id))
        .execution_options(synchronize_session=False)
    )
    either = (PairRule.reviewer_id == person_id) | (PairRule.author_id == person_id)
    db.execute(
        delete(PairRule)
        .where(either, _in(PairRule.activity_id, context_id))
        .execution_options(synchronize_session=False)
    )
    db.flush()


def _empty_work(db: Session, work_id: int) -> None:
    work = db.get_one(Work, work_id)
    work.text, work.links, work.unfit = "", [], True
    db.execute(delete(WorkVersion).where(WorkVersion.work_id == work_id).execution_options(synchronize_session=False))


def _erase_reviews(db: Session, person_id: int, context_id: int | None) -> None:
    mine = select(Review.id).where(_in(Review.activity_id, context_id))
    db.execute(
        delete(Reaction)
        .where(Reaction.person_id == person_id, Reaction.review_id.in_(mine))
        .execution_options(synchronize_session=False)
    )
    found = db.scalars(select(Review).where(Review.reviewer_id == person_id, _in(Review.activity_id, context_id))).all()
    for review in found:
        if review.sent_at is None or review.role in OWN:
            db.delete(review)
            continue
        answers = read_answers(review.answers)
        review.answers = write_answers({key: Answer(one.value) for key, one in answers.items()})
        review.notes = []
        review.reviewer_id = None
    db.flush()


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """The person's own works, reviews and words about reviews; nobody whom they were hidden from or hidden to."""
    works = db.scalars(
        select(Work)
        .join(Author, Author.work_id == Work.id)
        .where(Author.person_id == person_id, _in(Author.activity_id, context_id))
        .order_by(Work.id)
    ).all()
    written = db.scalars(
        select(Review)
        .where(Review.reviewer_id == person_id, _in(Review.activity_id, context_id))
        .order_by(Review.activity_id, Review.id)
    ).all()
    return {
        "works": [_work(db, one, person_id) for one in works],
        "reviews_written": [_review(one, db.get(Meta, one.id)) for one in written],
        "comparisons": [_comparison(one) for one in _comparisons(db, person_id, context_id)],
        "said_about_reviews": [_reaction(one) for one in _reactions(db, person_id, context_id)],
        "intentions": [_intention(one) for one in _intentions(db, person_id, context_id)],
        "said_about_team": [_contribution(one, person_id) for one in _contributions(db, person_id, context_id)],
        "consents": [one.agreed for one in _consents(db, person_id, context_id)],
        "practised": [_trial(one) for one in _trials(db, person_id, context_id)],
        "questions": [
            _appeal(one) for work in works for one in reviews.appeals_on(db, work.id) if one.person_id == person_id
        ],
    }


def _work(db: Session, work: Work, person_id: int) -> dict[str, Any]:
    return {
        "activity": work.activity_id,
        "title": store.settings_of(db, work.activity_id).title,
        "text": work.text,
        "links": list(work.links),
        "handed_in": work.handed_in_at.isoformat(),
        "versions": [
            {"text": one.text, "links": list(one.links), "at": one.at.isoformat(), "changed": one.changed}
            for one in store.versions_of(db, work.id)
            if one.person_id == person_id
        ],
        "mark": str(work.mark) if work.released_at is not None and work.mark is not None else None,
    }


def _review(review: Review, word: Meta | None) -> dict[str, Any]:
    return {
        "teacher_said": {"comment": word.comment, "points": word.points} if word else None,
        "activity": review.activity_id,
        "role": review.role,
        "answers": review.answers,
        "notes": list(review.notes),
        "saved": review.saved_at.isoformat() if review.saved_at else None,
        "sent": review.sent_at.isoformat() if review.sent_at else None,
    }


def _comparisons(db: Session, person_id: int, context_id: int | None) -> list[Comparison]:
    query = select(Comparison).join(Review, Review.id == Comparison.review_id).where(Review.reviewer_id == person_id)
    return list(db.scalars(query.where(_in(Review.activity_id, context_id)).order_by(Comparison.id)))


def _comparison(one: Comparison) -> dict[str, Any]:
    """Which of two of their reviews is of the work that they preferred, by its place among all that they wrote."""
    return {"question": one.question, "preferred_later_review": one.prefers_other, "said": one.said_at.isoformat()}


def _reactions(db: Session, person_id: int, context_id: int | None) -> list[Reaction]:
    query = select(Reaction).join(Review, Review.id == Reaction.review_id)
    return list(db.scalars(query.where(Reaction.person_id == person_id, _in(Review.activity_id, context_id))))


def _reaction(said: Reaction) -> dict[str, Any]:
    return {"ratings": said.ratings, "thanked": said.thanked, "reply": said.reply}


def _intentions(db: Session, person_id: int, context_id: int | None) -> list[Intention]:
    query = select(Intention).join(Work, Work.id == Intention.work_id)
    return list(db.scalars(query.where(Intention.person_id == person_id, _in(Work.activity_id, context_id))))


def _intention(one: Intention) -> dict[str, Any]:
    return {"text": one.text, "written": one.written_at.isoformat(), "kept": one.kept}


def _trials(db: Session, person_id: int, context_id: int | None) -> list[Trial]:
    query = select(Trial).join(Example, Example.id == Trial.example_id)
    return list(db.scalars(query.where(Trial.person_id == person_id, _in(Example.activity_id, context_id))))


def _trial(one: Trial) -> dict[str, Any]:
    return {"answers": one.answers, "sent": one.sent_at.isoformat() if one.sent_at else None, "passed": one.passed}


def _contributions(db: Session, person_id: int, context_id: int | None) -> list[Contribution]:
    query = select(Contribution).where(Contribution.rater_id == person_id)
    return list(db.scalars(query.where(_in(Contribution.activity_id, context_id)).order_by(Contribution.id)))


def _contribution(one: Contribution, person_id: int) -> dict[str, Any]:
    """Who it is about is told by "myself" alone."""
    return {"activity": one.activity_id, "myself": one.about_id == person_id, "said": one.said, "note": one.note}


def _consents(db: Session, person_id: int, context_id: int | None) -> list[Consent]:
    """What they said about showing reviews to the class."""
    query = select(Consent).join(Review, Review.id == Consent.review_id).where(Consent.person_id == person_id)
    return list(db.scalars(query.where(_in(Review.activity_id, context_id)).order_by(Consent.review_id)))


def _appeal(one: Appeal) -> dict[str, Any]:
    return {"reason": one.reason, "made": one.made_at.isoformat(), "answer": one.answer, "changed": one.upheld}
