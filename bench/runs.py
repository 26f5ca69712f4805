"""Runs in processes of their own: time, processor time and memory of each."""

import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

REPEATS = 3
HEADS = ("rows", 10), ("s", 9), ("rows/s", 11), ("ratio", 7), ("own", 7), ("MB", 6)
HEAD = " " * 44 + "".join(f"{word:>{width}}" for word, width in HEADS) + "  target"


class Spent(NamedTuple):
    """Seconds by the clock and of the processor; others disturb the first more."""

    seconds: float
    processor: float


@dataclass(frozen=True)
class Line:
    """One measured run; ``raw`` is what it is held against, or None."""

    name: str
    rows: int
    spent: Spent
    peak_mb: int
    raw: Spent | None = None
    target: str = ""

    def text(self) -> str:
        seconds, raw = self.spent.seconds, self.raw
        ratios = ["-", "-"]
        if raw:
            pairs = zip(raw, self.spent, strict=True)
            ratios = [f"{theirs / ours:.2f}" for theirs, ours in pairs]
        return (
            f"{self.name:<44}{self.rows:>10,}{seconds:>9.3f}"
            f"{self.rows / seconds:>11,.0f}{ratios[0]:>7}{ratios[1]:>7}"
            f"{self.peak_mb:>6}  {self.target}"
        )


Run = tuple[Spent, int]
"""What a run took, and the most memory its process had, in MB."""


def now() -> Spent:
    """The clocks; children that have ended count too."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Spent(time.perf_counter(), sum(one.ru_utime + one.ru_stime for one in used))


def since(start: Spent) -> Spent:
    end = now()
    return Spent(end.seconds - start.seconds, end.processor - start.processor)


def alone(work: Callable[..., Spent], *words: object) -> Run:
    """Run in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, work, words).result()


def _measured(work: Callable[..., Spent], words: tuple[object, ...]) -> Run:
    spent = work(*words)
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return spent, int(peak.split()[1]) // 1024


def best(*works: tuple[Any, ...]) -> list[Run]:
    """The fastest of some rounds in which each work is run once."""
    rounds = [[alone(*work) for work in works] for _ in range(REPEATS)]
    return [min(runs) for runs in zip(*rounds, strict=True)]
