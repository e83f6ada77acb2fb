"""Canvas's rate limit: a leaky bucket per client, told in `X-Rate-Limit-Remaining`."""

import threading
from dataclasses import dataclass

from lti_tools.demo_lms.calls import Refused
from lti_tools.demo_lms.lms import Lms

COST = 1.0
LEAK = 10.0
"""Units that drain each second."""


@dataclass
class Bucket:
    filled: float = 0.0
    at: float = 0.0


class RateLimit:
    """Counts each call of a client; refuses by 403 when the bucket is full."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: dict[str, Bucket] = {}

    def charge(self, lms: Lms, client_id: str) -> dict[str, str]:
        """Headers to send along; raises `Refused` (403) where the client called too often."""
        chosen = lms.switches.rate_limit
        capacity = chosen if chosen >= 0 else lms.personality.rate_limit
        if not capacity:
            return {}
        with self._lock:
            now = lms.now()
            bucket = self._buckets.setdefault(client_id, Bucket(at=now))
            bucket.filled = max(0.0, bucket.filled - (now - bucket.at) * LEAK)
            bucket.at = now
            if bucket.filled + COST > capacity:
                headers = {"X-Rate-Limit-Remaining": "0.0"}
                raise Refused(403, "403 Forbidden (Rate Limit Exceeded)", headers)
            bucket.filled += COST
            return {"X-Request-Cost": str(COST), "X-Rate-Limit-Remaining": f"{capacity - bucket.filled:.1f}"}
