"""Composition of the worker: which background work this installation does, in which order of turns."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from lti_tools.grades.ags_gradebook import gradebooks
from lti_tools.grades.delivery import Courier
from lti_tools.grades.leases import Claim
from lti_tools.kit.parts import PARTS
from lti_tools.lti.target import review_address
from lti_tools.roster_refresh import Clerk, roster_step
from lti_tools.suite import Suite
from lti_tools.worker import Step, Worker, cleanup_step, events_step, grades_step, tick_step

log = logging.getLogger(__name__)


def create_worker(suite: Suite) -> Worker:
    """A worker over everything that waits in the suite's database."""
    tools = tuple(suite.tools.values())
    courier = Courier(suite.database, gradebooks(suite.http, suite.tokens, partial(_work_url, suite)))
    steps = [
        grades_step(courier),
        events_step(suite.database, tools),
        *(tick_step(suite.database, tool.slug, tool.tick) for tool in tools),
        *(tick_step(suite.database, part.name, part.tick) for part in PARTS),
        roster_step(Clerk(suite.database, suite.http, suite.tokens, suite.keys.keyed_hash)),
        Step("key-sets", timedelta(minutes=1), suite.key_sets.refresh_due),
        cleanup_step(suite.database),
    ]
    return Worker(suite.database, steps)


def _work_url(suite: Suite, claim: Claim) -> str:
    tool = suite.tool(claim.tool)
    if tool is None or not tool.review_endpoint:
        return ""
    return review_address(suite.settings.public_url, claim.tool, claim.activity_id, claim.person_id)


@contextmanager
def worker_beside(suite: Suite, stop: threading.Event) -> Iterator[None]:
    """Run a worker in a thread of its own; leaving the block waits until it has finished its step."""
    thread = threading.Thread(target=create_worker(suite).run, args=(stop,), name="worker")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
