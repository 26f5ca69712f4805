import io
from pathlib import Path

import pytest

from domain.errors import Forbidden, Invalid, NotFound
from domain.files import mime_of, safe_name
from services import attachments, records
from services.attachments import Stored
from tests.factories.organisation import Organisation
from tests.factories.records import SESSION, make_campaign
from tests.factories.records import actor_of as actor
from tests.factories.records import detail_of as detail
from tests.factories.records import make_draft as draft

PDF = b"%PDF-1.7 \xe7\xad\xbe\xe5\x88\xb0\xe8\xa1\xa8"


@pytest.fixture
def record_id(organisation: Organisation) -> int:
    make_campaign(organisation)
    return draft(organisation)


def put(content: bytes) -> Stored:
    return attachments.store(io.BytesIO(content))


def attach(record_id: int, name: str, content: bytes = PDF) -> int:
    return attachments.add(actor("clerk-a"), SESSION, record_id, name, put(content))


def files() -> list[Path]:
    folder = attachments.attachments_path()
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_file_is_kept_by_its_content_and_handed_out_by_its_name(record_id: int) -> None:
    attachment_id = attach(record_id, "C:\\扫描\\签到表.pdf")
    opened = attachments.open_file(actor("clerk-a"), attachment_id)
    assert (opened.name, opened.mime) == ("签到表.pdf", "application/pdf")
    assert opened.path.read_bytes() == PDF
    assert opened.path.parent.name == opened.path.name[:2]


def test_same_content_is_kept_once(record_id: int) -> None:
    attach(record_id, "一.pdf")
    attach(record_id, "二.pdf")
    assert len(files()) == 1
    assert [one.name for one in detail(record_id).attachments] == ["一.pdf", "二.pdf"]


def test_removed_file_leaves_the_record_and_its_history(record_id: int) -> None:
    attachment_id = attach(record_id, "签到表.pdf")
    attachments.remove(actor("clerk-a"), attachment_id)
    found = detail(record_id)
    assert found.attachments == ()
    assert found.moves[-1].changes == {"attachment": ("签到表.pdf", None)}
    with pytest.raises(NotFound):
        attachments.open_file(actor("clerk-a"), attachment_id)


def test_too_large_and_empty_files_leave_nothing(
    record_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    del record_id
    monkeypatch.setattr(attachments, "FILE_BYTES_MAX", 10)
    for content in (b"", b"x" * 11):
        with pytest.raises(Invalid, match="没有保存"):
            put(content)
    assert files() == []


def test_other_unit_neither_reads_nor_adds(record_id: int) -> None:
    attachment_id = attach(record_id, "签到表.pdf")
    with pytest.raises(NotFound):
        attachments.open_file(actor("clerk-b"), attachment_id)
    with pytest.raises(NotFound):
        attachments.add(actor("clerk-b"), SESSION, record_id, "别.pdf", put(PDF))


def test_submitted_record_takes_no_file_from_its_clerk(record_id: int) -> None:
    records.move(actor("clerk-a"), SESSION, record_id, "submit")
    with pytest.raises(Forbidden, match="增减附件"):
        attach(record_id, "晚到.pdf")


def test_missing_bytes_are_told(record_id: int) -> None:
    attachment_id = attach(record_id, "签到表.pdf")
    files()[0].unlink()
    with pytest.raises(NotFound, match="还没有传到本机"):
        attachments.open_file(actor("clerk-a"), attachment_id)


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n..", "image/png"),
        (b"PK\x03\x04....[Content_Types].xml", "application/zip"),
        (
            b"PK\x03\x04....word/document.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("会议记录".encode()[:-1], "text/plain"),
        (b"MZ\x90\x00\x03", "application/octet-stream"),
        ("签到".encode("gbk"), "application/octet-stream"),
    ],
)
def test_format_is_told_by_content(head: bytes, mime: str) -> None:
    assert mime_of(head) == mime


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.pdf", "ab .pdf"),
        ("", "附件"),
        ("..", "附件"),
        ("长" * 200 + ".docx", "长" * 115 + ".docx"),
    ],
)
def test_name_is_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe
