"""Make the pack: papers and evidence by class, the index, and the checked report."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from documents.archive.checks import Report, check
from documents.archive.index import (
    INDEX,
    REPORT,
    SIGNATURE,
    TABLE,
    Index,
    Item,
    index_bytes,
    signature_bytes,
    table_bytes,
)
from domain.archive import CLASSES, class_of_filing, class_of_record
from domain.errors import NotFound
from domain.files import safe_name
from domain.filings import KIND_BY_KEY
from services import attachments, filings, signers
from store import clock
from store.queries.archive import evidence, final_filings
from store.queries.campaigns import CampaignRow, campaign_row
from store.queries.units import unit_tree

_PACKED = {".txt", ".csv", ".json"}


@dataclass(frozen=True, slots=True)
class _Source:
    """A file that belongs into the pack; its number and hash are filled in later."""

    item: Item
    path: Path


def make_pack(
    campaign_id: int,
    target: Path,
    made_by: str,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Write the pack of everything within scope; what its checks found.

    The pack is written beside the target and moved there whole; tell hears how many
    files are in it, of how many.

    Raises:
        NotFound: No such campaign, or nothing in it to keep.
    """
    campaign = campaign_row(campaign_id)
    if campaign is None:
        message = f"没有编号为 {campaign_id} 的活动，未归档。请核对活动编号。"
        raise NotFound(message)
    sources = sorted(_sources(campaign_id), key=_order)
    if not sources:
        message = f"活动“{campaign.name}”还没有材料和附件，未归档。请先制作材料。"
        raise NotFound(message)
    present = [one for one in sources if one.path.exists()]
    missing = tuple(_lacks(one.item) for one in sources if not one.path.exists())
    part = target.with_name(f"{target.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(part, "w", ZIP_DEFLATED) as pack:
        items = []
        for number, source in enumerate(present, start=1):
            items.append(_put(pack, number, source))
            tell(number, len(present))
        _put_index(pack, _index(campaign, made_by, tuple(items), missing))
    report = check(part, signers.signer_names())
    with ZipFile(part, "a", ZIP_DEFLATED) as pack:
        words = json.dumps(asdict(report), ensure_ascii=False, indent=1)
        pack.writestr(REPORT, words)
    part.replace(target)
    return report


def _sources(campaign_id: int) -> Iterator[_Source]:
    names = {one.id: one.name for one in unit_tree().by_id.values()}
    for row in final_filings(campaign_id):
        kind = KIND_BY_KEY[row.kind].label
        item = _item(
            class_of_filing(row.kind),
            row.title,
            names.get(row.unit_id, ""),
            row.figures_on,
        )
        name = f"{row.title}（{item.responsible}，{item.on}）.pdf"
        item = replace(
            item, kind=kind, version=row.version, path=name, source=f"filing:{row.id}",
            is_filing=True,
        )  # fmt: skip
        yield _Source(item, filings.pdf_path(row.sha256))
    for file in evidence(campaign_id):
        archive_class = class_of_record(file.kind, file.record_title)
        title = f"{file.record_title}：{file.name}" if file.record_title else file.name
        item = _item(archive_class, title, names.get(file.unit_id, ""), file.day)
        item = replace(item, path=file.name, source=f"attachment:{file.id}")
        yield _Source(item, attachments.path_of(file.sha256))


def _item(archive_class: str, title: str, unit: str, on: date) -> Item:
    """An item of evidence whose place is not known yet."""
    return Item(
        number=0, archive_class=archive_class, title=title, responsible=unit,
        on=on.isoformat(), kind="附件", version=0, path="", size_bytes=0, sha256="",
        source="", is_filing=False,
    )  # fmt: skip


def _order(one: _Source) -> tuple[int, bool, str, str]:
    """By class; papers before evidence, then by day."""
    item = one.item
    place = CLASSES.index(item.archive_class)
    return place, not item.is_filing, item.on, item.source


def _put(pack: ZipFile, number: int, source: _Source) -> Item:
    """Copy the file in; the item with its number, place, size and hash."""
    content = source.path.read_bytes()
    place = CLASSES.index(source.item.archive_class) + 1
    folder = f"{place:02}{source.item.archive_class}"
    path = f"{folder}/{number:04} {safe_name(source.item.path)}"
    method = ZIP_DEFLATED if source.path.suffix in _PACKED else ZIP_STORED
    pack.writestr(path, content, method)
    digest = hashlib.sha256(content).hexdigest()
    return replace(
        source.item, number=number, path=path, size_bytes=len(content), sha256=digest
    )


def _put_index(pack: ZipFile, index: Index) -> None:
    content = index_bytes(index)
    pack.writestr(INDEX, content)
    pack.writestr(TABLE, table_bytes(index))
    own = signers.own_signer()
    if own is not None:
        pack.writestr(SIGNATURE, signature_bytes(content, own.public_key, own.sign))


def _index(
    campaign: CampaignRow,
    made_by: str,
    items: tuple[Item, ...],
    missing: tuple[str, ...],
) -> Index:
    return Index(
        campaign=campaign.name,
        unit=campaign.unit_name,
        start_on=campaign.start_on.isoformat(),
        end_on=campaign.end_on.isoformat(),
        made_at=clock.now_utc().isoformat(),
        made_by=made_by,
        items=items,
        missing=missing,
    )


def _lacks(item: Item) -> str:
    called = f"“{item.title}”（{item.responsible}）"
    return f"{called}的文件不在本机，没有归入。请等数据交换后再归档。"
