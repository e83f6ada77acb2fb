"""What a valid launch finds and leaves in the database: deployment, person, context, membership, services, activity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import DeploymentUnknown, NotFound
from lti_tools.lti import claims as names
from lti_tools.lti.launch import Launch
from lti_tools.store import service_hosts
from lti_tools.store.clients import Client
from lti_tools.store.groups import keep_own_groups
from lti_tools.store.inserting import insert_or_find
from lti_tools.store.places import (
    FRESH,
    JOINED,
    OF_LAUNCH,
    Place,
    ancestors_told,
    key_of,
    own_groups,
    person_news,
    service_news,
)
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, ContextService, Membership, Person
from lti_tools.store.tables.schools import Deployment


@dataclass(frozen=True)
class Arrival:
    """The rows of one launch, all present; `activity` is None for messages without a resource link."""

    deployment: Deployment
    person: Person
    context: Context
    membership: Membership
    activity: Activity | None
    new_context: bool

    @property
    def place(self) -> Place:
        activity = self.activity
        return Place(
            self.deployment.id,
            self.person.id,
            self.context.id,
            activity.id if activity else None,
            activity.tool if activity else "",
            bool(activity and activity.configured_at),
        )


_FIND = select(Deployment, Person, Context, Membership, ContextService, Activity).select_from(JOINED).where(OF_LAUNCH)


def arrive(db: Session, client: Client, launch: Launch, now: datetime) -> Arrival:
    """Find or make every row of `launch`, and bring names, roles and addresses up to date.

    For launches that bring news (`places.known_place` knows the others). Raises `DeploymentUnknown` where the
    registration does not learn new ones.
    """
    key = key_of(client, launch)
    found = db.execute(_FIND, key).one()
    deployment = found[0] or _learn_deployment(db, client, launch, now)
    person = found[1] or _new_person(db, client, launch, now)
    context = found[2] or _new_context(db, client, key, now)
    membership = found[3] or _new_membership(db, context, person, launch, now)
    _update_person(person, launch, now)
    _update_context(context, launch, now)
    _update_membership(membership, launch, now)
    service = found[4] or _new_service(db, client, deployment, context, now)
    _update_service(service, deployment, launch, now)
    service_hosts.learn(db, deployment, launch.services, now)
    _update_groups(db, membership, launch)
    activity: Activity | None
    if launch.review:
        activity = _reviewed(db, context, launch.review[0])
    else:
        activity = found[5] or _new_activity(db, context, launch, now)
    if activity and not launch.review:
        _update_activity(activity, client, launch)
    return Arrival(deployment, person, context, membership, activity, new_context=found[2] is None)


def _new_person(db: Session, client: Client, launch: Launch, now: datetime) -> Person:
    key = {"platform_id": client.platform_id, "sub": launch.who.sub}
    return insert_or_find(db, Person, key, {**person_news(launch), "created_at": now, "updated_at": now})


def _new_context(db: Session, client: Client, key: dict[str, Any], now: datetime) -> Context:
    key = {"platform_id": client.platform_id, "kind": key["kind"], "lms_id": key["lms_id"]}
    return insert_or_find(db, Context, key, {"created_at": now, "updated_at": now})


def _new_membership(db: Session, context: Context, person: Person, launch: Launch, now: datetime) -> Membership:
    key = {"context_id": context.id, "person_id": person.id}
    return insert_or_find(db, Membership, key, {"launch_role": launch.role, "active": True, "launched_at": now})


def _learn_deployment(db: Session, client: Client, launch: Launch, now: datetime) -> Deployment:
    if not client.learns_deployments:
        raise DeploymentUnknown
    key = {"registration_id": client.registration_id, "deployment_id": launch.deployment_id}
    return insert_or_find(db, Deployment, key, {"created_at": now})


def _update_person(person: Person, launch: Launch, now: datetime) -> None:
    for field, value in person_news(launch).items():
        if getattr(person, field) != value:
            setattr(person, field, value)
            person.updated_at = now


def _update_context(context: Context, launch: Launch, now: datetime) -> None:
    if launch.context_title and (context.title, context.label) != (launch.context_title, launch.context_label):
        context.title, context.label, context.updated_at = launch.context_title, launch.context_label, now
    ancestors = ancestors_told(launch)
    if ancestors and ancestors != context.history:
        context.history = ancestors


def _update_membership(membership: Membership, launch: Launch, now: datetime) -> None:
    stale = membership.launched_at is None or membership.launched_at < now - FRESH
    if membership.launch_role != launch.role or not membership.active or stale:
        membership.launch_role, membership.active, membership.launched_at = launch.role, True, now


def _new_service(
    db: Session, client: Client, deployment: Deployment, context: Context, now: datetime
) -> ContextService:
    key = {"context_id": context.id, "registration_id": client.registration_id}
    values = {"deployment_id": deployment.id, "seen_at": now, "roster_due_at": now}
    return insert_or_find(db, ContextService, key, values)


def _update_service(service: ContextService, deployment: Deployment, launch: Launch, now: datetime) -> None:
    """Keep the newest addresses; a launch that names none leaves the known ones (Moodle's first deep linking)."""
    if service.deployment_id != deployment.id:
        service.deployment_id = deployment.id
    for field, value in service_news(launch).items():
        if getattr(service, field) != value:
            setattr(service, field, value)
            if field == "memberships_url":
                service.roster_due_at = now
    if service.seen_at < now - FRESH:
        service.seen_at = now
        if service.roster_due_at is None:
            service.roster_due_at = now


def _update_groups(db: Session, membership: Membership, launch: Launch) -> None:
    told = own_groups(launch)
    if membership.groups != told:
        keep_own_groups(db, membership.context_id, membership.person_id, told.split(",") if told else ())
        membership.groups = told


def _new_activity(db: Session, context: Context, launch: Launch, now: datetime) -> Activity | None:
    if launch.message_type == names.DEEP_LINKING_REQUEST or not launch.resource_link_id:
        return None
    key = {"context_id": context.id, "resource_link_id": launch.resource_link_id}
    values = {"title": launch.resource_link_title, "created_at": now, "updated_at": now}
    return insert_or_find(db, Activity, key, values)


def _reviewed(db: Session, context: Context, activity_id: int) -> Activity:
    """The activity that SpeedGrader asks for: one of this context, whatever resource link the launch names."""
    activity = db.get(Activity, activity_id)
    if activity is None or activity.context_id != context.id:
        raise NotFound
    return activity


def _update_activity(activity: Activity, client: Client, launch: Launch) -> None:
    if activity.registration_id != client.registration_id:
        activity.registration_id = client.registration_id
    if launch.resource_link_title and not activity.title:
        activity.title = launch.resource_link_title
