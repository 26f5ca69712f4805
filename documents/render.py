"""Print a document: typed context in, PDF bytes out.

The same context gives the same bytes, so a filing can be proved by printing it again.
Nothing is read but the templates and the private font set, and nothing is called.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML, Document, Page
from weasyprint.text.fonts import FontConfiguration

from documents import heads, layout, markup
from documents.contexts import StudyStatisticsContext, chinese_day, day
from documents.drawn import DrawnPages, drawn, joined, stands_at
from documents.fetcher import ClosedFetcher
from documents.fonts import (
    UnprintableText,
    font_set,
    fonts_folder,
    missing_characters,
    use_private_fonts,
)
from documents.official import OfficialContext, SheetContext
from documents.parts import NEXT_ROW, Part
from documents.seals import RING_MM, SEAL_MM
from documents.signing import sign_block
from documents.stamps import STAMP_MM, Stamp
from documents.study_statistics import study_table
from documents.tables import IN_FORM, lay_table
from domain.errors import NotFound
from domain.filings import OFFICIAL_KINDS, SHEET_KINDS

Context = OfficialContext | SheetContext | StudyStatisticsContext

# The class each kind of filing is printed from; the form of the context names the
# folder of the template.
CONTEXTS: dict[str, type[Context]] = {
    **dict.fromkeys(OFFICIAL_KINDS, OfficialContext),
    **dict.fromkeys(SHEET_KINDS, SheetContext),
    "study-statistics": StudyStatisticsContext,
}
_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class UnknownDocument(NotFound):
    """No template prints this kind of document."""

    code = "unknown_document"

    def __init__(self, kind: str) -> None:
        known = "、".join(CONTEXTS)
        super().__init__(
            f"不能打印文件：没有名为“{kind}”的公文样式。"
            f"现有样式是 {known}，请从中选择一种。"
        )


def render(kind: str, context: Context) -> bytes:
    """The document as PDF.

    Args:
        kind: A key of CONTEXTS.
        context: An instance of the class that stands there.

    Returns:
        The PDF; the same bytes for an equal context and the same fonts and libraries.

    Raises:
        UnknownDocument: When there is no such kind.
        UnprintableText: When a character has no glyph; the message names it.
        FontsMissing: When the private font set has not been built.
        TypeError: When the context belongs to another kind.
    """
    pdf: bytes = lay_out(kind, context).write_pdf()
    return pdf


def lay_out(
    kind: str,
    context: Context,
    variant: str | None = None,
    stamp: Stamp | None = None,
) -> Document:
    """The pages of a document before they are written; see render.

    Args:
        kind: A key of CONTEXTS.
        context: An instance of the class that stands there.
        variant: PDF variant of WeasyPrint, such as ``pdf/a-3b``, or none.
        stamp: What stands outside the text area of a signed filing.
    """
    if kind not in CONTEXTS:
        raise UnknownDocument(kind)
    if not isinstance(context, CONTEXTS[kind]):
        message = f"{kind} is printed from {CONTEXTS[kind].__name__}"
        raise TypeError(message)
    use_private_fonts()
    document = _laid_out(context, page_html(context, stamp=stamp), variant)
    has_imprint = isinstance(context, OfficialContext) and context.imprint
    if has_imprint and not _takes_imprint(document.pages):
        # 版记 stands on an even page: the second layout sends it to the next one.
        apart = page_html(context, is_imprint_apart=True, stamp=stamp)
        document = _laid_out(context, apart, variant)
    return document


def _takes_imprint(pages: Sequence[Page]) -> bool:
    """Whether 版记 may stand on the last page: an even one that is not turned."""
    return len(pages) % 2 == 0 and pages[-1].width < pages[-1].height


def draw_part(
    part: Part, variant: str | None = None, stamp: Stamp | None = None
) -> DrawnPages | None:
    """Pages of a part for write elsewhere; None when they would not join the next."""
    use_private_fonts()
    html = page_html(part.context, stamp=stamp if part.is_first else None, part=part)
    document = _laid_out(part.context, html, variant)
    if part.is_last:
        return drawn(document)
    *pages, after = document.pages
    follows = stands_at(after, NEXT_ROW, part.next_row_mm)
    if not follows or len(pages) != part.page_count:
        return None
    return drawn(document.copy(pages))


def join_parts(parts: Sequence[DrawnPages]) -> Document | None:
    """The whole document of its parts; None when they cannot be joined here."""
    use_private_fonts()
    return joined(parts, _font_configuration(fonts_folder()))


def page_html(
    context: Context,
    *,
    is_imprint_apart: bool = False,
    stamp: Stamp | None = None,
    part: Part | None = None,
) -> str:
    """The page before it is laid out, every text of the context escaped.

    Raises:
        UnprintableText: When a character has no glyph in any font of the set.
    """
    folder = f"documents/{context.form}"
    template = _environment(fonts_folder()).get_template(f"{folder}/page.html")
    html = template.render(
        context=context, is_imprint_apart=is_imprint_apart, stamp=stamp, part=part
    )
    lacking = missing_characters(html)
    if lacking:
        raise UnprintableText(lacking)
    return html


def _laid_out(context: Context, html: str, variant: str | None) -> Document:
    page = HTML(string=html, url_fetcher=ClosedFetcher())
    return page.render(
        stylesheets=[_style_sheet(context.form, fonts_folder())],
        font_config=_font_configuration(fonts_folder()),
        pdf_variant=variant,
    )


@cache
def _font_configuration(_folder: Path) -> FontConfiguration:
    """One for a font set: a new one for each document costs memory for ever."""
    return FontConfiguration()


@cache
def _style_sheet(form: str, folder: Path) -> CSS:
    return CSS(
        string=style_text(form),
        url_fetcher=ClosedFetcher(),
        font_config=_font_configuration(folder),
    )


def style_text(form: str) -> str:
    """The style sheet of a form, its measures filled in."""
    environment = _environment(fonts_folder())
    return environment.get_template(f"documents/{form}/page.css").render()


@cache
def _environment(_folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_calls(), **_page_measures())
    return environment


def _calls() -> dict[str, Any]:
    """The functions the templates may call."""
    shared = (day, chinese_day, study_table, layout.rows, layout.cells, layout.mm)
    heading = (heads.joint_mark, heads.head_rows, heads.signer_parts)
    printing = (
        markup.annex_label,
        markup.attachment_lines,
        markup.copies_lines,
        markup.fitted,
        markup.form_title,
        markup.lines_markup,
        markup.mark,
        markup.printed_blocks,
        markup.roll_lines,
        markup.title,
    )
    calls = (*shared, *heading, *printing, sign_block, lay_table)
    named = {call.__name__: call for call in calls}
    measures: dict[str, Any] = {
        "IN_FORM": IN_FORM,
        "RING_MM": RING_MM,
        "SEAL_MM": SEAL_MM,
    }
    measures["STAMP_MM"] = STAMP_MM
    measures["NEXT_ROW"] = NEXT_ROW
    return {**named, **measures, "layout": layout, "stack": _stack}


def _stack(role: str) -> Markup:
    """Families of a role as a CSS list."""
    quoted = (Markup('"{}"').format(name) for name in font_set().stacks[role])
    return Markup(", ").join(quoted)


def _page_measures() -> dict[str, Any]:
    """The margins that follow from the grid, and the place of the page number.

    Source:
        GB/T 9704-2012, 7.5: the dash stands 7 mm below the text area.
    """
    below = layout.HALF_LEADING + layout.SLACK
    dash = layout.NUMBER_DASH_EM * layout.SMALL_PT * layout.POINT
    square = layout.mm(layout.BOTTOM)
    return {
        "margin_bottom": layout.BOTTOM - below,
        "number_top": 7 - below - dash,
        "turned_number_top": 7 - dash,
        "number": Markup(
            'content: "— " counter(page) " —"; margin: 0; white-space: pre;'
            "font-size: {0}pt; line-height: {0}pt; font-family: {1};"
            "vertical-align: top;"
        ).format(layout.SMALL_PT, _stack("song")),
        "turned": Markup(
            "box-sizing: border-box; width: {0}; height: {0};transform: rotate(90deg);"
        ).format(square),
    }
