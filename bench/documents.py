"""Print filings against stock WeasyPrint on the same pages, in one run.

Stock is a new font configuration and style sheet for each call, the collector of Python
untouched. Figures of a busy machine are worth nothing: the load is printed with them.
"""

import gc
import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from documents import render as printing
from documents.contexts import Paragraph
from documents.fetcher import ClosedFetcher
from documents.official import OfficialContext, SheetContext
from tests.factories.documents import ISSUED_ON, OFFICE, notice, wide_annex

ROUNDS, POOL_FILINGS, SOAK = 15, 60, 400
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


def stock(context: OfficialContext | SheetContext) -> bytes:
    """The same page as the library prints it by itself."""
    fonts = FontConfiguration()
    text = printing.style_text(context.form)
    css = CSS(string=text, font_config=fonts, url_fetcher=ClosedFetcher())
    page = HTML(string=printing.page_html(context), url_fetcher=ClosedFetcher())
    pdf: bytes = page.write_pdf(stylesheets=[css], font_config=fonts)
    return pdf


def ours(context: OfficialContext | SheetContext) -> bytes:
    """The page as the program prints it."""
    kind = "rectification-ledger" if context.form == "sheet" else "summary"
    return printing.render(kind, context)


def settle() -> None:
    """What a worker does after its first document."""
    ours(one_page())
    gc.collect()
    gc.freeze()
    gc.disable()


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Median time; the collector runs between, outside the clock."""
    found = []
    for number in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
        if not gc.isenabled() and number % COLLECT_EVERY == 0:
            gc.collect()
    return median(found)


def many(count: int) -> None:
    """That many filings in this process."""
    for number in range(count):
        ours(one_page())
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


def main() -> None:
    print("load", *(f"{one:.2f}" for one in os.getloadavg()))
    small, large = one_page(), ledger()
    ours(small)
    plain = seconds(lambda: stock(small), ROUNDS)
    plain_large = seconds(lambda: stock(large), 1)
    settle()
    own = seconds(lambda: ours(small), ROUNDS)
    own_large = seconds(lambda: ours(large), 1)
    gc.collect()
    print(f"one page: ours {own * 1000:.0f} ms, stock {plain * 1000:.0f} ms,"
          f" ratio {own / plain:.2f} (target 0.6)")  # fmt: skip
    print(f"{LEDGER_ROWS} rows: ours {own_large:.1f} s, stock {plain_large:.1f} s,"
          f" ratio {own_large / plain_large:.2f} (target 0.6)")  # fmt: skip
    alone, both = pool()
    print(f"pool of two: {both:.0f} a second, one {alone:.0f},"
          f" ratio {both / alone:.2f} (target 1.8)")  # fmt: skip
    many(50)
    before = memory_mb()
    many(SOAK)
    after = memory_mb()
    print(f"memory over {SOAK}: {before:.0f} MB, then {after:.0f} MB,"
          f" change {after / before - 1:+.1%} (target 10 %)")  # fmt: skip
    print("load", *(f"{one:.2f}" for one in os.getloadavg()))


if __name__ == "__main__":
    main()
