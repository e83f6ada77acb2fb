"""A limit on how often something may happen in this process."""

import threading
from collections import deque
from datetime import datetime, timedelta


class RateLimit:
    """At most `limit` times within any `period`."""

    def __init__(self, limit: int, period: timedelta) -> None:
        self._limit, self._period = limit, period
        self._times: deque[datetime] = deque()
        self._lock = threading.Lock()

    def allows(self, now: datetime) -> bool:
        """Whether it may happen once more at `now`; if so, it counts as having happened."""
        with self._lock:
            while self._times and self._times[0] <= now - self._period:
                self._times.popleft()
            if len(self._times) >= self._limit:
                return False
            self._times.append(now)
            return True
