"""What long work is made of: `JobKind`, declared in `Tool.jobs` or `Part.jobs`, does one step after another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from lti_tools.kit.jobs.files import JobFiles
    from lti_tools.kit.part import Part
    from lti_tools.suite import Suite


@dataclass(frozen=True, kw_only=True)
class Work:
    """A job as its next step finds it."""

    job_id: int
    activity_id: int
    context_id: int
    person_id: int | None
    """Who asked for it; None once that person is erased."""
    arguments: Mapping[str, Any]
    cursor: Mapping[str, Any]
    """What the step before left; empty for the first one."""
    done: int
    total: int | None
    now: datetime
    suite: "Suite"
    parts: "tuple[Part, ...]"
    files: "JobFiles"


@dataclass(frozen=True)
class Made:
    """A file as the job's result: its key from `work.files.put`, and how it is called when downloaded."""

    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What a step has done."""

    done: int
    total: int | None = None
    """None while it is not known how much there is."""
    cursor: Mapping[str, Any] = field(default_factory=dict)
    """Where the next step goes on: JSON values, ids and numbers."""
    write: Callable[[Session], None] | None = None
    """The step's own changes: in the transaction that stores its progress, so they happen once."""
    finished: bool = False
    result: Mapping[str, Any] = field(default_factory=dict)
    """Ids and numbers of the outcome, with `finished`."""
    made: Made | None = None


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """One kind of long work."""

    code: str
    """Begins with the tool's slug or the part's name."""
    title: str
    """A `lazy` message: what is being done."""
    step: Callable[[Work], Progress]
    """Do a second's worth or so, outside any transaction, and say how far it is. After a crash the same step is asked
    again with the same cursor: what it changes goes into `Progress.write`, what it keeps as a file may be kept twice.
    A `Refusal` ends the job with its reason."""
    several: bool = False
    """More than one of the kind may be under way in an activity."""
    outcome: Callable[[int, Mapping[str, Any]], str] | None = None
    """(job id, its result) -> address of the page that shows what came out; asked once the job is done."""
    results: Mapping[str, str] = field(default_factory=dict)
    """Name of a number in `result` -> its `lazy` label, for the page of a finished job."""
