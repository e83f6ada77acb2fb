"""Fetches the rosters that are due: the platform is asked with no transaction open, its answer written in one."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from lti_tools.errors import Unreachable
from lti_tools.lti.course import ask_roster
from lti_tools.lti.http import Http
from lti_tools.lti.nrps import Member, Status
from lti_tools.lti.roles import role_of
from lti_tools.lti.service import Service
from lti_tools.lti.tokens import Tokens
from lti_tools.pure.roster_diff import Entry, diff
from lti_tools.store import people
from lti_tools.store.database import Database
from lti_tools.store.erased import KeyedHash, erased_hash, erased_hashes
from lti_tools.store.groups import keep_groups
from lti_tools.store.rosters import Job, anything_due, claim_due, failed, fetched, park_unused
from lti_tools.worker import Step

log = logging.getLogger(__name__)

TURN = 5.0
"""Seconds after which a worker does other work before it takes the next roster."""


@dataclass(frozen=True)
class Clerk:
    """What it takes to fetch rosters."""

    database: Database
    http: Http
    tokens: Tokens
    keyed_hash: KeyedHash


def roster_step(clerk: Clerk) -> Step:
    """For the worker: due rosters, a few seconds' worth at a time."""
    return Step("rosters", timedelta(seconds=1), lambda now: refresh_due_rosters(clerk, now))


def refresh_due_rosters(clerk: Clerk, now: datetime) -> int:
    """Fetch the rosters that are due; returns how many were tried."""
    with clerk.database.read() as db:
        if not anything_due(db, now):
            return 0
    tried, ends = 0, time.monotonic() + TURN
    while time.monotonic() < ends:
        with clerk.database.write() as db:
            job = claim_due(db, now)
            if job is None:
                park_unused(db, now)
        if job is None:
            break
        _refresh(clerk, job, now)
        tried += 1
    return tried


def _refresh(clerk: Clerk, job: Job, now: datetime) -> None:
    try:
        told = ask_roster(Service(clerk.http, clerk.tokens, job.client, job.hosts), job)
    except Unreachable as error:
        fields = {"context": job.context_id, "code": error.code, "detail": error.detail}
        log.info("roster not fetched", extra={"fields": fields})
        with clerk.database.write() as db:
            failed(db, job, error.code, now)
        return
    with clerk.database.write() as db:
        if not fetched(db, job, now):
            return
        entries = [_entry(member) for member in told.members]
        changes = diff(people.known_members(db, job.context_id), entries, now)
        gone = erased_hashes(db, job.platform_id)

        def may_add(sub: str) -> bool:
            return not gone or erased_hash(clerk.keyed_hash, job.platform_id, sub) not in gone

        people.apply_changes(db, job.platform_id, job.context_id, changes, now, may_add)
        listed = [entry.sub for entry in entries if not entry.deleted]
        people.mark_seen(db, job.platform_id, job.context_id, listed, now)
        if told.groups is not None:
            keep_groups(db, job.context_id, told.groups)


def _entry(member: Member) -> Entry:
    return Entry(
        member.user_id,
        role_of(member.roles),
        active=member.status is Status.ACTIVE,
        deleted=member.status is Status.DELETED,
        name=member.name,
        given_name=member.given_name,
        family_name=member.family_name,
        email=member.email,
    )
