"""Activities: how a link gets its tool and settings, at its first launch, from a teacher's form, or from its source.

An activity is found by (platform, context, resource link) alone. A copy takes settings, never anybody's work, and comes
without dates. It is made without asking where the platform names the source in its history of the course or link.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.grades.outbox import ensure_columns, learn_column
from lti_tools.kit.activity_file import store as files
from lti_tools.kit.activity_file.pictures import load_content
from lti_tools.lti.custom import ACTIVITY, history
from lti_tools.lti.launch import Launch
from lti_tools.store import links
from lti_tools.store.arrivals import Arrival
from lti_tools.store.tables.activities import Activity, PreparedLink
from lti_tools.suite import Suite
from lti_tools.tool import Settings, Tool


def settle(db: Session, suite: Suite, arrival: Arrival, launch: Launch, tool: str, now: datetime) -> None:
    """Take from a launch what it says of its activity: the column's address, the tool, settings that wait for it."""
    activity = arrival.activity
    if activity is None or launch.review:  # SpeedGrader's launch names the course's resource link, not this activity's
        return
    lineitem = launch.services.lineitem
    if lineitem and activity.lineitem_url != lineitem and activity.registration_id is not None:
        activity.lineitem_url = lineitem
        db.flush()
        learn_column(db, activity_id=activity.id, registration_id=activity.registration_id, url=lineitem, now=now)
    if activity.configured_at is not None:
        return
    db.flush()
    db.refresh(activity, with_for_update=True)  # of several first launches at once, one takes the settings over
    if activity.configured_at is not None:
        return
    if not activity.tool and suite.tool(tool):
        activity.tool = tool
    uuid = launch.custom.get(ACTIVITY, "")[:64]
    if uuid and not activity.link_uuid:
        activity.link_uuid = uuid
    _take_over(db, suite, arrival, activity, launch, now)


def _take_over(db: Session, suite: Suite, arrival: Arrival, activity: Activity, launch: Launch, now: datetime) -> None:
    context = arrival.context
    if activity.link_uuid:
        twins = links.activities_of_link(db, activity.link_uuid, [context.id])
        if twins:
            copy_settings(db, suite, activity, twins[0], now)
            return
        prepared = links.prepared_link(db, activity.link_uuid, [context.id])
        if prepared:
            _adopt(db, suite, activity, prepared, now)
            return
    _take_from_ancestors(db, suite, arrival, activity, launch, now)


def _take_from_ancestors(
    db: Session, suite: Suite, arrival: Arrival, activity: Activity, launch: Launch, now: datetime
) -> None:
    platform_id = arrival.context.platform_id
    ancestors = history(launch.custom, "context_history") if activity.link_uuid else ()
    near_first = links.ancestors(db, platform_id, ancestors) if ancestors else []
    if near_first:
        found = links.activities_of_link(db, activity.link_uuid, near_first)
        found.sort(key=lambda one: near_first.index(one.context_id))
        if found:
            copy_settings(db, suite, activity, found[0], now)
            return
        prepared = links.prepared_link(db, activity.link_uuid, near_first)
        if prepared:
            _adopt(db, suite, activity, prepared, now, copied=True)
            return
    link_ids = history(launch.custom, "link_history")
    source = links.activity_of_links(db, platform_id, link_ids) if link_ids else None
    if source and source.id != activity.id:
        copy_settings(db, suite, activity, source, now)


def _adopt(
    db: Session, suite: Suite, activity: Activity, prepared: PreparedLink, now: datetime, *, copied: bool = False
) -> None:
    tool = suite.tool(prepared.tool)
    if tool is None:
        return
    settings = tool.without_dates(prepared.settings) if copied else prepared.settings
    configure(db, activity, tool, settings, now)
    _load_prepared(db, activity, tool, prepared, now)
    activity.dates_to_check = copied


def _load_prepared(db: Session, activity: Activity, tool: Tool, prepared: PreparedLink, now: datetime) -> None:
    """The content of the template that the link was made from in deep linking."""
    waiting = files.prepared(db, prepared.uuid) if tool.content else None
    if tool.content and waiting:
        load_content(db, tool.content, activity.id, waiting.values, now, by=prepared.created_by)
        files.note_use(db, activity.id, waiting.template_id)


def copy_settings(db: Session, suite: Suite, activity: Activity, source: Activity, now: datetime) -> None:
    """Give `activity` settings and content of `source`, without dates; the caller has made sure that it may."""
    tool = suite.tool(source.tool)
    if tool is None:
        return
    configure(db, activity, tool, tool.without_dates(source.settings), now)
    if tool.content:
        tool.content.load(db, activity.id, tool.content.dump(db, source.id))
    tool.copied(db, source.id, activity.id, now)
    activity.copied_from_id, activity.dates_to_check = source.id, True


def configure(db: Session, activity: Activity, tool: Tool, settings: Settings, now: datetime) -> None:
    """Store new settings, let the tool bring its rows in line, and name the columns of the gradebook."""
    activity.tool = tool.slug
    activity.settings = dict(settings)
    activity.title = str(settings.get("title") or activity.title)
    activity.configured_at = activity.configured_at or now
    activity.dates_to_check = False
    activity.version = (activity.version or 0) + 1
    activity.updated_at = now
    db.flush()
    tool.configure(db, activity.id, activity.settings)
    if activity.registration_id is not None:
        ensure_columns(db, activity.id, tool.columns(activity.settings), now)


def activity_of(db: Session, context_id: int, activity_id: int, *, to_change: bool = False) -> Activity:
    """An activity of this context, held against other writers `to_change`; raises `NotFound` for any other."""
    activity = db.get(Activity, activity_id, with_for_update=to_change or None)
    if activity is None or activity.context_id != context_id:
        raise NotFound
    return activity
