"""An official paper as a Word file, for offices that must edit before they print.

It has the words, figures and tables of the filing in the type of GB/T 9704. It is a
draft: Word breaks the lines, and nothing in it proves anything.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents import layout
from documents.contexts import Block, Chart, Table, day
from documents.fonts import Role
from documents.markup import PrintedText, annex_label, printed_blocks
from documents.official import Annex, OfficialContext

# Names Word knows; where a font is not installed, Word takes another.
FAMILIES: dict[Role, str] = {
    "fangsong": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "song": "宋体",
    "title": "方正小标宋简体",
}  # fmt: skip
BODY_PT, MARK_PT = 16.0, 40.0
ROW_PT = layout.ROW / layout.POINT
RED = RGBColor(0xE6, 0x00, 0x12)
_PLACES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def word_file(context: OfficialContext) -> bytes:
    """The paper as DOCX: head, title, text, tables, annexes, 版记."""
    file = Document()
    _lay_out(file)
    _head(file, context)
    if context.title:
        _gap(file)
        title = context.title.replace("\n", "")
        _line(file, title, role="title", size_pt=layout.TITLE_PT, place="center")
        _gap(file)
    if context.addressees:
        _line(file, "，".join(context.addressees) + "：")
    _blocks(file, context.blocks, is_wide=False)
    _closing(file, context)
    for number, annex in enumerate(context.attachments, start=1):
        if annex.blocks:
            _annex(file, context.attachments, annex, number)
    _imprint(file, context)
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _head(file: Any, context: OfficialContext) -> None:  # noqa: ANN401 - python-docx builds it
    for text, is_number in context.marking.lines():
        _line(file, text, role="fangsong" if is_number else "hei")
    for office in context.offices():
        mark = _line(file, office.mark, role="title", size_pt=MARK_PT, place="center")
        mark.runs[0].font.color.rgb = RED
        mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    words = [context.reference] if context.office.number_word else []
    if context.form in {"order", "bulletin"}:
        words = [f"第{context.number}{'号' if context.form == 'order' else '期'}"]
    if context.signers:
        words.append("签发人：" + "　".join(context.signers))
    if words:
        _rule_below(_line(file, "　　".join(words), place="center"))


def _closing(file: Any, context: OfficialContext) -> None:  # noqa: ANN401 - as above
    names = [annex.name for annex in context.attachments]
    for number, name in enumerate(names, start=1):
        label = "附件：" if number == 1 else "　　　"
        order = f"{number}．" if len(names) > 1 else ""
        _indented(file, f"{label}{order}{name}")
    for roll in context.rolls:
        _indented(file, f"{roll.label}：{'，'.join(roll.names)}。")
    if context.form in {"minutes", "bulletin"}:
        return
    _gap(file)
    signed = [f"{context.signed_post}　　{context.signed_name}"]
    names = signed if context.signed_name else [one.name for one in context.offices()]
    for text in (*names, day(context.issued_on)):
        _line(file, text, place="right").paragraph_format.right_indent = Pt(2 * BODY_PT)
    if context.note:
        _indented(file, f"（{context.note}）")


def _annex(file: Any, every: tuple[Annex, ...], annex: Annex, number: int) -> None:  # noqa: ANN401 - as above
    section = file.add_section(WD_SECTION.NEW_PAGE)
    if annex.is_wide != (section.orientation == WD_ORIENT.LANDSCAPE):
        _turn(section)
    _line(file, annex_label(every, number), role="hei")
    _line(file, annex.name, role="title", size_pt=layout.TITLE_PT, place="center")
    _blocks(file, annex.blocks, is_wide=annex.is_wide)


def _imprint(file: Any, context: OfficialContext) -> None:  # noqa: ANN401 - as above
    imprint = context.imprint
    if imprint is None:
        return
    _gap(file)
    copies = (
        ["抄送：" + "，".join(imprint.copies_to) + "。"] if imprint.copies_to else []
    )
    printed = f"{imprint.printed_by}　　{day(imprint.printed_on)}印发"
    for text in (*copies, printed):
        _rule_below(_line(file, text, size_pt=layout.SMALL_PT), color="000000")


def _blocks(file: Any, blocks: tuple[Block, ...], *, is_wide: bool) -> None:  # noqa: ANN401 - as above
    for block, printed in zip(
        blocks, printed_blocks(blocks, is_wide=is_wide), strict=True
    ):
        if isinstance(printed, PrintedText):
            paragraph = _indented(file, printed.text, printed.role)
            paragraph.paragraph_format.keep_with_next = printed.kind == "heading"
            continue
        if printed.caption:
            caption = _line(
                file, printed.caption, role="hei", size_pt=12, place="center"
            )
            caption.paragraph_format.keep_with_next = True
        if isinstance(block, Chart):
            _table(file, block.table())
        elif isinstance(block, Table):
            _table(file, block)


def _table(file: Any, table: Table) -> None:  # noqa: ANN401 - as above
    """Every cell of the table; its head comes again on each page."""
    made = file.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    labels = [column.label.replace("\n", "") for column in table.columns]
    aligns = ["center"] * len(labels)
    rows = (*table.rows, *((table.totals,) if table.totals else ()))
    _row(made, labels, aligns, "hei")
    head = made.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no word for it
    head.append(OxmlElement("w:tblHeader"))
    aligns = [column.align for column in table.columns]
    for row in rows:
        _row(made, [str(cell) for cell in row], aligns, "song")


def _row(made: Any, texts: list[str], aligns: list[Any], role: Role) -> None:  # noqa: ANN401 - as above
    for cell, text, align in zip(made.add_row().cells, texts, aligns, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _PLACES[align]
        _type(paragraph.add_run(text), role, layout.FORM_PT)


def _line(
    file: Any,  # noqa: ANN401 - as above
    text: str,
    *,
    role: Role = "fangsong",
    size_pt: float = BODY_PT,
    place: str = "left",
) -> Any:  # noqa: ANN401 - as above
    """One paragraph on the grid of rows."""
    paragraph = file.add_paragraph()
    paragraph.alignment = _PLACES[place]
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = Pt(ROW_PT)
    _type(paragraph.add_run(text), role, size_pt)
    return paragraph


def _indented(file: Any, text: str, role: Role = "fangsong") -> Any:  # noqa: ANN401 - as above
    """One paragraph whose first line begins two cells in."""
    paragraph = _line(file, text, role=role)
    paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
    return paragraph


def _gap(file: Any) -> None:  # noqa: ANN401 - as above
    _line(file, "")


def _type(run: Any, role: Role, size_pt: float) -> None:  # noqa: ANN401 - as above
    run.font.name = FAMILIES[role]
    run.font.size = Pt(size_pt)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FAMILIES[role])  # noqa: SLF001 - python-docx has no word for it


def _rule_below(paragraph: Any, color: str = "E60012") -> None:  # noqa: ANN401 - as above
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11")):
        bottom.set(qn(f"w:{name}"), value)
    bottom.set(qn("w:color"), color)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no word for it
    # Word refuses a file whose properties stand in another order.
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _lay_out(file: Any) -> None:  # noqa: ANN401 - as above
    """A4 with the margins of the standard."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(layout.WIDTH), Mm(layout.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    number = section.footer.paragraphs[0]
    number.alignment = _PLACES["center"]
    for text in ("— ", "PAGE", " —"):
        run = number.add_run("" if text == "PAGE" else text)
        _type(run, "song", layout.SMALL_PT)
        if text == "PAGE":
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), text)
            number._p.append(field)  # noqa: SLF001 - python-docx has no word for it


def _turn(section: Any) -> None:  # noqa: ANN401 - as above
    """The page a quarter round, its margins with it."""
    is_wide = section.orientation == WD_ORIENT.LANDSCAPE
    section.orientation = WD_ORIENT.PORTRAIT if is_wide else WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
