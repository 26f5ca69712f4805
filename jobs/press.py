"""Print in processes of their own: two filings at once, and no page waits for them.

Threads share one interpreter, so that two prints would take as long as one after the
other. Before the press is opened, and in commands, printing happens where it is called.
"""

import gc
import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from documents.drawn import DrawnPages
from documents.fonts import fonts_folder, printing_with
from documents.parts import Part, in_parts
from documents.proof import Facts, Proof, draw_proved, write_proved
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
    """The proved PDF; while it is made, the file says how many pages are laid out.

    Both processes lay out a long ledger, half of its pages each; the bytes are those
    of one process.
    """
    proof = Proof(context, facts, signer)
    if not _open:
        return _write(proof, (), progress, fonts_folder())
    try:
        return _printed_apart(proof, progress)
    except BrokenProcessPool:
        _open[0] = _pool()
        return _printed_apart(proof, progress)


def _printed_apart(proof: Proof, progress: Path) -> bytes:
    press, fonts = _open[0], fonts_folder()
    parts = in_parts(proof.context, SIZE) if SIZE > 1 else ()
    asked = [press.submit(_draw, proof, part, progress, fonts) for part in parts]
    drawn = [one.result() for one in asked]
    return press.submit(_write, proof, drawn, progress, fonts).result()


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


def _write(
    proof: Proof, drawn: Sequence[DrawnPages | None], progress: Path, fonts: Path
) -> bytes:
    _pause()
    with printing_with(fonts), _counting_pages(progress):
        return write_proved(proof, drawn)


def _draw(proof: Proof, part: Part, progress: Path, fonts: Path) -> DrawnPages | None:
    """The others are as far as the first part, more or less."""
    _pause()
    counting = _counting_pages(progress, SIZE) if part.is_first else nullcontext()
    with printing_with(fonts), counting:
        return draw_proved(proof, part)


def _pause() -> None:
    if not gc.isenabled() and next(_prints) % COLLECT_EVERY == 0:
        gc.collect()


class _Pages(logging.Handler):
    """Writes the number of the page WeasyPrint is at, as often as others count too."""

    def __init__(self, path: Path, times: int) -> None:
        super().__init__(logging.INFO)
        self._path, self._thread = path, threading.get_ident()
        self._times = times

    def emit(self, record: logging.LogRecord) -> None:
        page = record.args[0] if isinstance(record.args, tuple) and record.args else 0
        if record.thread == self._thread and "Page" in record.msg:
            pages = int(str(page)) * self._times
            self._path.write_text(str(pages), encoding="ascii")


@contextmanager
def _counting_pages(path: Path, times: int = 1) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    log, handler = logging.getLogger("weasyprint.progress"), _Pages(path, times)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        path.unlink(missing_ok=True)
