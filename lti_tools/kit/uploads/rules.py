"""What a tool says about the files it takes: `Place`, handed in with `Tool.uploads`; and a file as tools see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lti_tools.kit.uploads.kinds import KINDS, Kind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from lti_tools.launches import CurrentLaunch

LONGEST_ALT = 300
"""Characters of what a picture shows."""


class State(StrEnum):
    """Where a file is on its way; others see it in `READY` alone."""

    RECEIVING = "receiving"
    WAITING = "waiting"
    """Whole, and the worker has still to make the scrubbed copy."""
    READY = "ready"
    REFUSED = "refused"
    GONE = "gone"
    """Removed by its owner; the worker deletes what is left."""


class Drawing(StrEnum):
    """How far a file is whose pages are to be pictures too."""

    NOT = ""
    """Nobody asked for them."""
    WANTED = "wanted"
    DONE = "done"
    FAILED = "failed"
    """It cannot be drawn, or costs too much; the file itself is there all the same."""


class Sight(StrEnum):
    """What somebody may see of a file."""

    NOTHING = "nothing"
    COPY = "copy"
    """The scrubbed copy, under a neutral name."""
    ALL = "all"
    """The original and its name too: for the owner and staff."""


@dataclass(frozen=True)
class StoredFile:
    """One file, for pages and rules of tools."""

    id: int
    activity_id: int
    person_id: int
    place: str
    thing: str
    number: int
    name: str
    alt: str
    state: State
    fault: dict[str, Any]
    size: int
    received: int
    kind_name: str
    ending: str
    copy_size: int
    drawn: Drawing
    created_at: datetime

    @property
    def kind(self) -> Kind | None:
        """None until all of it has come."""
        return KINDS.get(self.kind_name)

    @property
    def neutral_name(self) -> str:
        return f"file-{self.number}{self.ending}"


def owner_and_staff(_db: "Session", launch: "CurrentLaunch", file: StoredFile) -> Sight:
    """The strictest rule: nobody else."""
    return Sight.ALL if launch.is_staff or launch.person_id == file.person_id else Sight.NOTHING


def nothing_more(_db: "Session", _launch: "CurrentLaunch", _file: StoredFile) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Place:
    """One use that a tool has for files, such as the pictures of its options."""

    may_add: Callable[["Session", "CurrentLaunch", str], None]
    """(session, launch, thing): raise `NotFound` for no such thing, a `Refusal` where no file may come or go now."""
    may_see: Callable[["Session", "CurrentLaunch", StoredFile], Sight] = owner_and_staff
    """Asked for every file at every request; an assistant who is limited to groups sees no more than these."""
    kinds: tuple[str, ...] = tuple(KINDS)
    """Names of accepted kinds."""
    most_bytes: int = 100_000_000
    """Of one file; the platform's setting may be lower."""
    most_files: int = 10
    """Of one person for one thing."""
    replaces: bool = False
    """One file for a thing whoever sends it: a new one takes the old one's place."""
    describe: bool = False
    """Pictures need a description (alt text)."""
    pages: bool = False
    """The worker draws the pages of PDF files, for comments on places in them."""
    names_hidden: bool = False
    """Others must not learn who sent it: what no program can take out is said before sending."""
    after: Callable[["Session", "CurrentLaunch", StoredFile], None] = nothing_more
    """Called when a file has come or gone, in the same transaction."""
