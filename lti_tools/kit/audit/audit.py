"""The door of the record: `note` a deed in its own transaction, `verify` that nobody changed what was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from lti_tools.kit.audit import chain, store
from lti_tools.kit.audit.tables import AuditEntry

LONGEST_REASON = 2000
_PEOPLE = frozenset({"person", "person_id", "people", "user", "user_id", "name", "email", "sub"})


class Doer(Protocol):
    """Who does the deed and where: a `CurrentLaunch`, an `events.service(...)` without a person for the clock."""

    @property
    def activity_id(self) -> int | None: ...
    @property
    def person_id(self) -> int | None: ...


def note(
    db: Session,
    doer: Doer,
    action: str,
    *,
    subject: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    about: int | None = None,
    reason: str = "",
    undoes: int | None = None,
    now: datetime,
) -> int:
    """Append a deed to its activity's record, in the deed's own transaction; return its number there.

    `action` is the code of a registered `Action`. `subject` says what was dealt with (ids), `before` and `after` what
    changed (JSON values: no personal texts). The one person whom it is about goes into `about`, never into the values,
    so that erasure finds them; `reason` is what the doer typed to explain it. Call it last: it holds the activity's
    record until the transaction ends. Raises `ValueError` for people in values, `TypeError` for values JSON lacks.
    """
    if doer.activity_id is None:
        raise ValueError("a deed happens in an activity")
    values = {"subject": dict(subject or {}), "before": dict(before or {}), "after": dict(after or {})}
    for kind, found in values.items():
        if _PEOPLE & found.keys():
            raise ValueError(f"{action}: people belong into `about`, not into {kind}")
    head = store.hold_head(db, doer.activity_id)
    number, reason = head.number + 1, reason[:LONGEST_REASON]
    seals = chain.proofs({"doer": doer.person_id, "about": about, "reason": reason})
    seal = chain.link(head.seal, at=now, seals=seals, number=number, action=action, undoes=undoes, **values)
    db.add(
        AuditEntry(
            activity_id=doer.activity_id,
            number=number,
            at=now,
            doer_id=doer.person_id,
            about_id=about,
            action=action,
            reason=reason,
            undoes=undoes,
            seals=seals,
            seal=seal,
            **values,
        )
    )
    head.number, head.seal = number, seal
    db.flush()
    return number


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys whose values differ, as `before` and `after` for `note`; a key that one side lacks is None there."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


@dataclass(frozen=True)
class Verdict:
    """What `verify` found. `broken` is the number of the first entry that does not fit, None where all do."""

    entries: int
    broken: int | None
    seal: str
    """The newest seal. Written down elsewhere, it shows later that even the whole chain was not made anew."""


def verify(db: Session, activity_id: int) -> Verdict:
    """Follow the activity's chain from its first entry; constant memory.

    An entry that was changed, removed, put in or moved does not fit, and neither does a missing end. Whoever can write
    to the database and makes every later seal anew is shown only by a seal that was written down elsewhere.
    """
    head = store.head(db, activity_id)
    known, newest = (head.number, head.seal) if head else (0, "")
    number, seal = 0, ""
    for row in store.rows(db, activity_id):
        seals = row.seals or {}
        personal = {"doer": row.doer_id, "about": row.about_id, "reason": row.reason}
        expected = chain.link(
            seal,
            at=row.at,
            seals=seals,
            number=number + 1,
            action=row.action,
            undoes=row.undoes,
            subject=row.subject,
            before=row.before,
            after=row.after,
        )
        if row.number != number + 1 or expected != row.seal or not chain.opens(seals, personal):
            return Verdict(known, number + 1, newest)
        number, seal = row.number, row.seal
    intact = (number, seal) == (known, newest)
    return Verdict(known, None if intact else number + 1, newest)
