"""What runs in processes of its own, to be killed: somebody who wishes, and a worker with the suite's real wire."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import uuid4

from lti_tools.grades import outbox
from lti_tools.grades.ags_gradebook import gradebooks
from lti_tools.grades.delivery import Courier, deliver_one
from lti_tools.grades.terms import State
from lti_tools.grades.timing import Pace
from lti_tools.lti.http import Http
from lti_tools.lti.keys import KeyStore
from lti_tools.lti.tokens import Tokens
from lti_tools.store.database import Database, make_engine
from lti_tools.store.tables.activities import Draft
from lti_tools.store.tables.grades import GradeWish

PACE = Pace(timedelta(milliseconds=40), timedelta(milliseconds=400), timedelta(milliseconds=200))
LEASE = timedelta(seconds=2)

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload([__name__, "tests.faults.jobs_child"])


@dataclass(frozen=True)
class Order:
    """What a child process is to do; it kills itself by SIGKILL when it reaches `die_at`."""

    db_url: str
    keys: Path
    activity_id: int
    die_at: str = ""
    seconds: float = 30.0

    def reached(self, point: str) -> None:
        if point == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)


HANDED_IN = datetime(2026, 1, 5, 10, 30, tzinfo=UTC)


def start(deed: Callable[..., None], *args: object) -> BaseProcess:
    process = processes.Process(target=deed, args=args, daemon=True)
    process.start()
    return process


def wish(order: Order, person_id: int, score: int, comment: str) -> None:
    """A tool's deed and the wish that goes with it, in one transaction."""
    database, now = Database(make_engine(order.db_url)), datetime.now(UTC)
    with database.write() as db:
        deed = Draft(
            activity_id=order.activity_id, person_id=person_id, field=f"deed-{uuid4()}", text=comment, updated_at=now
        )
        db.add(deed)
        outbox.wish(
            db,
            activity_id=order.activity_id,
            person_id=person_id,
            score=Decimal(score),
            maximum=Decimal(10),
            comment=comment,
            submitted_at=HANDED_IN,
            now=now,
        )
        db.flush()
        order.reached("wish written")
    order.reached("committed")
    database.close()


def work(order: Order) -> None:
    """Carry wishes until every one is settled, or the time is over."""
    database = Database(make_engine(order.db_url))
    http = Http(development=True, timeout=(1.0, 0.5))
    tokens = Tokens(http, KeyStore(order.keys).sign)
    courier = Courier(
        database,
        gradebooks(http, tokens, lambda claim: f"http://localhost:1/lti/launch?review={claim.person_id}"),
        pace=PACE,
        lease=LEASE,
        at=order.reached,
    )
    ends = time.monotonic() + order.seconds
    while time.monotonic() < ends and not settled(database):
        if not deliver_one(courier):
            time.sleep(0.02)
    http.close()
    database.close()


def settled(database: Database) -> bool:
    with database.read() as db:
        return db.query(GradeWish).filter(GradeWish.state.in_((State.WAITING, State.SENDING))).first() is None
