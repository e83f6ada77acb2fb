"""The door: tell people of an activity something, in the transaction of what happened.

notify(db, activity_id, voters, "topic-vote.opened", now)

Who sends never needs to learn who got it: recipients are worked out on the server. Nothing here sends e-mail; the
worker does (`mailing`), from what is unread.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.notices import store

ENOUGH = 3
"""Of fewer recipients a blind sender is not told how many there were."""


def notify(
    db: Session,
    activity_id: int,
    people: Iterable[int],
    code: str,
    now: datetime,
    *,
    arguments: Mapping[str, Any] | None = None,
    key: str = "",
) -> None:
    """Put a notice into the inbox of each of `people`; somebody who has it already gets it no second time.

    `code` is one of the tool's `notices`. `key` tells two of one code apart ("2026-11-22"). `arguments` are JSON values
    for its words: numbers and instants as ISO texts, nobody's name and nothing that people wrote.
    """
    store.add(db, activity_id, people, code, key, arguments or {}, now)


def notify_blind(
    db: Session,
    activity_id: int,
    people: Collection[int],
    code: str,
    now: datetime,
    *,
    arguments: Mapping[str, Any] | None = None,
    key: str = "",
) -> int | None:
    """As `notify`, for a sender who may not know who gets it; return how many, None below `ENOUGH`.

    The caller hands the number on and nothing else: no names, no ids, no page that differs by who was told.
    """
    chosen = set(people)
    notify(db, activity_id, chosen, code, now, arguments=arguments, key=key)
    return len(chosen) if len(chosen) >= ENOUGH else None


def withdraw(db: Session, activity_id: int, *codes: str, people: Collection[int] | None = None) -> None:
    """Take back unread notices that have nothing to say any more: the vote has closed, the person has voted.

    Of everybody where `people` is None. Do not call it for one person of a secret deed: that would note the deed.
    """
    store.withdraw(db, activity_id, codes, people)
