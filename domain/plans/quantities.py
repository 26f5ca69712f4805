"""Numbers with their units and bounds; what they mean is told elsewhere."""

import re
from dataclasses import dataclass

from domain.plans.numerals import NUMBER, number
from domain.plans.words import any_of

MEASURES = {
    "个工作日": "工作日",
    "工作日": "工作日",
    "个学时": "学时",
    "学时": "学时",
    "课时": "课时",
    "个课时": "课时",
    "个小时": "小时",
    "个工日": "工日",
    "°C": "摄氏度",
    "页纸": "页",
    "个学期": "学期",
    "个半小时": "小时",
    "个半月": "月",
    "小时": "小时",
    "分钟": "分钟",
    "个月": "月",
    "天": "日",
    "日": "日",
    "周": "周",
    "个星期": "周",
    "年": "年",
    "人次": "人次",
    "批次": "批次",
    "个批次": "批次",
    "个班次": "班次",
    "场次": "场次",
    "%": "%",
    "元": "元",
}
_COUNTED = any_of(
    """
    晚 次 份 篇 个 项 字 本 件 名 人 位 组 家 条 场 期 户 块 处 幅 部 堂 节 课 轮
    遍 支 册 套 辆 台 公里 平方米 亩 吨 版 则 首 座 所 间 栋 面 例 起 类 种 张 段
    集 批 盏 株 棵 米 千米 公顷 站 篇次 封 把 顶 枚 箱 桶 包 卷 束 双 台次 车次
    夜 克 册次 件次 期次 口 头 尾 孔
    学分 学期 工日 方 趟 餐 帧 句 单 盒 袋 组 度电 厘米 毫米 兆
    立方米 立方 摄氏度 千瓦时 千瓦 公斤 千克 升 毫升 款 只 具 页 根 片 瓶 艘 门 眼
    题 分 趟次 平方公里 兆瓦 分贝 人天 ‰
    个班次 班次 课次 笔 宗 桌 幢 间次 点位 面次 亩次 户次 家次
    """
).split("|")
_UNIT = "|".join(sorted({*MEASURES, *_COUNTED}, key=len, reverse=True))
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)$")
_WEEKLY = re.compile(r"每(?:隔|[两二三四\d])?个?周$")
_FIGURE_OF_SPEECH = re.compile(r"[百千万亿]+")
_LEAST = (
    "不少于|不得少于|不能少于|不应少于|不低于|不得低于|不能低于|不应低于|不小于"
    "|至少|最少|达到|达|多于|超过|高于|大于|力争|保底|≥|>="
)
_MOST = (
    "不超过|不得超过|不能超过|不多于|不得多于|不高于|不得高于|不大于|最多|至多"
    "|控制在|限在|限期|限时|限|(?:压缩|压减|缩短|下降|降低|减少)[到至为]|降到|降至"
    "|不迟于|不得迟于|≤|<="
)
_ABOUT = "(?<![节预签解])约|大约|大概|掌握在"
_SHORT = "低于|少于|不足|未达到|达不到|不满|不及"
QUANTITY = re.compile(
    rf"(?P<bound>{_LEAST}|{_MOST}|{_ABOUT}|{_SHORT})?(?P<gap>(?:每[人月年季周]"
    rf"|人均|有|为|要|于|原则上|在|其)?)"
    rf"(?P<hundred>百分之)?(?P<low>{NUMBER})(?:(?:(?P<same>{_UNIT})?(?:[-—~]{{1,2}}|至|到)"
    rf"|、(?=[一二三四五六七八九十\d]))(?P<high>{NUMBER}))?"
    rf"(?P<more>多|余|几)?(?P<unit>{_UNIT})?"
    r"(?P<open>(?<=\d)[\u4e00-\u9fff]{1,3}(?<!分)(?=[,。;、)\n]|$))?(?P<half>半(?=[,。;、)]|以|左|$))?"
    r"(?P<after>\(含\)|(?:\(含\d*\S?\))?(?:及)?以上|以内|之内|及以下|以下|左右"
    r"|上下|内(?![容部外涵]))?"
)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit.

    Attributes:
        start: Where its bound or number begins.
        end: Where its unit or bound ends.
        at: Where the number itself begins.
        value: The number in base units, or (low, high).
        measure: The unit in its base name, % for percentages.
        comparator: ">=", "<=", "=", "range" or "~".
        bound: Whether words state the comparator.
        short: Whether it names a shortfall (低于X的).
        arabic: Whether the number stands in Arabic digits.
        unit: The unit as written.
    """

    start: int
    end: int
    at: int
    value: float | tuple[float, float]
    measure: str
    comparator: str
    bound: bool
    short: bool
    arabic: bool
    unit: str


_SIDES = (
    (re.compile(r"(?:左右|上下)$"), "~"),
    (re.compile(r"以上$"), ">="),
    (re.compile(rf"^(?:{_MOST})"), "<="),
    (re.compile(r"(?:以内|之内|以下|内)$"), "<="),
    (re.compile(rf"^(?:{_LEAST}|{_SHORT})"), ">="),
    (re.compile(rf"^(?:{_ABOUT})"), "~"),
)


def _comparator(bound: str | None, after: str | None) -> str | None:
    """The comparator of the words before and after a number; the first rule wins."""
    sides = f"{bound or ''}|{after or ''}"
    for pattern, comparator in _SIDES:
        if pattern.search(sides):
            return comparator
    return None


def _value(match: re.Match[str]) -> float | tuple[float, float] | None:
    low = number(match["low"])
    if low is None or not match["high"]:
        return low
    high = number(match["high"])
    if high is None:
        return None
    if match["high"].endswith("万") and not match["low"].endswith("万") and low < 100:
        low *= 10_000
    return (low, high) if low < high else None


def _is_weekday(text: str, match: re.Match[str]) -> bool:
    """Whether a number names a day: 周五, but not 每周2次."""
    at = match.start("low")
    counted = match["unit"] not in (None, "晚") and _WEEKLY.search(
        text, max(0, at - 4), at
    )
    return not counted and _WEEKDAY.search(text, max(0, at - 2), at) is not None


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Every number with a unit in text[start:end], in order."""
    found = (
        _quantity(match)
        for match in QUANTITY.finditer(text, start, end)
        if not _is_weekday(text, match) and not _is_idiom(text, match)
    )
    return [quantity for quantity in found if quantity is not None]


def _is_idiom(text: str, match: re.Match[str]) -> bool:
    """Whether a number belongs to a word: 千家万户, 三轮车."""
    wheeled = match["unit"] == "轮" and text.startswith("车", match.end())
    figure = not match["hundred"] and _FIGURE_OF_SPEECH.fullmatch(match["low"])
    return wheeled or bool(figure)


def _quantity(match: re.Match[str]) -> Quantity | None:
    """The number of a match; without a known unit, one that a bound introduces."""
    unit = match["unit"] or (match["bound"] and match["open"]) or ""
    unit = "%" if match["hundred"] else unit
    if not unit or match["more"] or match["after"] == "(含)":
        return None
    value = _value(match)
    if value is None or (match["same"] or unit) != unit:
        return None
    is_range = isinstance(value, tuple)
    if not isinstance(value, tuple) and (match["half"] or unit.startswith("个半")):
        value += 0.5
    comparator = _comparator(match["bound"], match["after"])
    default = "range" if is_range else "="
    return Quantity(
        match.start(),
        match.end(),
        match.start("low"),
        value,
        MEASURES.get(unit, unit),
        default if is_range or comparator is None else comparator,
        comparator is not None,
        bool(re.fullmatch(_SHORT, match["bound"] or "")),
        match["low"][0].isdigit(),
        unit,
    )
