"""Templates, a tool's own and those of the platform's teachers: choosing, publishing, forking, taking back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.activities import configure
from lti_tools.errors import NotFound
from lti_tools.kit.activity_file import files, pictures, refusals, starters, store
from lti_tools.kit.activity_file.files import ActivityFile
from lti_tools.kit.activity_file.tables import Template
from lti_tools.kit.audit.actions import Entry
from lti_tools.kit.audit.audit import changes, note
from lti_tools.launches import CurrentLaunch, current_launch
from lti_tools.store.tables.activities import Activity
from lti_tools.suite import current_suite
from lti_tools.tool import Tool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A template as one can choose it: `key` is a shipped one's name or a published one's number."""

    key: str
    title: str
    summary: str
    authors: Sequence[str] = ()
    """Empty for a shipped one."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A template that somebody chose, with its content; `template` is None for a shipped one."""

    key: str
    file: ActivityFile
    template: Template | None = None

    @property
    def template_id(self) -> int | None:
        return self.template.id if self.template else None


def shipped(tool: Tool) -> list[Offer]:
    return [Offer(key=name, title=one.title, summary=one.summary) for name, one in starters.starters(tool).items()]


def published(db: Session, launch: CurrentLaunch, tool: Tool) -> list[Offer]:
    """What teachers of this platform offer."""
    found = store.offered(db, launch.platform_id, tool.slug)
    authors = store.credits_of(db, [one.id for one in found])
    return [
        Offer(key=str(one.id), title=one.title, summary=one.summary, authors=authors.get(one.id, []))
        for one in found
        if one.version <= files.content_of(tool).version
    ]


def offers(db: Session, launch: CurrentLaunch, tool: Tool) -> list[Offer]:
    """All templates that a teacher can start from; none where the tool has no files."""
    if tool.content is None or launch.practice:
        return []
    return [*shipped(tool), *published(db, launch, tool)]


def choose(db: Session, launch: CurrentLaunch, tool: Tool, key: str) -> Chosen:
    """The template called `key`; raises `NotFound` for one of another platform, tool or release."""
    if tool.content is None or launch.practice:
        raise NotFound
    if not (key.isascii() and key.isdigit()):
        file = starters.find(tool, key)
        if file is None:
            raise NotFound
        return Chosen(key=key, file=file)
    template = store.template_of(db, launch.platform_id, tool.slug, int(key)) if len(key) < 18 else None
    if template is None or template.version > tool.content.version:
        raise NotFound
    values = files.newest(tool, template.version, template.values)
    file = ActivityFile(title=template.title, summary=template.summary, values=values)
    return Chosen(key=key, file=file, template=template)


LOADED = "templates.loaded"


def use(
    db: Session,
    launch: CurrentLaunch,
    tool: Tool,
    activity: Activity,
    file: ActivityFile,
    now: datetime,
    template_id: int | None = None,
) -> int:
    """Replace the settings and content by those of a file, keeping one step back; return the number in the record."""
    settings, values = dict(activity.settings), files.dump(db, tool, activity).values
    files.load(db, tool, activity, file, now, by=launch.person_id)
    store.note_use(db, activity.id, template_id)
    before, after = changes(settings, activity.settings)
    number = note(db, launch, LOADED, before=before, after=after, now=now)
    store.keep_undo(db, activity.id, settings=settings, values=values, version_after=activity.version, entry=number)
    return number


def take_back(db: Session, entry: Entry, now: datetime) -> None:
    """Undo the last `use`; raises a `Refusal` where somebody changed the settings since."""
    activity = db.get(Activity, entry.activity_id, with_for_update=True)
    tool = current_suite().tool(activity.tool) if activity else None
    undo = store.undo_of(db, entry.activity_id)
    if activity is None or tool is None or undo is None:
        raise refusals.changed_meanwhile()
    if (undo.entry, undo.version_after) != (entry.number, activity.version):
        raise refusals.changed_meanwhile()
    configure(db, activity, tool, undo.settings, now)
    pictures.load_content(db, files.content_of(tool), activity.id, undo.values, now, by=current_launch().person_id)
    db.delete(undo)
    db.flush()


def publish(
    db: Session, launch: CurrentLaunch, tool: Tool, activity: Activity, title: str, summary: str, now: datetime
) -> Template:
    """Offer the activity to the teachers of the platform. Made from a template it is a fork with its credits."""
    source = store.source_of(db, activity.id)
    file = replace(files.dump(db, tool, activity), title=title, summary=summary)
    return _add(db, launch, tool, file, source, now)


def fork(db: Session, launch: CurrentLaunch, tool: Tool, chosen: Chosen, title: str, now: datetime) -> Template:
    """A copy of a template under one's own name, behind the names of its authors."""
    return _add(db, launch, tool, replace(chosen.file, title=title), chosen.template, now)


def _add(
    db: Session, launch: CurrentLaunch, tool: Tool, file: ActivityFile, source: Template | None, now: datetime
) -> Template:
    earlier = store.credited(db, source.id) if source else []
    return store.add_template(
        db,
        [*earlier, launch.person_id],
        platform_id=launch.platform_id,
        tool=tool.slug,
        title=file.title,
        summary=file.summary,
        version=files.content_of(tool).version,
        values=file.values,
        forked_from_id=source.id if source else None,
        published_by=launch.person_id,
        created_at=now,
    )


def named(db: Session, context_id: int, file: ActivityFile) -> list[str]:
    """Names of members of the course that stand in the file's texts: for a teacher to see before others do."""
    told = [pictures.without(file.values), [one["alt"] for one in file.values.get(pictures.PART, [])]]
    texts = " ".join(str(value) for value, _depth in files.values_in(told) if isinstance(value, str)).casefold()
    names = {member.name for member in roster.members(db, context_id) if len(member.name) > 3}
    return sorted(name for name in names if name.casefold() in texts)
