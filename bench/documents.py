"""Print filings against stock WeasyPrint on the same pages, in one run.

Stock is a new font configuration and style sheet for each call, the collector of Python
untouched; it is given the HTML, which the program makes within its time. Both run in
turns. Figures of a busy machine are worth nothing: the load is printed with them.
"""

import gc
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.document_peers import chromium_seconds, typst_seconds
from documents import render as printing
from documents.contexts import Paragraph
from documents.fetcher import ClosedFetcher
from documents.official import OfficialContext, SheetContext
from documents.proof import Facts
from jobs import press
from tests.factories.documents import ISSUED_ON, OFFICE, notice, wide_annex

WARM, ROUNDS, LARGE_ROUNDS, PEER_ROUNDS = 3, 25, 3, 3
POOL_FILINGS, SOAK = 60, 400
LEDGER = "rectification-ledger"
PEERS = {"typst": typst_seconds, "Chromium": chromium_seconds}
COLLECT_EVERY = 10
LEDGER_ROWS = 2000


def one_page() -> OfficialContext:
    """A notice that fills one page."""
    return notice(blocks=(Paragraph(("请各单位按时报送。",)),))


def ledger() -> SheetContext:
    """A ledger of 2,000 rows."""
    annex = wide_annex(LEDGER_ROWS)
    return SheetContext(
        "整改台账", OFFICE.name, "2009年", annex.blocks, ISSUED_ON  # type: ignore[arg-type]  # one table
    )  # fmt: skip


def prepared(context: OfficialContext | SheetContext) -> tuple[str, str]:
    """Page and style sheet, which stock is given for nothing."""
    return printing.page_html(context), printing.style_text(context.form)


def stock(html: str, style: str) -> float:
    """Seconds of the library for the same page by itself."""
    start = time.perf_counter()
    fonts = FontConfiguration()
    css = CSS(string=style, font_config=fonts, url_fetcher=ClosedFetcher())
    page = HTML(string=html, url_fetcher=ClosedFetcher())
    page.write_pdf(stylesheets=[css], font_config=fonts)
    return time.perf_counter() - start


def ours() -> float:
    """Seconds of the program for one page, from its context."""
    if not gc.isenabled():
        gc.collect()
    start = time.perf_counter()
    printing.render("summary", one_page())
    return time.perf_counter() - start


def ours_large(context: SheetContext) -> float:
    """Seconds of the press for the ledger as it is filed: PDF/A-3b with its data."""
    facts = Facts(LEDGER, "1号", OFFICE.name, 1, datetime(2009, 8, 28, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as name:
        start = time.perf_counter()
        press.printed(context, facts, None, Path(name) / "page")
        return time.perf_counter() - start


def settle() -> None:
    """What a worker does after its first document."""
    ours()
    gc.collect()
    gc.freeze()
    gc.disable()


def small_in_turns() -> tuple[float, float]:
    """Medians of one page: ours and stock, each in a process of its own."""
    html, style = prepared(one_page())
    with apart(settle) as own, apart() as plain:
        pairs = [
            (own.submit(ours).result(), plain.submit(stock, html, style).result())
            for _ in range(WARM + ROUNDS)
        ][WARM:]
    return median(one for one, _ in pairs), median(other for _, other in pairs)


def large_in_turns() -> tuple[float, float]:
    """Medians of the ledger: ours by the press of two processes, and stock."""
    context = ledger()
    html, style = prepared(context)
    with apart() as plain, press.opened():
        plain.submit(stock, *prepared(one_page())).result()
        pairs = [
            (ours_large(context), plain.submit(stock, html, style).result())
            for _ in range(1 + LARGE_ROUNDS)
        ][1:]
    return median(one for one, _ in pairs), median(other for _, other in pairs)


@contextmanager
def apart(begin: Callable[[], None] | None = None) -> Iterator[ProcessPoolExecutor]:
    """One process that keeps running, so that what it did before is warm."""
    with ProcessPoolExecutor(1, get_context("spawn"), begin) as worker:
        yield worker


def many(count: int) -> None:
    """That many filings in this process."""
    for number in range(count):
        printing.render("summary", one_page())
        if number % COLLECT_EVERY == 0:
            gc.collect()


def memory_mb() -> float:
    """Resident now."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file
        pages = int(file.read().split()[1])
    return pages * resource.getpagesize() / 1e6


def pool() -> tuple[float, float]:
    """Filings a second in one process and in two."""
    with ProcessPoolExecutor(2, get_context("spawn"), settle) as workers:
        list(workers.map(many, [1, 1, 1, 1]))
        start = time.perf_counter()
        workers.submit(many, POOL_FILINGS).result()
        alone = POOL_FILINGS / (time.perf_counter() - start)
        start = time.perf_counter()
        list(workers.map(many, [POOL_FILINGS, POOL_FILINGS]))
        both = 2 * POOL_FILINGS / (time.perf_counter() - start)
    return alone, both


def say_peers(context: OfficialContext | SheetContext, own: float) -> None:
    """What others need for the same words, or that they are not there."""
    for name, measure in PEERS.items():
        found = [measure(context) for _ in range(PEER_ROUNDS)]
        spent = [one for one in found if one is not None]
        if spent:
            took = median(spent)
            print(f"  {name}: {took:.2f} s, ours {own / took:.2f} of it")
        else:
            print(f"  {name}: not installed, not measured")


def main() -> None:
    print("load", *(f"{one:.2f}" for one in os.getloadavg()))
    own, plain = small_in_turns()
    print(f"one page: ours {own * 1000:.0f} ms, stock {plain * 1000:.0f} ms,"
          f" ratio {own / plain:.2f} (target 0.6)")  # fmt: skip
    say_peers(one_page(), own)
    own, plain = large_in_turns()
    print(f"{LEDGER_ROWS} rows: ours {own:.1f} s, stock {plain:.1f} s,"
          f" ratio {own / plain:.2f} (target 0.6)")  # fmt: skip
    say_peers(ledger(), own)
    alone, both = pool()
    print(f"pool of two: {both:.0f} a second, one {alone:.0f},"
          f" ratio {both / alone:.2f} (target 1.8)")  # fmt: skip
    settle()
    many(50)
    before = memory_mb()
    many(SOAK)
    after = memory_mb()
    print(f"memory over {SOAK}: {before:.0f} MB, then {after:.0f} MB,"
          f" change {after / before - 1:+.1%} (target 10 %)")  # fmt: skip
    print("load", *(f"{one:.2f}" for one in os.getloadavg()))


if __name__ == "__main__":
    main()
