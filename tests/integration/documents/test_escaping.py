"""Every text of a context is printed as it stands, whatever it looks like."""

from dataclasses import replace

from documents.contexts import (
    Bar,
    Chart,
    Column,
    Heading,
    Imprint,
    Office,
    Paragraph,
    Table,
)
from documents.official import Annex, OfficialContext
from documents.render import page_html, render
from tests.factories.documents import (
    ISSUED_ON,
    hours_chart,
    study_row,
    study_statistics,
)
from tests.integration.documents.pdf_pages import text_of

HOSTILE = '<i a="&">'


def _hostile_summary() -> OfficialContext:
    chart: Chart = replace(
        hours_chart(),
        title=HOSTILE,
        label_head=HOSTILE,
        value_head=HOSTILE,
        bars=(Bar(HOSTILE, hours_chart().bars[0].value, HOSTILE),),
        target_label=HOSTILE,
    )
    table = Table(HOSTILE, (Column(HOSTILE),), ((HOSTILE,),), HOSTILE, (HOSTILE,))
    return OfficialContext(
        office=Office(HOSTILE, HOSTILE, HOSTILE),
        year=2009,
        number=1,
        title=HOSTILE,
        addressees=(HOSTILE,),
        blocks=(Heading(HOSTILE), Paragraph((HOSTILE,)), table, chart),
        issued_on=ISSUED_ON,
        attachments=(Annex(HOSTILE),),
        imprint=Imprint((HOSTILE,), HOSTILE, ISSUED_ON),
    )


def test_no_text_of_a_summary_becomes_markup() -> None:
    html = page_html(_hostile_summary())
    assert "<i" not in html
    text = text_of(render("summary", _hostile_summary()))
    assert text.count("".join(HOSTILE.split())) >= 17


def test_no_text_of_a_form_becomes_markup() -> None:
    context = replace(
        study_statistics(),
        title=HOSTILE,
        reporting_unit=HOSTILE,
        period=HOSTILE,
        rows=(replace(study_row(HOSTILE), remark=HOSTILE),),
        totals=study_row(HOSTILE),
        responsible=HOSTILE,
        filled_by=HOSTILE,
        phone=HOSTILE,
        notes=(HOSTILE,),
    )
    assert "<i" not in page_html(context)
    text = text_of(render("study-statistics", context))
    assert text.count("".join(HOSTILE.split())) >= 8
