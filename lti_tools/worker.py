"""The worker: one loop over small steps, each on its own, so that trouble in one stops no other.

Any number of workers run side by side: every step takes its work by leases or in single statements.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from lti_tools import events
from lti_tools.grades.delivery import Courier, deliver_one
from lti_tools.store import grades as ledger
from lti_tools.store.cleanup import clean_up
from lti_tools.store.database import Database
from lti_tools.store.heartbeats import WORKER, beat

log = logging.getLogger(__name__)

IDLE = 1.0
"""Seconds of rest when there was nothing to do."""
TURN = 5.0
"""Seconds that grades may take before the other steps get their turn."""
HEARTBEAT = timedelta(seconds=10)
LONGEST_REST = timedelta(minutes=1)
"""A step that keeps failing, say because the database is away, is tried at least so often."""


@dataclass(frozen=True)
class Step:
    """A kind of background work: `run` does what is due and returns how much that was."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]


class Worker:
    """The loop over some steps, for one thread. `name` is that of its heartbeat."""

    def __init__(
        self,
        database: Database,
        steps: Sequence[Step],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        name: str = WORKER,
    ) -> None:
        self._database, self._steps, self._clock, self.name = database, steps, clock, name
        self._next: dict[str, datetime] = {}
        self._failures: dict[str, int] = {}
        self._beat_at: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; the step under way is finished first."""
        while not stop.is_set():
            if not self.run_once(self._clock(), stop):
                stop.wait(IDLE)

    def run_once(self, now: datetime, stop: threading.Event | None = None) -> int:
        """Run every step whose time has come; return how much work was done."""
        done = 0
        for step in self._steps:
            if stop is not None and stop.is_set():
                break
            if self._next.get(step.name, now) <= now:
                done += self._run(step, now)
        if self._beat_at is None or now - self._beat_at >= HEARTBEAT:
            self._heartbeat(now)
        return done

    def _run(self, step: Step, now: datetime) -> int:
        try:
            done = step.run(now)
        except Exception:
            log.exception("worker.step-failed", extra={"fields": {"step": step.name}})
            self._failures[step.name] = self._failures.get(step.name, 0) + 1
            rest = min(step.every * 2 ** min(self._failures[step.name], 10), LONGEST_REST)
            self._next[step.name] = now + max(rest, step.every)
            return 0
        self._failures.pop(step.name, None)
        self._next[step.name] = now + step.every
        return done

    def _heartbeat(self, now: datetime) -> None:
        try:
            with self._database.write() as db:
                beat(db, self.name, now, " ".join(sorted(self._failures)))
        except Exception:
            log.exception("worker.step-failed", extra={"fields": {"step": "heartbeat"}})
        self._beat_at = now


def grades_step(courier: Courier) -> Step:
    """Post due scores, for a few seconds at most at a time."""

    def run(_now: datetime) -> int:
        done, ends = 0, time.monotonic() + TURN
        with courier.database.read() as db:
            if not ledger.anything_due(db, courier.clock()):
                return 0
        while time.monotonic() < ends and deliver_one(courier):
            done += 1
        return done

    return Step("grades", timedelta(0), run)


def events_step(database: Database, tools: Iterable[events.Consumer]) -> Step:
    known = tuple(tools)
    return Step("events", timedelta(0), lambda now: events.deliver(database, known, now))


def tick_step(database: Database, name: str, tick: Callable[[Session, datetime], None]) -> Step:
    """What a tool or a part of the kit does by the clock; a step each, so that one's trouble is its own."""

    def run(now: datetime) -> int:
        with database.write() as db:
            tick(db, now)
        return 0

    return Step(f"tick.{name}", timedelta(seconds=5), run)


def scrub_step(database: Database, name: str, scrub: Callable[[Database, datetime], int]) -> Step:
    """What a tool wipes out of the database's files, outside of any transaction (`Tool.scrub`)."""
    return Step(f"scrub.{name}", timedelta(seconds=20), lambda now: scrub(database, now))


def cleanup_step(database: Database) -> Step:
    def run(now: datetime) -> int:
        with database.write() as db:
            clean_up(db, now)
        return 0

    return Step("cleanup", timedelta(minutes=10), run)
