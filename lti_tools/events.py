"""Events by which tools meet: written in the deed's transaction, delivered at least once, consumed once each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class ActivityEvent:
    """Somebody did something in an activity (Caliper's words: actor, action, object)."""

    id: str
    tenant_id: int
    context_id: int
    activity_id: int
    tool: str
    actor_id: int | None
    action: str
    object: Mapping[str, Any]
    occurred_at: datetime
