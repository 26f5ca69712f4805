"""四性检测 of a pack: 真实性, 完整性, 可用性, 安全性, each with what was looked at.

Only the file is looked at, so a pack is checked anywhere and at any time the same way.

Source:
    DA/T 70-2018. What it asks and this does not do stands in NOT_LOOKED_AT.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from documents.archive.findings import (
    Pack,
    count_problems,
    dangers,
    hash_problems,
    index_problems,
    signature_problems,
    unreadable,
)
from documents.archive.index import INDEX, read_index

NOT_LOOKED_AT = (
    "未做病毒检查：请用本单位的杀毒软件检查。",
    "未检查载体：请按光盘、硬盘的检测规程检查。",
    "PDF 的动作只在未压缩的部分查找。",
)
NOT_A_PACK = (
    "不是本系统的归档包，或已损坏：打不开，或没有可读的目录。请向移交单位重新索取。"
)


@dataclass(frozen=True, slots=True)
class Check:
    """One of the four.

    Attributes:
        looked_at: What was checked, in words with counts.
        problems: Whole sentences; empty when it passes.
    """

    name: str
    looked_at: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All four; valid when none has a problem."""

    valid: bool
    campaign: str
    made_at: str
    file_count: int
    checks: tuple[Check, ...]
    not_looked_at: tuple[str, ...] = NOT_LOOKED_AT


def check(path: Path, names_by_key: Mapping[str, str]) -> Report:
    """What the four checks find.

    Args:
        path: The pack; anything at all may stand in it.
        names_by_key: Names of the nodes whose signatures count, by public key, hex.
    """
    try:
        with ZipFile(path) as opened:
            index = read_index(opened.read(INDEX))
            pack = Pack(opened, index, tuple(opened.namelist()))
            return _report(pack, names_by_key)
    except (BadZipFile, KeyError, ValueError, OSError, RuntimeError, zlib.error):
        broken = Check("完整性", ("归档包能打开，目录能读",), (NOT_A_PACK,))
        return Report(
            valid=False, campaign="", made_at="", file_count=0, checks=(broken,)
        )


def _report(pack: Pack, names_by_key: Mapping[str, str]) -> Report:
    count = len(pack.index.items)
    papers = sum(one.is_filing for one in pack.index.items)
    checks = (
        Check(
            "真实性",
            ("目录有签名，签名者是本机认识的节点", f"{papers} 份材料的签名和数据"),
            (
                *index_problems(pack, names_by_key),
                *signature_problems(pack, names_by_key),
            ),
        ),
        Check(
            "完整性",
            (
                f"目录 {count} 个文件与包内文件一一对应",
                "大小和 SHA-256",
                "应归档的都已归入",
            ),
            (*count_problems(pack), *hash_problems(pack), *pack.index.missing),
        ),
        Check(
            "可用性",
            ("每个文件的格式能识别", "每个 PDF 能打开，有页"),
            tuple(unreadable(pack)),
        ),
        Check(
            "安全性",
            (
                "没有加密的文件",
                "没有程序和脚本",
                "文件名不越出包外",
                "PDF 没有脚本和外部动作",
            ),
            tuple(dangers(pack)),
        ),
    )
    is_valid = not any(one.problems for one in checks)
    index = pack.index
    return Report(is_valid, index.campaign, index.made_at, count, checks)
