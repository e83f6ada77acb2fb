"""Where a launch lands: the rows it names, joined; and the short road when nothing about them is new.

Most launches repeat what the database knows. One SELECT of columns then tells the place; only news is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, bindparam, select

from lti_tools.lti.custom import history
from lti_tools.lti.groups import ids_in
from lti_tools.lti.launch import Launch
from lti_tools.lti.roles import Role
from lti_tools.store.base import Base
from lti_tools.store.clients import Client
from lti_tools.store.database import Runner
from lti_tools.store.prepared import Prepared
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, ContextService, Membership, Person
from lti_tools.store.tables.schools import Deployment, Registration

FRESH = timedelta(hours=1)
"""How often "last seen" times are written anew."""


@dataclass(frozen=True)
class Place:
    """The rows of one launch by id, all there; `activity_id` is None for messages without a resource link."""

    deployment_id: int
    person_id: int
    context_id: int
    activity_id: int | None
    tool: str
    configured: bool


def _table(model: type[Base]) -> Table:
    assert isinstance(model.__table__, Table)
    return model.__table__


_REGISTRATION, _DEPLOYMENT, _PERSON = _table(Registration), _table(Deployment), _table(Person)
_CONTEXT, _MEMBERSHIP, _SERVICE, _ACTIVITY = map(_table, (Context, Membership, ContextService, Activity))

JOINED = (
    _REGISTRATION.outerjoin(
        _DEPLOYMENT,
        and_(
            _DEPLOYMENT.c.registration_id == _REGISTRATION.c.id,
            _DEPLOYMENT.c.deployment_id == bindparam("deployment_id"),
        ),
    )
    .outerjoin(_PERSON, and_(_PERSON.c.platform_id == _REGISTRATION.c.platform_id, _PERSON.c.sub == bindparam("sub")))
    .outerjoin(
        _CONTEXT,
        and_(
            _CONTEXT.c.platform_id == _REGISTRATION.c.platform_id,
            _CONTEXT.c.kind == bindparam("kind"),
            _CONTEXT.c.lms_id == bindparam("lms_id"),
        ),
    )
    .outerjoin(_MEMBERSHIP, and_(_MEMBERSHIP.c.context_id == _CONTEXT.c.id, _MEMBERSHIP.c.person_id == _PERSON.c.id))
    .outerjoin(_SERVICE, and_(_SERVICE.c.context_id == _CONTEXT.c.id, _SERVICE.c.registration_id == _REGISTRATION.c.id))
    .outerjoin(
        _ACTIVITY,
        and_(_ACTIVITY.c.context_id == _CONTEXT.c.id, _ACTIVITY.c.resource_link_id == bindparam("resource_link_id")),
    )
)
"""The rows that a launch names, from its registration on; each may be missing."""
OF_LAUNCH = _REGISTRATION.c.id == bindparam("registration_id")

PERSON = ("name", "given_name", "family_name", "email", "locale")
_KNOWN = Prepared(
    select(
        _DEPLOYMENT.c.id.label("deployment"),
        _PERSON.c.id.label("person"),
        *(_PERSON.c[name] for name in PERSON),
        _CONTEXT.c.id.label("context"),
        _CONTEXT.c.title.label("context_title"),
        _CONTEXT.c.label.label("context_label"),
        _CONTEXT.c.history,
        _MEMBERSHIP.c.launch_role,
        _MEMBERSHIP.c.groups,
        _MEMBERSHIP.c.active,
        _MEMBERSHIP.c.launched_at,
        _SERVICE.c.deployment_id.label("service_deployment"),
        _SERVICE.c.lineitems_url,
        _SERVICE.c.memberships_url,
        _SERVICE.c.groups_url,
        _SERVICE.c.group_sets_url,
        _SERVICE.c.ags_scopes,
        _SERVICE.c.group_ids,
        _SERVICE.c.seen_at,
        _ACTIVITY.c.id.label("activity"),
        _ACTIVITY.c.registration_id,
        _ACTIVITY.c.lineitem_url,
        _ACTIVITY.c.configured_at,
        _ACTIVITY.c.tool,
    )
    .select_from(JOINED)
    .where(OF_LAUNCH)
)


def key_of(client: Client, launch: Launch) -> dict[str, Any]:
    """The parameters of `JOINED`. A launch outside any course has a context of its own link, or of its person."""
    alone = launch.resource_link_id or f"person:{launch.who.sub}"
    return {
        "registration_id": client.registration_id,
        "deployment_id": launch.deployment_id,
        "sub": launch.who.sub,
        "kind": "course" if launch.context_id else "link",
        "lms_id": launch.context_id or alone,
        "resource_link_id": launch.resource_link_id,
    }


def person_news(launch: Launch) -> dict[str, Any]:
    """What the launch tells of the person; a registration that may not tell names leaves the known ones."""
    told = {name: getattr(launch.who, name) for name in PERSON}
    return {name: value for name, value in told.items() if value}


def service_news(launch: Launch) -> dict[str, Any]:
    """What the launch tells of the context's services; one that names none leaves the known ones."""
    told = launch.services
    news = {
        "lineitems_url": told.lineitems,
        "memberships_url": told.memberships,
        "groups_url": told.groups,
        "group_sets_url": told.group_sets,
        "ags_scopes": list(told.ags_scopes),
        "group_ids": list(ids_in(launch.custom, "canvas_groups")),
    }
    return {name: value for name, value in news.items() if value}


def own_groups(launch: Launch) -> str:
    """Ids of the person's own groups, with commas between (Moodle).

    Somebody who is in no group any more comes with an empty parameter, which reads like none.
    """
    return ",".join(ids_in(launch.custom, "user_groups"))


def ancestors_told(launch: Launch) -> list[str]:
    """The course's ancestors as an instructor's launch names them; empty for everybody else."""
    return list(history(launch.custom, "context_history"))[:50] if launch.role is Role.INSTRUCTOR else []


def known_place(db: Runner, client: Client, launch: Launch, now: datetime) -> Place | None:
    """The place of a launch that brings nothing new; None where anything is to be written first."""
    row = _KNOWN.all(db, key_of(client, launch))[0]._asdict()
    if not (_is_complete(row, launch) and _is_same(row, client, launch) and _is_fresh(row, now)):
        return None
    return Place(row["deployment"], row["person"], row["context"], row["activity"], row["tool"] or "", True)


def _is_complete(row: Mapping[str, Any], launch: Launch) -> bool:
    wanted = ("deployment", "person", "context", "launched_at", "seen_at", "activity", "configured_at")
    return not launch.review and all(row[name] is not None for name in wanted)


def _is_same(row: Mapping[str, Any], client: Client, launch: Launch) -> bool:
    told = person_news(launch) | service_news(launch)
    told |= {"launch_role": launch.role, "active": True, "groups": own_groups(launch)}
    told |= {"registration_id": client.registration_id, "service_deployment": row["deployment"]}
    if launch.context_title:
        told |= {"context_title": launch.context_title, "context_label": launch.context_label}
    if launch.services.lineitem:
        told["lineitem_url"] = launch.services.lineitem
    if ancestors := ancestors_told(launch):
        told["history"] = ancestors
    return all(row[name] == value for name, value in told.items())


def _is_fresh(row: Mapping[str, Any], now: datetime) -> bool:
    return bool(min(row["launched_at"], row["seen_at"]) >= now - FRESH)
