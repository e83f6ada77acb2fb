"""`Part`: what one package of the activity kit adds to the suite; each package's `part.py` exposes one as `part`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, current_app
from sqlalchemy.orm import Session

from lti_tools.kit.audit.actions import Action
from lti_tools.kit.exports.declared import Export
from lti_tools.kit.jobs.declared import JobKind
from lti_tools.kit.moderation.kinds import Moderated
from lti_tools.kit.notices.kinds import Kind
from lti_tools.launches import CurrentLaunch

if TYPE_CHECKING:
    from lti_tools.suite import Suite
    from lti_tools.worker import Step

_KEY = "lti_tools.parts"


@dataclass(frozen=True)
class MenuItem:
    """An entry of the menu on every page of a session, where the activity's tool does not link to it itself."""

    label: str
    """In the reader's language."""
    address: str
    icon: str
    """Name of an icon in `lti/macros/icons.html`."""
    count_url: str = ""
    """Answers `{"count": n, "words": "..."}`: a script shows the number once the page is there."""


def _nothing(*_args: Any) -> None:
    return None


def _empty(*_args: Any) -> dict[str, Any]:
    return {}


def _no_steps(*_args: Any) -> tuple[()]:
    return ()


def _no_items(_launch: CurrentLaunch) -> tuple[MenuItem, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One package of the kit, as the suite's composition needs it."""

    name: str
    """The package's name, and the part's address: `/s/<session>/-/<name>/`."""
    blueprint: Callable[[], Blueprint] | None = None
    """Makes the part's routes; the blueprint is called `kit-<name>`. They serve activities that are set up."""
    menu: Callable[[CurrentLaunch], Iterable[MenuItem]] = _no_items
    """What the menu of every page offers to this person; it asks the database nothing."""
    erase: Callable[[Session, int, int | None], None] = _nothing
    """As `Tool.erase`: (session, person id, context id or None for all)."""
    export: Callable[[Session, int, int | None], dict[str, Any]] = _empty
    """As `Tool.export`: the person's own data, keyed by kind."""
    tick: Callable[[Session, datetime], None] = _nothing
    """As `Tool.tick`: what becomes due by itself, in a transaction of its own every few seconds."""
    actions: tuple[Action, ...] = ()
    """As `Tool.actions`: what this part writes into the record."""
    steps: Callable[["Suite", Sequence[Any]], Iterable["Step"]] = _no_steps
    """(suite, every tool and part) -> background work that is more than a `tick`: it asks somebody outside."""
    notices: Mapping[str, Kind] = field(default_factory=dict)
    """As `Tool.notices`."""
    exports: tuple[Export, ...] = ()
    """As `Tool.exports`: tables that the part adds to every activity."""
    jobs: tuple[JobKind, ...] = ()
    """As `Tool.jobs`: long work of the part."""
    moderated: tuple[Moderated, ...] = ()
    """As `Tool.moderated`: things that people can report."""


def install(app: Flask, parts: tuple[Part, ...]) -> None:
    """Make the parts known to the app, so that a part can ask what the others offer without importing them."""
    app.extensions[_KEY] = parts


def current_parts() -> tuple[Part, ...]:
    """The parts of the running application."""
    found: tuple[Part, ...] = current_app.extensions[_KEY]
    return found
