"""Points for taking part: worked out by parts when the vote is over, and again when the lists of topics are in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from lti_tools.grades.outbox import standing, wish_all
from lti_tools.grades.score import Wish
from lti_tools.roster import languages
from lti_tools.web.formats import format_list
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import speaking_to
from tools.co_curriculum import store, store_ballots, store_participation, store_placing
from tools.co_curriculum.domain.participation import Part, earned
from tools.co_curriculum.electorate import learners, shut_out
from tools.co_curriculum.part_words import PARTS
from tools.co_curriculum.placing_rules import Way, read_rules
from tools.co_curriculum.settings import VoteSettings

TAG = "participation"
"""Of the vote's column in the gradebook."""


def asked(db: Session, activity_id: int, settings: VoteSettings, now: datetime) -> tuple[Part, ...]:
    """The parts that count here by now: those the teacher chose, as far as there was an occasion for them."""
    placing = store_placing.placing_of(db, activity_id)
    lists = placing is not None and placing.opened_at is not None and read_rules(placing.rules).way is Way.LISTS
    closed = placing is not None and (
        placing.closed_at is not None or (placing.closes_at is not None and placing.closes_at <= now)
    )
    occasion = {
        Part.VOTE: not (settings.proposals.idea_box and settings.proposing),
        Part.LIST: lists and closed,
        Part.PROPOSE: settings.proposing,
        Part.DISCUSS: settings.comments,
    }
    return tuple(part for part in settings.counted if occasion[part])


def grade(db: Session, activity_id: int, settings: VoteSettings, now: datetime) -> None:
    """Wish everybody's points as they stand. While the LMS has not told its members, nobody is known to be missing."""
    expected = learners(db, store.context_of(db, activity_id)) or frozenset()
    parts = asked(db, activity_id, settings, now)
    if not parts:
        return
    did = {part: store_participation.who_did(db, activity_id, part) for part in parts}
    excused = store_participation.excused(db, activity_id)
    shut = shut_out(db, activity_id, expected)
    if parts == (Part.VOTE,):
        expected -= shut
    elif Part.VOTE in did:
        did[Part.VOTE] |= shut  # nobody misses what they were not asked for
    at = store_ballots.voters(db, activity_id)
    locales = languages(db, store.context_of(db, activity_id))
    before = {one.person_id for one in standing(db, activity_id)}
    people = frozenset[int]().union(*did.values()) | expected | excused.keys() | before
    wishes = [
        Wish(
            tag=TAG,
            person_id=person,
            score=earned(settings.points, parts, _done(did, person), excused=person in excused),
            maximum=Decimal(settings.points),
            comment=_comment(settings.title, parts, _done(did, person), person in excused, locales.get(person, "")),
            submitted_at=at.get(person),
        )
        for person in people
    ]
    wish_all(db, activity_id=activity_id, tag=TAG, wishes=wishes, now=now)


def _done(did: Mapping[Part, set[int]], person: int) -> list[Part]:
    return [part for part, people in did.items() if person in people]


def _comment(title: str, parts: Sequence[Part], done: Sequence[Part], excused: bool, locale: str) -> str:
    """What stands beside the points, in the student's own language."""
    with speaking_to(locale):
        if excused:
            return _("You are excused from “%(title)s”.", title=title)
        if tuple(parts) == (Part.VOTE,):
            if done:
                return _("You voted in “%(title)s”.", title=title)
            return _("You did not vote in “%(title)s” before it closed.", title=title)
        counted = format_list([str(PARTS[part]) for part in done])
        missing = format_list([str(PARTS[part]) for part in parts if part not in done])
        if not done:
            return _("You did not take part in “%(title)s”. It counted: %(parts)s.", title=title, parts=missing)
        if not missing:
            return _("You took part in “%(title)s”: %(parts)s.", title=title, parts=counted)
        return _(
            "You took part in “%(title)s”: %(parts)s. Not done: %(missing)s.",
            title=title,
            parts=counted,
            missing=missing,
        )


def grade_lists(db: Session, now: datetime, limit: int) -> None:
    """Once lists of topics are in, bring the points of votes that are worked out up to date. Safe to repeat."""
    for placing in store_participation.lists_to_grade(db, now, limit):
        regrade(db, placing.activity_id, now)
        placing.graded_at = now
    db.flush()


def regrade(db: Session, activity_id: int, now: datetime) -> None:
    """Wish the points anew where they have been wished before."""
    settings = store.settings_of(db, activity_id)
    if settings.graded and store.poll_of(db, activity_id).settled_at is not None:
        grade(db, activity_id, settings, now)
