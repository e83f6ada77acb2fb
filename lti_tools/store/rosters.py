"""When each course's roster is due, who fetches it, and how that ended: the roster columns of `ContextService`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.lti.tokens import Client, client_of
from lti_tools.store.tables.people import ContextService
from lti_tools.store.tables.schools import Deployment, Platform, Registration, RegistrationStatus

EVERY = timedelta(hours=6)
RECENT = timedelta(days=14)
"""Only the rosters of courses that were launched within this time are fetched by themselves."""
LEASE = timedelta(minutes=3)
"""Outlives `lti.course.LONGEST`."""
SOONEST = timedelta(seconds=3)
"""Between two fetches of one roster, however often a button is pressed."""
FIRST_RETRY = timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """One roster to fetch. `until` ends the lease and is its token."""

    service_id: int
    context_id: int
    platform_id: int
    client: Client
    memberships_url: str
    groups_url: str
    group_sets_url: str
    group_ids: tuple[str, ...]
    hosts: frozenset[str]
    """Hosts that launches have named for services."""
    until: datetime


def anything_due(db: Session, now: datetime) -> bool:
    return db.scalar(select(ContextService.id).where(*_due(now)).limit(1)) is not None


def claim_due(db: Session, now: datetime) -> Job | None:
    """Take the roster that waits longest; None when no roster is due."""
    due = (
        select(ContextService, Registration, Platform, Deployment.service_hosts)
        .join(Registration, Registration.id == ContextService.registration_id)
        .join(Deployment, Deployment.id == ContextService.deployment_id)
        .join(Platform, Platform.id == Registration.platform_id)
        .where(*_due(now), ContextService.seen_at >= now - RECENT, ContextService.memberships_url != "")
        .where(Registration.status == RegistrationStatus.ACTIVE)
        .order_by(ContextService.roster_due_at)
    )
    for service, registration, platform, hosts in db.execute(due.limit(5)).all():
        if _update(db, [ContextService.id == service.id, *_due(now)], roster_lease_until=now + LEASE):
            return _job(service, registration, platform, frozenset(hosts), now + LEASE)
    return None


def park_unused(db: Session, now: datetime) -> None:
    """Let the rosters rest of courses that nobody opens or that have none; the next launch makes them due."""
    unused = or_(ContextService.seen_at < now - RECENT, ContextService.memberships_url == "")
    _update(db, [ContextService.roster_due_at <= now, unused], roster_due_at=None)


def fetched(db: Session, job: Job, now: datetime) -> bool:
    """Write down that the roster came; False if the lease was lost, and nothing of it may be written."""
    held = _update(
        db,
        _held(job),
        roster_lease_until=None,
        roster_synced_at=now,
        roster_due_at=now + EVERY,
        roster_tries=0,
        roster_error="",
    )
    if held:  # the same roster through another registration need not be fetched too
        siblings = [ContextService.context_id == job.context_id, ContextService.id != job.service_id]
        _update(db, [*siblings, ContextService.roster_lease_until.is_(None)], roster_due_at=now + EVERY)
    return held


def failed(db: Session, job: Job, error: str, now: datetime) -> None:
    """Write down why the roster did not come, and when it is asked for again."""
    service = db.scalar(select(ContextService).where(*_held(job)))
    if service is None:
        return
    service.roster_lease_until = None
    service.roster_error = error
    service.roster_due_at = now + min(FIRST_RETRY * 2 ** min(service.roster_tries, 10), EVERY)
    service.roster_tries += 1


def request_refresh(db: Session, context_id: int, now: datetime) -> bool:
    """Make a course's roster due now; False where no registration has a roster address for it."""
    newest = db.scalar(
        select(ContextService)
        .join(Registration, Registration.id == ContextService.registration_id)
        .where(ContextService.context_id == context_id, ContextService.memberships_url != "")
        .where(Registration.status == RegistrationStatus.ACTIVE)
        .order_by(ContextService.seen_at.desc())
        .limit(1)
    )
    if newest is None:
        return False
    soonest = newest.roster_synced_at + SOONEST if newest.roster_synced_at else now
    newest.roster_due_at = max(now, soonest)
    newest.seen_at = max(newest.seen_at, now)
    return True


@dataclass(frozen=True)
class Standing:
    """How a course's roster stands. `offered`: some registration has an address for it."""

    offered: bool
    synced_at: datetime | None
    under_way: bool
    error: str
    """Code of the last failure; empty once a roster came."""


def standing(db: Session, context_id: int, now: datetime) -> Standing:
    query = (
        select(ContextService)
        .join(Registration, Registration.id == ContextService.registration_id)
        .where(ContextService.context_id == context_id, ContextService.memberships_url != "")
        .where(Registration.status == RegistrationStatus.ACTIVE)
        .order_by(ContextService.seen_at.desc())
    )
    services = db.scalars(query).all()
    leased = any(service.roster_lease_until and service.roster_lease_until > now for service in services)
    soon = any(service.roster_due_at and service.roster_due_at <= now + SOONEST for service in services)
    return Standing(
        offered=bool(services),
        synced_at=max((service.roster_synced_at for service in services if service.roster_synced_at), default=None),
        under_way=leased or soon,
        error=services[0].roster_error if services else "",
    )


def _due(now: datetime) -> list[ColumnElement[bool]]:
    free = or_(ContextService.roster_lease_until.is_(None), ContextService.roster_lease_until <= now)
    return [ContextService.roster_due_at <= now, free]


def _held(job: Job) -> list[ColumnElement[bool]]:
    return [ContextService.id == job.service_id, ContextService.roster_lease_until == job.until]


def _update(db: Session, where: list[ColumnElement[bool]], **values: object) -> bool:
    changed = update(ContextService).where(*where).values(**values).returning(ContextService.id)
    return db.scalars(changed.execution_options(synchronize_session=False)).first() is not None


def _job(
    service: ContextService, registration: Registration, platform: Platform, hosts: frozenset[str], until: datetime
) -> Job:
    return Job(
        service_id=service.id,
        context_id=service.context_id,
        platform_id=platform.id,
        client=client_of(registration, platform),
        memberships_url=service.memberships_url,
        groups_url=service.groups_url,
        group_sets_url=service.group_sets_url,
        group_ids=tuple(service.group_ids),
        hosts=hosts,
        until=until,
    )
