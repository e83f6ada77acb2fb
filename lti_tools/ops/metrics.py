"""What Prometheus reads at /metrics: counters of this process, and the shared work as the database has it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import func, select

from lti_tools.store.database import Database
from lti_tools.store.tables.admin import Heartbeat
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.grades import GradeWish

REGISTRY = CollectorRegistry()

LAUNCHES = Counter("lti_tools_launches", "Launch messages by verdict.", ["verdict", "code"], registry=REGISTRY)
SCORES = Counter("lti_tools_scores", "Scores posted by this process, by outcome.", ["outcome"], registry=REGISTRY)
REQUESTS = Histogram(
    "lti_tools_request_seconds",
    "Time to answer.",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10),
    registry=REGISTRY,
)


def exposition(database: Database) -> bytes:
    """Everything in Prometheus' text format."""
    shared = CollectorRegistry()
    shared.register(_Shared(database))
    return generate_latest(REGISTRY) + generate_latest(shared)


class _Shared:
    """Read at each scrape: true whichever process is asked, also for workers that serve no pages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterable[Metric]:
        wishes = GaugeMetricFamily("lti_tools_grade_wishes", "Rows of the grade ledger by state.", labels=["state"])
        beats = GaugeMetricFamily("lti_tools_heartbeat_age_seconds", "Since background work ran.", labels=["name"])
        now = datetime.now(UTC)
        with self._database.read() as db:
            for state, count in db.execute(select(GradeWish.state, func.count()).group_by(GradeWish.state)):
                wishes.add_metric([state], count)
            for name, at in db.execute(select(Heartbeat.name, Heartbeat.at)):
                beats.add_metric([name], (now - at).total_seconds())
            waiting = db.scalar(select(func.count()).select_from(Event).where(Event.delivered_at.is_(None))) or 0
        yield wishes
        yield beats
        yield GaugeMetricFamily("lti_tools_events_waiting", "Events not delivered to every consumer.", value=waiting)
