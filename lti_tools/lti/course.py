"""One course as its platform tells it: the members, and the groups where there are any."""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lti_tools.errors import Unreachable
from lti_tools.lti import groups as group_service
from lti_tools.lti.links import with_query
from lti_tools.lti.nrps import Member, members
from lti_tools.lti.service import Service
from lti_tools.store.groups import ToldGroup
from lti_tools.store.rosters import Job

log = logging.getLogger(__name__)

LONGEST = 60.0
"""Seconds for one roster: beyond them it counts as not answered."""
MOST_GROUPS = 100


@dataclass(frozen=True)
class Told:
    """`groups` None: the platform tells of none, and what is stored stays."""

    members: tuple[Member, ...]
    groups: tuple[ToldGroup, ...] | None


def ask_roster(service: Service, job: Job) -> Told:
    """The members, or `Unreachable`; then the groups, whose trouble does not cost us the members."""
    ends = time.monotonic() + LONGEST
    url = with_query(job.memberships_url, groups="true") if job.groups_url else job.memberships_url
    found = tuple(_in_time(members(service, url, limit=service.quirks.page_size), ends, service))
    try:
        return Told(found, _groups(service, job, found, ends))
    except Unreachable as error:
        fields = {"context": job.context_id, "code": error.code, "detail": error.detail}
        log.info("groups not fetched", extra={"fields": fields})
        return Told(found, None)


def _in_time(found: Iterable[Member], ends: float, service: Service) -> Iterator[Member]:
    for member in found:
        if time.monotonic() > ends:
            raise Unreachable(f"registration {service.client.registration_id}: the roster takes too long")
        yield member


def _groups(service: Service, job: Job, found: tuple[Member, ...], ends: float) -> tuple[ToldGroup, ...] | None:
    if job.groups_url:
        return _course_groups(service, job, found)
    if job.group_ids and service.quirks.group_rosters:
        return tuple(_canvas_groups(service, job, ends))
    return None


def _course_groups(service: Service, job: Job, found: tuple[Member, ...]) -> tuple[ToldGroup, ...]:
    """By 1EdTech's service: its groups, its sets, and who is in which from the roster."""
    sets = group_service.group_sets(service, job.group_sets_url) if job.group_sets_url else []
    names = {one.id: one.name for one in sets}
    return tuple(
        ToldGroup(
            group.id,
            group.name,
            names.get(group.set_id, ""),
            frozenset(member.user_id for member in found if group.id in member.group_ids),
        )
        for group in group_service.course_groups(service, job.groups_url)
    )


def _canvas_groups(service: Service, job: Job, ends: float) -> Iterator[ToldGroup]:
    for group_id in job.group_ids[:MOST_GROUPS]:
        if time.monotonic() > ends:
            raise Unreachable("the groups take too long")
        told = group_service.canvas_group_roster(service, job.memberships_url, group_id)
        subs = frozenset(member.user_id for member in told.members)
        yield ToldGroup(told.group.id, told.group.name, "", subs)
