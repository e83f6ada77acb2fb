"""Handing in: a person's work, or their group's, as often as they like until the date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.groups import groups
from lti_tools.kit.private_events.private_events import publish_private
from lti_tools.kit.pseudonyms.pseudonyms import ensure
from lti_tools.kit.schedule.schedule import hold, phases_of
from lti_tools.kit.uploads.files import files_of
from lti_tools.kit.uploads.rules import State
from lti_tools.launches import CurrentLaunch
from lti_tools.pure.schedule import Stand, stand
from tools.peer_review import refusals, store
from tools.peer_review.models import Work, WorkVersion
from tools.peer_review.phases import REVISE, SUBMIT
from tools.peer_review.service import again, incoming
from tools.peer_review.settings import PeerSettings

SUBMITTED = "peer-review.submitted"
PLACE = "work"
"""Of the kit's uploads."""
MOST_KEPT = 50
"""Versions of one work in its history; further ones take the place of the newest."""


@dataclass(frozen=True)
class Side:
    """Who hands in together: a person alone, or with their group."""

    group_id: int | None
    people: frozenset[int]

    @property
    def thing(self) -> str:
        """What their files belong to, in the words of the uploads."""
        return f"group-{self.group_id}" if self.group_id else f"person-{min(self.people)}"


def side_of(db: Session, activity_id: int, person_id: int, settings: PeerSettings) -> Side:
    """With whom this person hands in; raises a `Refusal` for somebody without a group where groups do."""
    if not settings.by_group:
        return Side(None, frozenset({person_id}))
    own = groups.group_of(db, activity_id, person_id)
    if own is None:
        raise refusals.no_group()
    return Side(own.id, frozenset(own.member_ids) | {person_id})


def thing_of(work: Work, authors: frozenset[int]) -> str:
    """What the files of a work belong to."""
    return Side(work.group_id, authors).thing if work.group_id or authors else ""


def may_hand_in(db: Session, activity_id: int, person_id: int, now: datetime) -> None:
    """Raise a `Refusal` where this person cannot hand in at `now`; the phase is held until the transaction ends."""
    if may_revise(db, activity_id, person_id, now):
        return
    where = stand(hold(db, activity_id, SUBMIT.key, person_id=person_id), now)
    if where is Stand.WAITING:
        raise refusals.handing_in_not_open()
    if where is Stand.CLOSED:
        raise refusals.handing_in_closed()


def may_revise(db: Session, activity_id: int, person_id: int, now: datetime) -> bool:
    """Whether this person has a work that can be revised now; the phase is held until the transaction ends."""
    if store.work_of(db, activity_id, person_id) is None:
        return False
    phases = {one.key for one in phases_of(db, activity_id, person_id)}
    return REVISE.key in phases and stand(hold(db, activity_id, REVISE.key, person_id=person_id), now) is Stand.OPEN


def hand_in(
    db: Session,
    launch: CurrentLaunch,
    text: str,
    links: Sequence[str],
    now: datetime,
    version: int | None = None,
    changed: str = "",
) -> None:
    """Store a work in place of an earlier one, its history kept; who is late enters the reviews at once.

    `version` is the one that the writer saw, 0 for none; None takes the place of any. Raises a `Refusal` where handing
    in is not open for this person, there is nothing to hand in, or a newer version has come since.
    """
    activity_id, person_id = launch.activity, launch.person_id
    may_hand_in(db, activity_id, person_id, now)
    settings, revises = store.settings_of(db, activity_id), may_revise(db, activity_id, person_id, now)
    if revises and not changed:
        raise refusals.nothing_said_of_changes()
    side = side_of(db, activity_id, person_id, settings)
    if not text and not links and not _files(db, activity_id, side):
        raise refusals.nothing_handed_in()
    round_ = store.round_of(db, activity_id, to_change=True)
    work = _own_work(db, activity_id, person_id, side)
    is_new = work is None
    if version is not None and version != (work.version if work else 0):
        raise refusals.work_changed_elsewhere()
    if work is None:
        work = Work(activity_id=activity_id, group_id=side.group_id, text="", links=[], version=0, handed_in_at=now)
        db.add(work)
        db.flush()
    work.text, work.links, work.handed_in_at = text, list(links), now
    work.revised_at = (work.revised_at or now) if revises else work.revised_at
    _keep_version(db, work, person_id, now, changed if revises else "")
    store.set_authors(db, activity_id, work.id, side.people)
    ensure(db, activity_id, side.people)
    if revises:
        again.welcome(db, work, person_id, settings, now)
    if is_new:
        publish_private(db, launch, SUBMITTED, now)
        incoming.welcome(db, round_, work, person_id, settings, now)


def _own_work(db: Session, activity_id: int, person_id: int, side: Side) -> Work | None:
    if side.group_id is not None:
        return store.work_of_group(db, activity_id, side.group_id)
    return store.work_of(db, activity_id, person_id, to_change=True)


def _files(db: Session, activity_id: int, side: Side) -> bool:
    files = files_of(db, activity_id, PLACE, [side.thing])
    return any(file.state in (State.READY, State.WAITING) for file in files)


def _keep_version(db: Session, work: Work, person_id: int, now: datetime, changed: str) -> None:
    """One more line of the history; many in a row become one, so that it stays readable and bounded."""
    if work.version < MOST_KEPT:
        work.version += 1
        row = WorkVersion(work_id=work.id, number=work.version, person_id=person_id, at=now, changed=changed)
        row.text, row.links = work.text, work.links
        db.add(row)
    else:
        work.version += 1
        newest = store.versions_of(db, work.id)[0]
        newest.number, newest.changed = work.version, changed
        newest.text, newest.links, newest.at, newest.person_id = work.text, work.links, now, person_id
    db.flush()


def check_thing(db: Session, launch: CurrentLaunch, thing: str, now: datetime) -> None:
    """For the uploads: raise `NotFound` unless `thing` is this person's own work, a `Refusal` where it is too late."""
    settings = store.settings_of(db, launch.activity)
    if thing != side_of(db, launch.activity, launch.person_id, settings).thing:
        raise NotFound(f"no work {thing!r} for a file")
    may_hand_in(db, launch.activity, launch.person_id, now)
