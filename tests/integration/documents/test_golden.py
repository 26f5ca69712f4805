"""Every kind of filing, with no, one, many and very many rows, looks as it did."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from documents.compose import COMPOSERS, compose
from documents.compose.ground import DataMissing
from documents.contexts import Imprint
from documents.official import SheetContext
from documents.proof import Proof, write_proved
from documents.render import Context, render
from documents.results import analysis_paper, result_sheet, satisfaction_sheet
from domain.filings import KIND_BY_KEY
from services import campaigns, standings
from store.scope import EVERYTHING, acting_in
from tests.factories.documents import (
    ISSUED_ON,
    OFFICE,
    PARTNERS,
    letter,
    notice,
    order,
    requirement_table,
    study_statistics,
    summary,
)
from tests.factories.entries import add_record
from tests.factories.organisation import Organisation, add_unit
from tests.factories.results import analysis, review, satisfaction
from tests.factories.signing import FACTS, node_signer
from tests.integration.documents.golden import FOLDER, differs, ends, is_alike
from tests.integration.documents.pdf_pages import pages

ON = date(2009, 6, 30)
# Units below the office, and rectification items and meetings: none to very many.
AMOUNTS = {"0": (0, 0), "1": (1, 1), "12": (12, 12), "150": (60, 150)}
RESULTS = {"analysis-report", "evaluation-result", "satisfaction-result"}
NEEDS_RECORDS = {"meeting-report", "minutes", "rectification-plan"}
RARE = "喆镕珺昉玥瑄赟祎旻堃"
PAPER = frozenset({"FangSong", "XiaoBiaoSong"})
HEADINGS, TABLES, NUMBER = {"Hei"}, {"Song", "Hei"}, {"Song"}
# 𠮷 in the names of people stands in no font of running text.
RARE_NAME = {"Spare"}
SHEET = frozenset({"Song", "Hei", "XiaoBiaoSong"})
# Fonts each kind is printed in; anything else would be a fallback.
FONTS: dict[str, frozenset[str]] = {
    "plan": PAPER | HEADINGS | TABLES | {"Kai"},
    "study-statistics": SHEET,
    "meeting-report": PAPER | HEADINGS | TABLES | {"Kai"},
    "rectification-plan": PAPER | HEADINGS | TABLES | {"Kai"} | RARE_NAME,
    "rectification-ledger": SHEET,
    "summary": PAPER | HEADINGS | TABLES | {"Kai"},
    "bulletin": PAPER | NUMBER,
    "supervision-notice": PAPER | HEADINGS | TABLES,
    "gate-evidence": SHEET,
    "look-back": PAPER | HEADINGS | TABLES,
    "letter": PAPER,
    "minutes": PAPER | HEADINGS | NUMBER | RARE_NAME,
    "order": PAPER | NUMBER,
    "analysis-report": PAPER | HEADINGS | TABLES,
    "evaluation-result": SHEET,
    "satisfaction-result": SHEET,
}


def fill(organisation: Organisation, unit_count: int, row_count: int) -> int:
    """A published campaign of so many more units with so many records."""
    for number in range(unit_count):
        name = f"{RARE[number % 10]}{RARE[number // 10]}路清扫保洁第{number + 1}中队"
        add_unit(organisation, f"U{number}", name, "中队", "HW")
    made = campaigns.create_from_template("p3", organisation.units["HW"])
    campaigns.publish(made)
    unit, people = organisation.units["A"], list(organisation.people.values())
    for number in range(row_count):
        on = date(2009, 4, 1) + timedelta(days=number % 60)
        add_record(
            "rectification", made, unit, on, title=f"{RARE[number % 10]}园小区夜间噪声",
            horizon=("限期整改", "中长期整改")[number % 2], goal="无投诉，群众满意",
            due_on=date(2009, 8, 1), leader_id=people[number % 9], lead_unit_id=unit,
            measures="更换低噪声扫刷，调整作业时间，公布投诉电话并每周回访。",
            finished_on=date(2009, 6, 1) if number % 3 == 0 else None,
        )  # fmt: skip
        add_record(
            "meeting", made, unit, on, title=f"第{number + 1}次座谈会", form="座谈会",
            chair=people[0], place="会议室", minutes="会议讨论了方案。\n一致同意。",
            present=tuple(people[: number + 2]),
        )  # fmt: skip
    standings.refresh_if_stale()
    return made


def printed(campaign_id: int, unit_id: int) -> dict[str, bytes]:
    """Every kind that can be composed from the campaign."""
    found = {}
    with acting_in(EVERYTHING):
        for kind in COMPOSERS:
            try:
                found[kind] = render(kind, compose(kind, campaign_id, unit_id, ON))
            except DataMissing:
                continue
    return found


def fonts(pdf: bytes) -> frozenset[str]:
    """Fonts of every character, without the tag of the subset."""
    names = {
        c["fontname"] for page in pages(pdf) for c in page.chars if c["text"].strip()
    }
    return frozenset(name.rpartition("Luoshi-")[2] for name in names)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_composed_paper_looks_as_it_did(
    amount: str, organisation: Organisation, tmp_path: Path
) -> None:
    campaign_id = fill(organisation, *AMOUNTS[amount])
    found = printed(campaign_id, organisation.units["HW"])
    lacking = RESULTS | (NEEDS_RECORDS if amount == "0" else set())
    assert found.keys() == COMPOSERS.keys() - lacking
    changed = [
        differs(pdf, f"{kind}-{amount}", tmp_path) for kind, pdf in found.items()
    ]
    assert [name for names in changed for name in names] == []
    if amount == "12":
        assert {kind: fonts(pdf) for kind, pdf in found.items()} == {
            kind: names for kind, names in FONTS.items() if kind not in RESULTS
        }


@pytest.mark.parametrize("amount", [0, 1, 12, 150])
def test_paper_of_results_looks_as_it_did(amount: int, tmp_path: Path) -> None:
    votes = tuple(amount * one for one in (20, 9, 3, 0))
    papers = {
        "analysis-report": render("analysis-report", analysis_paper(analysis(amount))),
        "evaluation-result": render("evaluation-result", result_sheet(review(*votes))),
        "satisfaction-result": render(
            "satisfaction-result", satisfaction_sheet(satisfaction(amount))
        ),
    }
    changed = [
        differs(pdf, f"{kind}-{amount}", tmp_path) for kind, pdf in papers.items()
    ]
    assert [name for names in changed for name in names] == []
    if amount == 12:
        found = {kind: fonts(pdf) for kind, pdf in papers.items()}
        assert found == {kind: FONTS[kind] for kind in RESULTS}


# The modules of a QR code are seen at this.
SIGNED_DPI = 100
IMPRINT = Imprint(("市城市管理局",), "某市环境卫生管理处办公室", ISSUED_ON)
ROWS = tuple((n, "机扫车噪声扰民，更换低噪声扫刷", n * 7, n * 5) for n in range(1, 41))
LEDGER = SheetContext(
    title="整改台账",
    reporting_unit=OFFICE.name,
    period="2009年",
    tables=(replace(requirement_table(), caption="", rows=ROWS),),
    reported_on=ISSUED_ON,
)
# Numbered, dated, signed with fixed keys; the seal of a paper is its signature.
SIGNED: dict[str, Context] = {
    "letter": letter(is_sealed=True),
    "supervision-notice": notice(is_sealed=True, partners=PARTNERS),
    "summary": replace(summary(imprint=IMPRINT), is_sealed=True),
    "rectification-ledger": LEDGER,
    "study-statistics": study_statistics("机关党支部", "机械化清扫大队"),
    "order": order(),
}


@pytest.mark.parametrize("kind", SIGNED)
def test_signed_paper_looks_as_it_did(kind: str, tmp_path: Path) -> None:
    """QR code, typed code, number and seal stand where they stood."""
    proof = Proof(SIGNED[kind], replace(FACTS, kind=kind), node_signer())
    pdf = write_proved(proof)
    assert differs(pdf, f"{kind}-signed", tmp_path, ends(pdf), SIGNED_DPI) == []


def test_every_kind_has_a_picture_and_they_stay_small() -> None:
    files = list(FOLDER.glob("*.png"))
    kinds = {path.stem.rsplit("-", 2)[0] for path in files}
    assert kinds == KIND_BY_KEY.keys() == FONTS.keys()
    assert sum(path.stat().st_size for path in files) < 5_000_000


def test_a_moved_line_is_seen() -> None:
    path = FOLDER / "summary-12-1.png"
    with Image.open(path) as kept:
        picture = kept.convert("L")
    assert is_alike(picture, path)
    strip = picture.crop((0, 300, picture.width, 340))
    picture.paste(strip, (0, 304))
    assert not is_alike(picture, path)
