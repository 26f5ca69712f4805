"""How often somebody may ask for work that costs and needs no account.

Counted in this process: a restart forgets, and each process counts for itself. What
guards passwords is kept in the database (services.sessions).
"""

import time
from collections import deque
from threading import Lock

_ASKERS_MAX = 10_000


class Throttle:
    """At most so many times in so many seconds, for each asker."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._times: dict[str, deque[float]] = {}
        self._lock = Lock()

    def take(self, asker: str) -> bool:
        """Whether the asker may go on now; a refusal does not count."""
        now = time.monotonic()
        with self._lock:
            times = self._times.setdefault(asker, deque())
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._count:
                return False
            times.append(now)
            if len(self._times) > _ASKERS_MAX:
                self._forget(now - self._seconds)
            return True

    def _forget(self, before: float) -> None:
        self._times = {
            asker: times for asker, times in self._times.items() if times[-1] > before
        }
