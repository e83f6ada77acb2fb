"""A job in words: what it does, how far it is, why it failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lti_tools.kit.jobs.declared import JobKind
from lti_tools.kit.jobs.tables import ACTIVE, Job, State
from lti_tools.kit.part import current_parts
from lti_tools.launches import current_launch
from lti_tools.suite import current_suite
from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

STATES = {
    State.WAITING: (lazy("Waiting for its turn"), "info"),
    State.RUNNING: (lazy("Under way"), "info"),
    State.DONE: (lazy("Done"), "good"),
    State.FAILED: (lazy("Not done"), "bad"),
    State.CANCELLED: (lazy("Stopped"), "plain"),
}
"""State -> word and tone of its badge."""
FAILURES = {
    "failed": lazy("It failed several times in a row. Let it go on later, or tell whoever runs the suite."),
    "crashed": lazy("The worker was cut off at this step several times. Tell whoever runs the suite."),
    "erased": lazy("Somebody's data was erased meanwhile. Let it go on: it begins anew without that person."),
}


@dataclass(frozen=True)
class Shown:
    """A job as its page shows it."""

    id: int
    title: str
    state: str
    word: str
    tone: str
    active: bool
    may_go_on: bool
    stopping: bool
    done: int
    total: int | None
    words: str
    """How far it is, in a sentence."""
    problem: str
    results: tuple[tuple[str, str], ...]
    outcome_url: str
    """The page that shows what came out; empty where there is none, or it was forgotten with somebody's erasure."""
    has_file: bool
    file_name: str
    expires_at: datetime | None
    created_at: datetime
    finished_at: datetime | None


def kinds_here() -> Mapping[str, JobKind]:
    """Code -> kind, of this session's tool and of the kit's parts."""
    tool = current_suite().tool(current_launch().tool)
    found = [*(tool.jobs if tool else ()), *(one for part in current_parts() for one in part.jobs)]
    return {kind.code: kind for kind in found}


def shown(job: Job, now: datetime) -> Shown:
    kind, state = kinds_here().get(job.kind), State(job.state)
    word, tone = STATES[state]
    kept = job.expires_at is not None and job.expires_at > now
    labels = kind.results if kind else {}
    return Shown(
        id=job.id,
        title=str(kind.title) if kind else job.kind,
        state=state,
        word=str(word),
        tone=tone,
        active=state in ACTIVE,
        may_go_on=kind is not None and state in (State.FAILED, State.CANCELLED),
        stopping=job.cancel_asked and state in ACTIVE,
        done=job.done,
        total=job.total,
        words=_how_far(job, state),
        problem=job.reason or str(FAILURES.get(job.code, "")),
        results=tuple(
            (str(label), format_number(job.result[name])) for name, label in labels.items() if name in job.result
        ),
        outcome_url=kind.outcome(job.id, job.result)
        if kind and kind.outcome and job.result and state is State.DONE
        else "",
        has_file=state is State.DONE and bool(job.file_key) and kept,
        file_name=job.file_name,
        expires_at=job.expires_at,
        created_at=job.created_at,
        finished_at=job.finished_at,
    )


def _outcome(job: Job, kind: JobKind | None) -> str:
    return kind.outcome(job.id, job.result) if kind and kind.outcome and job.result else ""


def _how_far(job: Job, state: State) -> str:
    if state is State.WAITING and not job.done:
        return _("Waiting for its turn.")
    if job.total is None:
        return _("%(done)s done so far.", done=format_number(job.done))
    return _("%(done)s of %(total)s done.", done=format_number(job.done), total=format_number(job.total))
