"""What topic vote tells people outside its pages, and when."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.notices.notices import notify, notify_blind, withdraw
from lti_tools.kit.schedule.plans import read_instant, write_instant
from lti_tools.kit.schedule.schedule import class_phase
from lti_tools.web.formats import format_instant
from lti_tools.web.locale import gettext as _
from tools.co_curriculum import electorate, store, store_ballots
from tools.co_curriculum.domain.rule_card import SECRET
from tools.co_curriculum.models import Poll
from tools.co_curriculum.phases import VOTE

DECIDED = "topic-vote.decided"
OPENED, CLOSING, RESULT = "topic-vote.opened", "topic-vote.closing", "topic-vote.result"
CLOSES = "topic-vote.closes"
"""Goes to everybody, so that nothing tells who has voted."""
BEFORE = timedelta(hours=24)
"""Those who have not voted are reminded so long before the close ..."""
OPEN_FOR = timedelta(hours=48)
"""... of a vote that was open for at least so long: a shorter one has just been announced."""
AT_ONCE = 20


def _opened(arguments: Mapping[str, Any]) -> str:
    return _("The vote “%(title)s” is open.", title=arguments["title"])


def _closing(arguments: Mapping[str, Any]) -> str:
    closes_at = read_instant(arguments.get("closes_at"))
    if closes_at is None:
        return _("You have not voted in “%(title)s” yet.", title=arguments["title"])
    return _(
        "You have not voted in “%(title)s” yet. It closes on %(when)s.",
        title=arguments["title"],
        when=format_instant(closes_at),
    )


def _secret_closing(arguments: Mapping[str, Any]) -> str:
    closes_at = read_instant(arguments.get("closes_at"))
    if closes_at is None:
        return _("The secret vote “%(title)s” is open. If you have voted, it is done.", title=arguments["title"])
    return _(
        "The secret vote “%(title)s” closes on %(when)s. If you have voted, it is done.",
        title=arguments["title"],
        when=format_instant(closes_at),
    )


def _result(arguments: Mapping[str, Any]) -> str:
    return _("The result of “%(title)s” is there.", title=arguments["title"])


def _decided(arguments: Mapping[str, Any]) -> str:
    return _("Your teacher has decided on your proposal in “%(title)s”.", title=arguments["title"])


KINDS = {
    DECIDED: Kind(say=_decided, endpoint="topic-vote.decisions"),
    OPENED: Kind(say=_opened, endpoint="topic-vote.home"),
    CLOSING: Kind(say=_closing, endpoint="topic-vote.home"),
    CLOSES: Kind(say=_secret_closing, endpoint="topic-vote.home"),
    RESULT: Kind(say=_result, endpoint="topic-vote.home"),
}


def tell_opened(db: Session, activity_id: int, now: datetime) -> None:
    """The course's learners who have not voted, once however often the vote is closed and opened."""
    notify(db, activity_id, _missing(db, activity_id), OPENED, now)


def tell_result(db: Session, poll: Poll, people: Collection[int], now: datetime) -> None:
    """Who voted or could have; what was said before has nothing to say any more."""
    withdraw(db, poll.activity_id, OPENED, CLOSING, CLOSES)
    over_at = class_phase(db, poll.activity_id, VOTE.key).over_at
    notify(db, poll.activity_id, people, RESULT, now, key=write_instant(over_at))


def has_voted(db: Session, activity_id: int, person_id: int) -> None:
    """Take back what asked a person to vote. The vote is named; a secret one must not note a vote this way."""
    withdraw(db, activity_id, OPENED, CLOSING, people=(person_id,))


def remind(db: Session, activity_id: int, now: datetime) -> int | None:
    """Remind those who have not voted, at most once a day; return how many, None below three: who is not told."""
    ends = class_phase(db, activity_id, VOTE.key).ends
    code = _reminder(db, activity_id)
    return notify_blind(
        db, activity_id, _missing(db, activity_id), code, now, arguments=_until(ends), key=now.date().isoformat()
    )


def remind_before_close(db: Session, now: datetime) -> None:
    """The worker's reminder, a day before a vote closes, once for each closing time."""
    for poll in store.polls_to_remind(db, now, now + BEFORE, OPEN_FOR, AT_ONCE):
        ends = poll.reminded_for = class_phase(db, poll.activity_id, VOTE.key).ends
        people = _missing(db, poll.activity_id)
        code = _reminder(db, poll.activity_id)
        notify(db, poll.activity_id, people, code, now, arguments=_until(ends), key=write_instant(ends))
    db.flush()


def _until(ends: datetime | None) -> dict[str, Any]:
    return {"closes_at": write_instant(ends)}


def _reminder(db: Session, activity_id: int) -> str:
    return CLOSES if store.settings_of(db, activity_id).secrecy == SECRET else CLOSING


def _missing(db: Session, activity_id: int) -> set[int]:
    """Who has not voted; everybody while a secret vote is open."""
    learners = electorate.entitled(db, activity_id) or frozenset()
    return set(learners - store_ballots.voters(db, activity_id).keys())
