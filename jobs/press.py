"""Print in processes of their own: two filings at once, and no page waits for them.

Threads share one interpreter, so that two prints would take as long as one after the
other. Before the press is opened, and in commands, printing happens where it is called.
"""

import gc
import logging
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from documents.fonts import fonts_folder, printing_with
from documents.proof import Facts, print_proved
from documents.render import Context
from domain.filings import Signer

SIZE = min(2, os.cpu_count() or 1)
# A fresh process now and then keeps memory from growing without a bound.
PRINTS_PER_PROCESS = 400
COLLECT_EVERY = 10
LOOK_SECONDS = 2
_open: list[ProcessPoolExecutor] = []
_prints = count()


@contextmanager
def opened() -> Iterator[None]:
    """Print in processes from here on."""
    _open.append(_pool())
    try:
        yield
    finally:
        _open.pop().shutdown(cancel_futures=True)


def printed(
    context: Context, facts: Facts, signer: Signer | None, progress: Path
) -> bytes:
    """The proved PDF; while it is made, the file says how many pages are laid out."""
    work = partial(_print, context, facts, signer, progress, fonts_folder())
    if not _open:
        return work()
    try:
        return _open[0].submit(work).result()
    except BrokenProcessPool:
        _open[0] = _pool()
        return _open[0].submit(work).result()


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        SIZE,
        get_context("spawn"),
        initializer=_settle,
        initargs=(os.getpid(),),
        max_tasks_per_child=PRINTS_PER_PROCESS,
    )


def _settle(parent: int) -> None:
    """What a press does once: leave the collector of Python to the pauses."""
    threading.Thread(target=_stop_with, args=(parent,), daemon=True).start()
    gc.collect()
    gc.freeze()
    gc.disable()


def _stop_with(parent: int) -> None:
    """A worker that was killed leaves no press behind."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(0)


def _print(
    context: Context,
    facts: Facts,
    signer: Signer | None,
    progress: Path,
    fonts: Path,
) -> bytes:
    if not gc.isenabled() and next(_prints) % COLLECT_EVERY == 0:
        gc.collect()
    with printing_with(fonts), _counting_pages(progress):
        return print_proved(context, facts, signer)


class _Pages(logging.Handler):
    """Writes the number of the page WeasyPrint is at."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.INFO)
        self._path, self._thread = path, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        page = record.args[0] if isinstance(record.args, tuple) and record.args else 0
        if record.thread == self._thread and "Page" in record.msg:
            self._path.write_text(str(page), encoding="ascii")


@contextmanager
def _counting_pages(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    log, handler = logging.getLogger("weasyprint.progress"), _Pages(path)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        path.unlink(missing_ok=True)
