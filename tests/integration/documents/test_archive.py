"""A campaign's file for the archives: made, checked, spoilt, checked again."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from python_calamine import CalamineWorkbook

from commands import archive as archive_commands
from commands.filing import filing
from documents.archive.checks import Report, check
from documents.archive.pack import make_pack
from domain.archive import CLASSES, OF_FILING, OF_RECORD
from domain.filings import KIND_BY_KEY
from jobs.filings import produce
from services import attachments, campaigns, filings, signers, standings
from services.exchange import this_node
from store import clock
from store.db import write
from store.describe import KIND_BY_KEY as RECORD_KINDS
from store.queries.filings import filings_in_scope
from store.scope import EVERYTHING, acting_in
from store.tables.records import Attachment
from tests.factories.entries import add_record
from tests.factories.organisation import Organisation
from tests.factories.records import actor_of

ON = date(2009, 6, 30)
PAPERS = ("plan", "study-statistics", "rectification-ledger", "summary", "letter")
Spoil = Callable[[dict[str, bytes]], None]


def attach(campaign_id: int, unit_id: int, kind: str, file: tuple[str, bytes]) -> None:
    """Evidence of an accepted record, as the form leaves it."""
    words: dict[str, Any] = {"content": "噪声"}
    if kind == "meeting":
        words = {"title": "动员大会"}
    record_id = add_record(kind, campaign_id, unit_id, date(2009, 4, 1), **words)
    name, content = file
    stored = attachments.store(io.BytesIO(content))
    with write() as session:
        session.add(
            Attachment(
                kind=kind, record_id=record_id, unit_id=unit_id, sha256=stored.sha256,
                name=name, mime=stored.mime, size_bytes=stored.size_bytes,
                added_by="office", added_at=clock.now_utc(),
            )
        )  # fmt: skip


@pytest.fixture
def campaign_id(organisation: Organisation) -> int:
    """A campaign with five papers, two files of evidence, on a node with keys."""
    node = this_node()
    node.make_folders()
    node.make_keys()
    made = campaigns.create_from_template("p3", organisation.units["HW"])
    campaigns.publish(made)
    unit_a = organisation.units["A"]
    attach(made, unit_a, "meeting", ("签到表.png", b"\x89PNG\r\n\x1a\n1"))
    attach(made, unit_a, "opinion", ("意见.txt", "意见".encode()))
    standings.refresh_if_stale()
    for kind in PAPERS:
        unit_id = organisation.units["HW"]
        wanted = filings.Wanted(kind, made, unit_id, ON)
        asked = filings.ask(actor_of("office"), wanted)
        assert produce(asked) is not None
    return made


@pytest.fixture
def pack(campaign_id: int, tmp_path: Path) -> Path:
    path = tmp_path / "out" / "pack.zip"
    with acting_in(EVERYTHING):
        report = make_pack(campaign_id, path, "控制台")
    assert report.valid, report
    return path


def contents(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def spoilt(pack: Path, spoil: Spoil) -> Report:
    """What the checks say of the pack after something was done to it."""
    files = contents(pack)
    spoil(files)
    other = pack.with_name("spoilt.zip")
    with ZipFile(other, "w") as written:
        for name, content in files.items():
            written.writestr(name, content)
    return check(other, signers.signer_names())


def failing(report: Report) -> set[str]:
    assert report.valid == (not any(one.problems for one in report.checks))
    return {one.name for one in report.checks if one.problems}


def paper(files: dict[str, bytes]) -> str:
    return next(name for name in files if name.endswith(".pdf"))


def test_every_kind_has_a_class_that_exists() -> None:
    assert OF_FILING.keys() <= KIND_BY_KEY.keys()
    assert OF_RECORD.keys() <= RECORD_KINDS.keys()
    assert {*OF_FILING.values(), *OF_RECORD.values(), "其他"} == set(CLASSES)


def test_pack_has_papers_and_evidence_by_class(pack: Path) -> None:
    files = contents(pack)
    folders = [name.partition("/")[0] for name in files if "/" in name]
    assert folders == [
        "01部署动员", "01部署动员", "02理论学习", "03调查研究", "04整改落实",
        "05总结评估", "06其他",
    ]  # fmt: skip
    index = json.loads(files["目录.json"])
    assert [one["number"] for one in index["items"]] == list(range(1, 8))
    assert index["campaign"] in files["四性检测报告.json"].decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["目录.xlsx"]))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[2:]] == [name[2:] for name in folders]


def test_pack_checked_again_passes_all_four(pack: Path) -> None:
    report = check(pack, signers.signer_names())
    assert [one.name for one in report.checks] == [
        "真实性",
        "完整性",
        "可用性",
        "安全性",
    ]
    assert failing(report) == set()
    assert report.file_count == 7
    assert any("病毒" in words for words in report.not_looked_at)


def test_changed_paper_is_neither_genuine_nor_whole(pack: Path) -> None:
    def change(files: dict[str, bytes]) -> None:
        content = bytearray(files[paper(files)])
        content[len(content) // 2] ^= 1
        files[paper(files)] = bytes(content)

    assert failing(spoilt(pack, change)) >= {"真实性", "完整性"}


def test_file_taken_out_or_put_in_is_named(pack: Path) -> None:
    def swap(files: dict[str, bytes]) -> None:
        del files[paper(files)]
        files["06其他/9999 夹带.txt"] = b"more"

    report = spoilt(pack, swap)
    words = "".join(report.checks[1].problems)
    assert "不在包内" in words
    assert "夹带.txt”不在目录里" in words


def test_index_rewritten_is_found_by_its_signature(pack: Path) -> None:
    def rewrite(files: dict[str, bytes]) -> None:
        files["目录.json"] = files["目录.json"].replace("控制台".encode(), b"office")

    assert failing(spoilt(pack, rewrite)) == {"真实性"}


def test_signature_taken_away_is_found(pack: Path) -> None:
    def take_away(files: dict[str, bytes]) -> None:
        del files["目录.签名.json"]

    assert failing(spoilt(pack, take_away)) == {"真实性"}


def test_node_that_is_not_known_proves_nothing(pack: Path) -> None:
    assert failing(check(pack, {})) == {"真实性"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("06其他/9999 a.exe", b"MZ1"),
        ("06其他/9999 a.txt", b"#!/bin/sh"),
        ("../a.txt", b"a"),
        ("06其他/9999 a.pdf", b"%PDF-1.7 /JavaScript"),
    ],
)
def test_dangerous_file_is_named(pack: Path, name: str, content: bytes) -> None:
    report = spoilt(pack, lambda files: files.update({name: content}))
    assert "安全性" in failing(report)


def test_file_that_is_no_pack_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 broken")
    report = check(path, {})
    assert not report.valid
    assert "不是本系统的归档包" in report.checks[0].problems[0]


def test_paper_on_another_node_is_said_to_be_missing(
    campaign_id: int, tmp_path: Path
) -> None:
    with acting_in(EVERYTHING):
        filings.pdf_path(filings_in_scope()[0].sha256).unlink()
        report = make_pack(campaign_id, tmp_path / "a.zip", "控制台")
    assert failing(report) == {"完整性"}
    assert "不在本机" in report.checks[1].problems[0]


def run(app: Flask, *words: str) -> Result:
    assert archive_commands.COMMANDS == []
    info = ScriptInfo(create_app=lambda: app)
    return CliRunner().invoke(filing, list(words), obj=info)


def test_commands_make_and_check_a_pack(
    bare_app: Flask, campaign_id: int, tmp_path: Path
) -> None:
    out = tmp_path / "pack.zip"
    answer = run(bare_app, "archive", str(campaign_id), "--out", str(out))
    assert answer.exit_code == 0, answer.stderr
    assert answer.stdout.count("通过") == 4
    told = run(bare_app, "verify-archive", str(out), "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["valid"] is True
    out.write_bytes(out.read_bytes()[:-400])
    assert run(bare_app, "verify-archive", str(out)).exit_code == 1
    assert run(bare_app, "archive", "7", "--out", str(out)).exit_code == 1
