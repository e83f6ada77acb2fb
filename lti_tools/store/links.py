"""Queries about links and their copies: prepared ones, activities made from the same link, their ancestors."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.lti.roles import Role
from lti_tools.store.tables.activities import Activity, PreparedLink
from lti_tools.store.tables.people import Context, Membership


def prepared_link(db: Session, uuid: str, context_ids: Sequence[int]) -> PreparedLink | None:
    """The settings waiting under `uuid`, if a teacher prepared them in one of these contexts."""
    return db.scalar(select(PreparedLink).where(PreparedLink.uuid == uuid, PreparedLink.context_id.in_(context_ids)))


def activities_of_link(db: Session, uuid: str, context_ids: Sequence[int]) -> list[Activity]:
    """Configured activities of these contexts made from the link `uuid`, oldest first."""
    query = select(Activity).where(
        Activity.link_uuid == uuid, Activity.context_id.in_(context_ids), Activity.configured_at.is_not(None)
    )
    return list(db.scalars(query.order_by(Activity.id)))


def activity_of_links(db: Session, platform_id: int, link_ids: Sequence[str]) -> Activity | None:
    """The configured activity of the nearest of these resource links on the platform."""
    query = (
        select(Activity)
        .join(Context, Context.id == Activity.context_id)
        .where(
            Context.platform_id == platform_id,
            Activity.resource_link_id.in_(link_ids),
            Activity.configured_at.is_not(None),
        )
    )
    found = sorted(db.scalars(query), key=lambda activity: link_ids.index(activity.resource_link_id))
    return found[0] if found else None


def ancestors(db: Session, platform_id: int, lms_ids: Sequence[str]) -> list[int]:
    """Our ids of the courses that `lms_ids` name on the platform, in their order: nearest first."""
    query = select(Context.id, Context.lms_id).where(
        Context.platform_id == platform_id, Context.kind == "course", Context.lms_id.in_(lms_ids)
    )
    found = {lms_id: context_id for context_id, lms_id in db.execute(query)}
    return [found[lms_id] for lms_id in lms_ids if lms_id in found]


def offered_sources(db: Session, activity: Activity, platform_id: int, person_id: int) -> list[tuple[Activity, str]]:
    """Activities made from the same link in courses of this platform where the person was instructor, with the
    course's title: what a teacher may confirm as the source of a copy."""
    if not activity.link_uuid:
        return []
    query = (
        select(Activity, Context.title)
        .join(Context, Context.id == Activity.context_id)
        .join(Membership, Membership.context_id == Context.id)
        .where(
            Context.platform_id == platform_id,
            Activity.id != activity.id,
            Activity.link_uuid == activity.link_uuid,
            Activity.configured_at.is_not(None),
            Membership.person_id == person_id,
            Membership.launch_role == Role.INSTRUCTOR,
        )
        .order_by(Activity.updated_at.desc())
    )
    return [(row[0], row[1]) for row in db.execute(query)]
