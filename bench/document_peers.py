"""The same ledger and the same page by typst and by Chromium, beside the program's.

typst sets the same text on pages of the same size; it knows nothing of the grid of
GB/T 9704-2012. Chromium prints the very HTML. Both open files and fonts anew each time,
as their command lines do; nothing of them is part of the program.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from documents import render as printing
from documents.contexts import Paragraph, chinese_day, plain
from documents.fonts import font_set, fonts_folder
from documents.official import OfficialContext, SheetContext

SECONDS_MAX = 300
# A process of its own: typst keeps what it has set once.
_SET = """
import sys, time, typst
source, fonts, data = sys.argv[1:]
start = time.perf_counter()
pdf = typst.compile(source, font_paths=[fonts], ignore_system_fonts=True,
                    sys_inputs={"file": data})
print(time.perf_counter() - start, len(pdf))
"""
_START = """#let data = json(sys.inputs.file)
#set text(font: data.fonts, lang: "zh")
"""
_PAGE = """#set page(paper: "a4", numbering: "— 1 —",
  margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set text(size: 15.79pt)
#set par(first-line-indent: 2em, justify: true, leading: 13.8pt)
#align(center, text(size: 34pt, fill: rgb("#e60012"), data.mark))
#align(center, data.reference)
#line(length: 100%, stroke: 1.4pt + rgb("#e60012"))
#align(center, text(size: 22pt, data.title))
#data.addressees
#for words in data.paragraphs [#words #parbreak()]
#align(right)[#data.office \\ #data.day]
"""
_LEDGER = """#set page(paper: "a4", flipped: true, numbering: "— 1 —",
  margin: (top: 28mm, bottom: 26mm, left: 37mm, right: 35mm))
#set text(size: 10.5pt)
#align(center, text(size: 22pt, data.title))
#align(center, data.period)
#data.office #h(1fr) #data.day
#table(columns: data.shares.map(one => one * 1fr), rows: 8.6mm, stroke: 0.18mm,
  table.header(..data.labels), ..data.cells.flatten())
"""

Context = OfficialContext | SheetContext


def typst_seconds(context: Context) -> float | None:
    """Of one compilation, fonts looked for; None when typst is not installed."""
    if find_spec("typst") is None:
        return None
    if isinstance(context, SheetContext):
        layout, words, role = _LEDGER, _ledger_words(context), "song"
    else:
        layout, words, role = _PAGE, _page_words(context), "fangsong"
    words["fonts"] = list(font_set().stacks[role])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "page.typ"
        source.write_text(_START + layout, encoding="utf-8")
        (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")
        command = [
            sys.executable,
            "-c",
            _SET,
            str(source),
            str(fonts_folder()),
            "words.json",
        ]
        told = subprocess.run(
            command, check=True, capture_output=True, timeout=SECONDS_MAX
        ).stdout
    return float(told.split()[0])


def chromium_seconds(context: Context) -> float | None:
    """Of one call of its command line; None when there is no Chromium."""
    found = shutil.which("chromium")
    if found is None:
        return None
    style = f"<style>{printing.style_text(context.form)}</style></head>"
    html = printing.page_html(context).replace("</head>", style, 1)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, pdf = folder / "page.html", folder / "page.pdf"
        page.write_text(html, encoding="utf-8")
        command = [found, "--headless", "--no-sandbox", "--disable-gpu",
                   "--no-pdf-header-footer", f"--user-data-dir={folder}/profile",
                   f"--print-to-pdf={pdf}", page.as_uri()]  # fmt: skip
        with _clock() as spent:
            subprocess.run(
                command, check=True, capture_output=True, timeout=SECONDS_MAX,
                env={**os.environ, "FONTCONFIG_FILE": f"{fonts_folder()}/fonts.conf"},
            )  # fmt: skip
        assert pdf.read_bytes().startswith(b"%PDF")
    return spent[0]


@contextmanager
def _clock() -> Iterator[list[float]]:
    spent: list[float] = []
    start = time.perf_counter()
    yield spent
    spent.append(time.perf_counter() - start)


def _page_words(context: OfficialContext) -> dict[str, object]:
    paragraphs = [
        plain(one.text) for one in context.blocks if isinstance(one, Paragraph)
    ]
    return {
        "mark": context.office.mark,
        "reference": context.reference,
        "title": context.title,
        "addressees": "，".join(context.addressees) + "：",
        "paragraphs": paragraphs,
        "office": context.office.name,
        "day": chinese_day(context.issued_on),
    }


def _ledger_words(context: SheetContext) -> dict[str, object]:
    (table,) = context.tables
    return {
        "title": context.title,
        "period": f"（{context.period}）",
        "office": context.reporting_unit,
        "day": chinese_day(context.reported_on),
        "shares": [column.share for column in table.columns],
        "labels": [column.label for column in table.columns],
        "cells": [[str(cell) for cell in row] for row in table.rows],
    }
