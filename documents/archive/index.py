"""目录 of an archive pack: what lies in it, signed by the node that made it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

FORMAT = "luoshi-archive/1"
INDEX, SIGNATURE, TABLE = "目录.json", "目录.签名.json", "目录.xlsx"
REPORT = "四性检测报告.json"
OWN_FILES = frozenset({INDEX, SIGNATURE, TABLE, REPORT})
_DOMAIN = b"luoshi archive index 1\n"
HEADS = (
    ("序号", 6), ("类别", 10), ("题名", 50), ("责任者", 20), ("日期", 12), ("文种", 16),
    ("版次", 6), ("文件", 60), ("字节", 12), ("SHA-256", 66),
)  # fmt: skip

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the pack.

    Attributes:
        path: In the pack; its first part is the class.
        responsible: 责任者, the unit.
        on: 日期, of the figures or of the upload, as 2009-08-31.
        kind: 文种 of a paper, 附件 for evidence.
        source: What it is here, filing:5 or attachment:7.
        is_filing: Signed by a node, to be checked as such.
    """

    number: int
    archive_class: str
    title: str
    responsible: str
    on: str
    kind: str
    version: int
    path: str
    size_bytes: int
    sha256: str
    source: str
    is_filing: bool


@dataclass(frozen=True, slots=True)
class Index:
    """The whole of 目录.

    Attributes:
        missing: Sentences about files that belong here but lie on another node.
    """

    campaign: str
    unit: str
    start_on: str
    end_on: str
    made_at: str
    made_by: str
    items: tuple[Item, ...]
    missing: tuple[str, ...] = ()
    format: str = FORMAT


def index_bytes(index: Index) -> bytes:
    """As it lies in the pack."""
    return json.dumps(asdict(index), ensure_ascii=False, indent=1).encode()


def read_index(content: bytes) -> Index:
    """The index of a pack.

    Raises:
        ValueError: It is not one of ours.
    """
    try:
        found: dict[str, Any] = json.loads(content)
        items = tuple(Item(**one) for one in found.pop("items"))
        index = Index(items=items, **{**found, "missing": tuple(found["missing"])})
    except (TypeError, KeyError, AttributeError, UnicodeDecodeError) as error:
        message = "not an archive index"
        raise ValueError(message) from error
    if index.format != FORMAT:
        message = f"unknown format {index.format}"
        raise ValueError(message)
    return index


def signature_bytes(content: bytes, public_key: str, sign: Sign) -> bytes:
    """Who signed the index, and the signature."""
    signed = sign(index_message(content)).hex()
    return json.dumps(
        {"algorithm": "ed25519", "key": public_key, "signature": signed}
    ).encode()


def index_message(content: bytes) -> bytes:
    """What the signature signs."""
    return _DOMAIN + hashlib.sha256(content).digest()


def table_bytes(index: Index) -> bytes:
    """The index as a table for people."""
    file = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("目录")
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(2, 0)
        sheet.write_string(0, 0, f"{index.campaign}归档文件目录　{index.unit}", bold)
        for place, (head, width) in enumerate(HEADS):
            sheet.set_column(place, place, width)
            sheet.write_string(1, place, head, bold)
        for row, one in enumerate(index.items, start=2):
            cells = (
                one.number, one.archive_class, one.title, one.responsible, one.on,
                one.kind, one.version or "", one.path, one.size_bytes, one.sha256,
            )  # fmt: skip
            for place, cell in enumerate(cells):
                sheet.write(row, place, cell)
    return file.getvalue()
