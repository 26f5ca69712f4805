"""What the page of pieces shows: one sample of each thing in each state."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from domain.fields import Field
from domain.lights import LATE, NEAR, NORMAL, NOT_DUE, Light
from web.paging import Column, Filter, Pager

NOON = datetime(2009, 4, 30, 4, 5, tzinfo=UTC)
PEOPLE = tuple(
    (number, name, "清扫一中队")
    for number, name in enumerate(
        ["王喆", "李𠮷", "张㐂", "欧阳建国", "买买提·吐尔逊", "赵飏", "孙燚", "周昀"]
        * 3
    )
)
FORMS = ("集中学习", "专题研讨", "党课")
FIELDS: tuple[tuple[Field, object, str], ...] = (
    (Field("topic", "主题", "text", required=True, size_max=200), "解放思想", ""),
    (Field("place", "地点", "text"), "", "请填写地点。"),
    (Field("minutes", "会议记录", "long_text", size_max=5000), "开头\n第二段", ""),
    (Field("hours", "学时", "decimal", unit="学时", help="可填半个学时"), 3.5, ""),
    (Field("held_on", "日期", "date", required=True), "2009-04-30", ""),
    (Field("form", "形式", "choice", choices=FORMS), "党课", ""),
    (Field("medium", "载体", "choice", choices=tuple("报台网刊书栏")), "网", ""),
    (Field("chair", "主持人", "person"), 3, ""),
    (Field("invited", "是否邀请群众", "yes_no"), 0, "请选择。"),
)


@dataclass(frozen=True)
class Move:
    """A step of a record, as the timeline shows it."""

    label: str
    actor: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class StoredFile:
    """An attachment, as the list shows it."""

    name: str
    size_bytes: int
    url: str
    note: str = ""


@dataclass(frozen=True)
class Side:
    """One of two values in conflict."""

    key: str
    value: str | None
    by: str
    at: datetime
    is_current: bool = False


@dataclass(frozen=True)
class PiecesPage:
    """Samples by piece."""

    fields: tuple[tuple[Field, object, str], ...] = FIELDS
    people: tuple[tuple[int, str, str], ...] = PEOPLE
    lights: tuple[Light, ...] = (NORMAL, NEAR, LATE, NOT_DUE)
    columns: tuple[Column, ...] = (
        Column("单位", sort_url="?sort=unit", order="ascending"),
        Column("状态"),
        Column("学时", is_number=True, sort_url="?sort=hours"),
        Column("进度"),
    )
    filters: tuple[Filter, ...] = (
        Filter("unit", "单位", "A", (("A", "清扫一中队"), ("B", "清扫二中队"))),
        Filter("words", "名称含", "研讨"),
    )
    pager: Pager = field(default_factory=lambda: Pager(2, 128))
    moves: tuple[Move, ...] = (
        Move("退回", "孙燚（活动办）", NOON, "地点没有写全，请补充到会议室。"),
        Move("上报", "王喆", NOON),
    )
    files: tuple[StoredFile, ...] = (
        StoredFile("签到表.jpg", 482_133, "#", "王喆 4月30日上传"),
        StoredFile("会议记录.docx", 21_200, "#"),
    )
    sides: tuple[Side, ...] = (
        Side("0", "一中队会议室", "王喆（站点 3）", NOON, is_current=True),
        Side("1", None, "孙燚（站点 1）", NOON),
    )
