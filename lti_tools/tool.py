"""The contract between the suite and a tool: `Tool`, the descriptor that each tool's `tool.py` exposes as `tool`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session
from wtforms import Form

from lti_tools.events import ActivityEvent
from lti_tools.kit.activity_file.content import Content
from lti_tools.kit.audit.actions import Action
from lti_tools.kit.comments.subject import Names, SubjectOf
from lti_tools.kit.exports.declared import Export
from lti_tools.kit.jobs.declared import JobKind
from lti_tools.kit.moderation.kinds import Moderated
from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.overview.contract import Overview
from lti_tools.kit.schedule.declared import DeclaredPhase, PhaseEffect
from lti_tools.kit.uploads.rules import Place
from lti_tools.store.database import Database

Settings = dict[str, Any]
"""An activity's settings as JSON values, made by the tool's settings form; never anybody's work."""


@dataclass(frozen=True)
class Column:
    """A column that an activity wants in the LMS's gradebook.

    `tag` names it among the activity's columns; the first one returned is the one that the LMS couples to the link.
    `score_maximum` is an integer in 1..100 (Moodle refuses others); scores carry their own maximum beside it.
    """

    tag: str
    label: str
    score_maximum: int = 100


@dataclass(frozen=True)
class Fact:
    """One line about a person, both sides in the reader's language."""

    label: str
    value: str

    def __iter__(self) -> Iterator[str]:
        return iter((self.label, self.value))


def _nothing(*_args: Any) -> None:
    return None


def _no_work(*_args: Any) -> int:
    return 0


def _empty(*_args: Any) -> dict[str, Any]:
    return {}


def _no_facts(*_args: Any) -> tuple[Fact, ...]:
    return ()


def _no_columns(_settings: Settings) -> tuple[Column, ...]:
    return ()


def _no_places(_settings: Settings) -> Mapping[str, Place]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Tool:
    """Everything the suite asks of a tool. `docs/adding-a-tool.md` walks through it."""

    slug: str
    """Part of addresses and the registration's name, e.g. "topic-vote"; never changes once installed."""
    title: str
    """English title, a gettext message id of the tool's catalogue."""
    summary: str
    """One English sentence for the picker, a message id too."""
    table_prefix: str
    """Begins the name of every table of the tool, e.g. "vote_"."""
    package: str
    """Dotted name; `templates/`, `static/`, `translations/` and `migrations/` lie beside its modules."""
    blueprint: Callable[[], Blueprint]
    """Makes the tool's routes. Its endpoint `home` is the first page for every role."""
    open_pages: Callable[[], Blueprint] | None = None
    """Makes pages for anybody, without a session, below `/open/<slug>`: what the world checks, such as a badge.

    They only read, and nothing on them is anybody's unless that person showed it.
    """
    intake: Callable[[], Blueprint] | None = None
    """Makes the door that outside systems call, below `/intake/<slug>`: POST alone, no session, every call signed.

    Addresses there begin with a key of the activity, `<key_id>`; an unknown one is answered 404.
    """
    settings_form: type[Form]
    """The activity's settings: shown in deep linking, at a plain link's first teacher launch, and for later edits.

    It has a `title` field; `form.data` becomes the activity's settings through `to_settings`.
    """
    to_settings: Callable[[Form], Settings]
    """Valid form -> settings (JSON values)."""
    from_settings: Callable[[Settings], Settings]
    """Settings -> the form's initial data, the inverse of `to_settings`."""
    configure: Callable[[Session, int, Settings], None]
    """Bring the tool's rows of an activity in line with new settings; in the transaction that stores them."""
    without_dates: Callable[[Settings], Settings]
    """The settings for a copied activity: as they are, all dates empty."""
    columns: Callable[[Settings], tuple[Column, ...]] = _no_columns
    consumers: Mapping[str, Callable[[Session, ActivityEvent], None]] = field(default_factory=dict)
    """Event action -> effect, run once per event in the effect's own transaction (`events.deliver`)."""
    erase: Callable[[Session, int, int | None], None] = _nothing
    """(session, person id, context id or None for all): remove the person's rows, or empty those others stand on."""
    export: Callable[[Session, int, int | None], Settings] = _empty
    """(session, person id, context id or None): the person's own data; nobody hidden from them appears in it."""
    tick: Callable[[Session, datetime], None] = _nothing
    """Called by the worker every few seconds in a transaction of its own: what becomes due by itself."""
    scrub: Callable[[Database, datetime], int] = _no_work
    """Called by the worker every 20 seconds outside of any transaction: wipes what the tool deleted out of the
    database's files where that matters (`Database.scrub`), until it was done. Returns how much it did."""
    notices: Mapping[str, Kind] = field(default_factory=dict)
    """Code -> kind of what the tool tells people (`lti_tools.kit.notices`); codes begin with the slug."""
    copied: Callable[[Session, int, int, datetime], None] = _nothing
    """(session, activity that was copied, new activity, now): what does not stand in settings or content, such as files
    that teachers added (`lti_tools.kit.uploads.files.copy_things`); settings and content are there already."""
    private_actions: frozenset[str] = frozenset()
    """Actions of events that may give nobody away: they go through `lti_tools.kit.private_events` alone."""
    content: Content | None = None
    """How activities become files, templates and practice classes (`docs/kit/activity-files.md`); None: they do not.

    Templates shipped with the tool lie in its package as `starters/<language>/<name>.json`."""
    about_learner: Callable[[Session, int, int, datetime], Iterable[Fact]] = _no_facts
    """(session, activity id, person id, now): what a mentor may read about their own learner, where platform and school
    let mentors read: whether and when they took part, never what they chose or wrote about others, and nothing of
    anybody else. Points that the gradebook has taken stand there by themselves. Called for one person at a time."""
    phases: tuple[DeclaredPhase, ...] = ()
    """What its activities go through, in order (`docs/kit/schedule.md`); the kit's pages of dates follow from it."""
    phase_effect: PhaseEffect | None = None
    """What follows when a phase opens or ends; the tool's tick runs it through `transitions.run_due`."""
    overview: Overview | None = None
    """Its columns of the class overview, one person's block, the wall of the classroom (`docs/kit/overview.md`)."""
    phase_check: Callable[[Session, int, str, datetime], None] = _nothing
    """(session, activity id, phase key, now): raises a `Refusal` where the phase cannot be opened by hand yet."""
    review_endpoint: str = ""
    """Endpoint that shows one person's work to staff or to themselves (submission review), given `person_id`."""
    uploads: Callable[[Settings], Mapping[str, Place]] = _no_places
    """Settings -> what the activity takes files for, by name (`lti_tools.kit.uploads`, `docs/kit/uploads.md`)."""
    comment_subject: SubjectOf | None = None
    """Whether a thing of an activity can be commented on by the person of a launch (`lti_tools.kit.comments`)."""
    comment_names: Names | None = None
    """What authors of comments are called where not by their names, e.g. pseudonyms; the same for everybody."""
    moderated: tuple[Moderated, ...] = ()
    """Kinds of things beside comments that people can report (`lti_tools.kit.moderation`)."""
    actions: tuple[Action, ...] = ()
    """Every kind of deed that the tool writes into the record (`lti_tools.kit.audit`), with its words and its undo."""
    exports: tuple[Export, ...] = ()
    """Tables that staff can download (`docs/kit/exports.md`)."""
    jobs: tuple[JobKind, ...] = ()
    """Long work that the worker does in steps (`docs/kit/jobs.md`)."""
