"""What every value of a foreign body must satisfy, as queries that find offenders.

They run over the clean copy, whose STRICT tables have already refused wrong types.
Each query answers at most one row: the id of an offending row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from string import Template

from domain.synced import SyncedColumn, SyncedTable
from sync.core.clock import SITE_MAX, SITE_SHIFT
from sync.core.layout import quoted

TEXT_BYTES_MAX = 1_000_000


@dataclass(frozen=True)
class Rule:
    """One query over the clean copy.

    Attributes:
        label: What the rows are called, for the sentence.
        why: What is wrong with the row found.
        parks: Table whose offending rows are put aside, so that one bad row does not
            stop the others; None refuses the whole package.
    """

    label: str
    why: str
    query: str
    parks: SyncedTable | None = None


_COVERED = "$hlc <= coalesce((SELECT k.hlc FROM know k WHERE k.site = $site), -1)"
_SITE_OK = "$site BETWEEN 1 AND $site_max"
_ROW = """SELECT id FROM $name WHERE id <= 0 OR id >> $shift NOT BETWEEN 1
    AND $site_max OR id & $counter_mask = 0 OR _site <> id >> $shift
    OR _hlc <= 0 OR _del NOT IN (0, 1) LIMIT 1"""
_ROW_COVERED = "SELECT id FROM $name WHERE NOT $covered LIMIT 1"
_ROW_VALUES = "SELECT id FROM $name WHERE $bad"
_CLOCK = """SELECT pk FROM $clock c WHERE tid = $tid AND (hlc <= 0 OR NOT $covered
    OR NOT EXISTS (SELECT 1 FROM $name s WHERE s.id = c.pk)) LIMIT 1"""
_COLUMN = """SELECT pk FROM $clock WHERE tid = $tid AND (col NOT IN ($columns)
    OR octet_length(author) > 400) LIMIT 1"""
_SIBLING_TYPE = """SELECT DISTINCT pk FROM sync_sib
    WHERE tid = $tid AND NOT ($typed)"""
_SIBLING_ORDER = """SELECT y.pk FROM sync_sib y JOIN $name s ON s.id = y.pk
    LEFT JOIN sync_cell c ON c.tid = y.tid AND c.pk = y.pk AND c.col = y.col
    WHERE y.tid = $tid AND (y.hlc, y.site) >=
    (coalesce(c.hlc, s._hlc), coalesce(c.site, s._site)) LIMIT 1"""
_LIFE = """SELECT s.id FROM $name s LEFT JOIN sync_life l
    ON l.tid = $tid AND l.pk = s.id WHERE s._del <> coalesce(l.dead, 0)
    OR (l.pk IS NOT NULL AND (octet_length(l.seen) > 60000
    OR NOT json_valid(l.seen))) LIMIT 1"""
_STRAY = "SELECT pk FROM $clock WHERE tid NOT IN ($tids) LIMIT 1"
_BASE = """SELECT b.site FROM base b LEFT JOIN know k ON k.site = b.site
    WHERE b.hlc > coalesce(k.hlc, -1) LIMIT 1"""
_FLOOR = """SELECT f.site FROM floor f LEFT JOIN know k ON k.site = f.site
    WHERE f.hlc <= 0 OR f.hlc > coalesce(k.hlc, -1) LIMIT 1"""
_KNOW = """SELECT site FROM know WHERE hlc <= 0
    OR site NOT BETWEEN 1 AND $site_max LIMIT 1"""
_PLACE = """SELECT site FROM place WHERE site NOT BETWEEN 1 AND $site_max
    OR octet_length(name) > 400 OR octet_length(unit) > 400 LIMIT 1"""
_MOVED = "SELECT pk FROM $list WHERE pk <= 0 OR tid NOT IN ($tids) LIMIT 1"
_HASH = "length(sha256) <> 64 OR sha256 GLOB '*[^0-9a-f]*'"
_BLOB = Template("""SELECT sha256 FROM blob WHERE $hash OR i NOT BETWEEN 0 AND 100000
    OR octet_length(data) NOT BETWEEN 1 AND 1048576 LIMIT 1""").substitute(hash=_HASH)
_WANT = Template("SELECT sha256 FROM blob_want WHERE $hash LIMIT 1").substitute(
    hash=_HASH
)
_FIXED = {
    "site_max": SITE_MAX,
    "shift": SITE_SHIFT,
    "counter_mask": (1 << SITE_SHIFT) - 1,
}
NEWEST = "SELECT site, hlc FROM know ORDER BY hlc DESC, site LIMIT 1"


def _bad_value(column: SyncedColumn) -> str:
    name = quoted(column.name)
    if column.sql_type == "REAL":
        return f"abs({name}) > 1.7e308"
    if column.sql_type == "INTEGER":
        return "false"
    size = f"octet_length({name}) > {TEXT_BYTES_MAX}"
    return (
        f"{size} OR instr({name}, char(0)) > 0" if column.sql_type == "TEXT" else size
    )


def _typed_sibling(column: SyncedColumn) -> str:
    return (
        f"col = {column.number} AND coalesce(octet_length(val), 0) <= {TEXT_BYTES_MAX}"
        f" AND typeof(val) IN ('null', '{column.sql_type.lower()}')"
    )


def _covered(hlc: str, site: str) -> str:
    text = f"({_COVERED} AND {_SITE_OK})"
    return Template(text).substitute(_FIXED, hlc=hlc, site=site)


def rules_of(table: SyncedTable) -> Iterator[Rule]:
    """The rules for the rows of one table and for their clocks."""
    asked = [c for c in table.columns if c.policy == "ask"]
    words = {
        **_FIXED,
        "name": quoted(table.name),
        "tid": table.number,
        "bad": " OR ".join(_bad_value(column) for column in table.columns),
        "typed": " OR ".join(f"({_typed_sibling(column)})" for column in asked),
    }

    def rule(why: str, text: str, **more: object) -> Rule:
        return Rule(table.label, why, Template(text).substitute(words, **more))

    yield rule("编号、时间戳或删除标记不合规定", _ROW)
    yield rule(
        "时间戳超出对方声明的范围", _ROW_COVERED, covered=_covered("_hlc", "_site")
    )
    yield replace(rule("文字过长、含有不可见字符或数字过大", _ROW_VALUES), parks=table)
    for clock in ("sync_cell", "sync_sib", "sync_life"):
        covered = _covered("c.hlc", "c.site")
        yield rule("改动记录不合规定", _CLOCK, clock=clock, covered=covered)
    numbers = {"sync_cell": table.columns, "sync_sib": asked}
    for clock, columns in numbers.items():
        listed = ", ".join(str(column.number) for column in columns)
        yield rule("改动了没有的项目", _COLUMN, clock=clock, columns=listed)
    if asked:
        yield replace(rule("冲突的值类型不对或过长", _SIBLING_TYPE), parks=table)
    yield rule("冲突的值排列不对", _SIBLING_ORDER)
    yield rule("删除记录不合规定", _LIFE)


def all_rules(tables: Sequence[SyncedTable]) -> Iterator[Rule]:
    """Every rule, cheap ones first."""
    tids = ", ".join(str(table.number) for table in tables)
    for label, name in (("移出记录", "evict"), ("移入记录", "whole")):
        query = Template(_MOVED).substitute(list=name, tids=tids)
        yield Rule(label, "编号不合规定或没有这样的表", query)
    yield Rule("附件", "校验值或分块不合规定", _BLOB)
    yield Rule("附件", "校验值不合规定", _WANT)
    yield Rule("进度", "编号不合规定", Template(_KNOW).substitute(_FIXED))
    yield Rule("进度", "起点超过终点", _BASE)
    yield Rule("进度", "各节点共有的进度超过终点", _FLOOR)
    yield Rule("节点", "编号或名称不合规定", Template(_PLACE).substitute(_FIXED))
    for clock in ("sync_cell", "sync_sib", "sync_life"):
        query = Template(_STRAY).substitute(clock=clock, tids=tids)
        yield Rule("改动记录", "指向没有的表", query)
    for table in tables:
        yield from rules_of(table)
