"""Composition of the background work: which steps there are, and which loop takes them.

Three loops run side by side in each working process, so that neither an LMS that is slow to tell who is in a course nor
long work holds up a grade, an event or what is due by the clock.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from lti_tools.grades.ags_gradebook import gradebooks
from lti_tools.grades.delivery import Courier
from lti_tools.grades.leases import Claim
from lti_tools.kit.jobs.running import Runner, jobs_cleanup_step, jobs_step
from lti_tools.kit.parts import PARTS
from lti_tools.lti.target import review_address
from lti_tools.roster_refresh import Clerk, roster_step
from lti_tools.store.heartbeats import FETCHER, JOBS, WORKER
from lti_tools.suite import Suite, working
from lti_tools.worker import Step, Worker, cleanup_step, events_step, grades_step, scrub_step, tick_step

log = logging.getLogger(__name__)


GRACE = 15.0
"""Seconds that a loop may take to finish its step when told to stop; what is left over is taken up by its lease."""


def create_workers(suite: Suite) -> tuple[Worker, ...]:
    """Workers over everything that waits in the suite's database, each for a thread of its own."""
    tools = tuple(suite.tools.values())
    courier = Courier(suite.database, gradebooks(suite.http, suite.tokens, partial(_work_url, suite)))
    prompt = [
        grades_step(courier),
        events_step(suite.database, tools),
        *(tick_step(suite.database, tool.slug, tool.tick) for tool in tools),
        *(tick_step(suite.database, part.name, part.tick) for part in PARTS),
    ]
    patient = [
        roster_step(Clerk(suite.database, suite.http, suite.tokens, suite.keys.keyed_hash)),
        Step("key-sets", timedelta(minutes=1), suite.key_sets.refresh_due),
        cleanup_step(suite.database),
        *(step for part in PARTS for step in part.steps(suite, (*tools, *PARTS))),
        *(scrub_step(suite.database, tool.slug, tool.scrub) for tool in tools),
    ]
    kinds = [kind for tool in tools for kind in tool.jobs] + [kind for part in PARTS for kind in part.jobs]
    runner = Runner(suite=suite, kinds={kind.code: kind for kind in kinds}, parts=PARTS)
    lengthy = [jobs_step(runner), jobs_cleanup_step(suite)]
    loops = ((WORKER, prompt), (FETCHER, patient), (JOBS, lengthy))
    return tuple(Worker(suite.database, [_within(suite, step) for step in steps], name=name) for name, steps in loops)


def _within(suite: Suite, step: Step) -> Step:
    """A step whose work finds its suite, as views do."""

    def run(now: datetime) -> int:
        with working(suite):
            return step.run(now)

    return replace(step, run=run)


def _work_url(suite: Suite, claim: Claim) -> str:
    tool = suite.tool(claim.tool)
    if tool is None or not tool.review_endpoint:
        return ""
    return review_address(suite.settings.public_url, claim.tool, claim.activity_id, claim.person_id)


@contextmanager
def workers_beside(suite: Suite, stop: threading.Event) -> Iterator[None]:
    """Run the workers in threads of their own; leaving the block tells them to stop and waits for their steps."""
    threads = [
        threading.Thread(target=worker.run, args=(stop,), name=worker.name, daemon=True)
        for worker in create_workers(suite)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        ends = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, ends - time.monotonic()))
            if thread.is_alive():
                log.warning("worker.cut-off", extra={"fields": {"worker": thread.name}})
