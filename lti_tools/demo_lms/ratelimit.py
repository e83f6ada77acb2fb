"""Canvas's rate limit: a leaky bucket per client, told in `X-Rate-Limit-Remaining`."""

from lti_tools.demo_lms.calls import Refused
from lti_tools.demo_lms.lms import Bucket, Lms

COST = 1.0
LEAK = 10.0
"""Units that drain each second."""


def charge(lms: Lms, client_id: str) -> dict[str, str]:
    """Headers to send along; raises `Refused` (403) where the client called too often."""
    chosen = lms.switches.rate_limit
    capacity = chosen if chosen >= 0 else lms.personality.rate_limit
    if not capacity:
        return {}
    with lms.lock:
        now = lms.now()
        bucket = lms.buckets.setdefault(client_id, Bucket(0.0, now))
        bucket.filled = max(0.0, bucket.filled - (now - bucket.at) * LEAK)
        bucket.at = now
        if bucket.filled + COST > capacity:
            raise Refused(403, "403 Forbidden (Rate Limit Exceeded)", {"X-Rate-Limit-Remaining": "0.0"})
        bucket.filled += COST
        return {"X-Request-Cost": str(COST), "X-Rate-Limit-Remaining": f"{capacity - bucket.filled:.1f}"}
