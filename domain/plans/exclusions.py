"""Why a number obliges nobody: what was, what is counted, sanctions, idiom."""

import re
from collections.abc import Callable

from domain.plans import duty_words as words
from domain.plans.headcounts import (
    counts_members,
    counts_parts,
    in_turns,
    is_known_set,
    points_at,
    sums_up,
)
from domain.plans.spots import Spot
from domain.plans.told_figures import is_told

_NEVER = frozenset(("起", "类", "种", "批", "例"))
_PRIZES = frozenset(("名", "个", "人", "家", "户", "篇", "幅", "件"))
_KINDS = frozenset(("个", "项", "种", "类", "大", "条", "点", "部", "面", "站", "段"))
_CONDITION = re.compile(
    r"[^,。;:]{0,14}的(?:[,。;:]|$|立即|及时|须|要|应|必须|一律|给予|予以|由|将|不|重新|限|补)(?!求)"
    r"|[^,。;:]{0,14}的[\u4e00-\u9fff]{0,6}(?:干部|人员|单位|个人|党员|同志|职工|站|所|村"
    r"|科室|企业|部门|窗口|店|户)(?=[,。;]|$)"
)
_REDO = re.compile(r"补|重新|再|延长|责成[^。;]{0,20}(?:改进|整改|方案)")
_LISTED = re.compile(
    r"(?:环节|方面|方式|形式|方法|渠道|途径|情形|类型|情况|阶段|步骤|层面|字|部分"
    r"|确保|坚持|结合|专项行动|重点领域|类别|大类|(?:[一二三]级)?指标)"
)
_CHANGED = re.compile(r"\S{0,6}(?:压缩|缩短|减少|降|提高|提升|增加|精简|到|至)")
_OLD = re.compile(r"(?:由|从)(?:(?:原来|现在|过去|法定|原)的?)?\S{0,4}$")
_PRIZED = re.compile(r"优秀|先进|标兵|示范|十佳|之星|文明")
_HONOURED_SHARE = re.compile(
    r"(?:优秀|先进|优胜|良好|[一二三]等|优等|评优|表彰|获奖|推优)[^,。;]{0,4}(?:比例|名额|等次|人数|档次)"
)
_AGAINST = re.compile(r"(?:对照|依据|按照|根据|聚焦)")
_SIMILE = re.compile(r"胜过|不如|等于|好比|因为")
_ORDERED = re.compile(r"中央|国务院|省委|市委|贯彻|执行|遵守|落实|违反|严守|践行")
_METHOD = re.compile(r"法|诀|方针|要求")
_TESTED = re.compile(r"成绩|均分|考试|测试")
_GRADED = re.compile(r"[^。;]{0,6}(?:为|评|得|优|良|合格)")
_ONLY_THEN = re.compile(r"(?:的)?,?(?:方可|方能|才能|才可)")
_COPY_KEPT = re.compile(r"自存|留存|存|交|报|送")


def _passes(spot: Spot) -> bool:
    """Whether marks are what somebody must reach in a test, and no grade."""
    if _ONLY_THEN.match(spot.after) or spot.quantity.short:
        return True
    reached = spot.quantity.bound and not _GRADED.match(spot.after)
    return bool(reached and _TESTED.search(spot.near))


def _never_counted(spot: Spot) -> bool:
    """Money, cases and kinds; ordinals and document numbers; 四字法, 一份留存."""
    quantity = spot.quantity
    marks = quantity.measure == "分" and not _passes(spot)
    if marks or quantity.measure == "元" or re.search(r"第$|[〔《]$|\.$", spot.near):
        return True
    if quantity.measure == "字" and _METHOD.match(spot.after):
        return True
    if quantity.measure == "份" and _COPY_KEPT.match(spot.after):
        return True
    sorts = (quantity.measure == "种" and quantity.arabic) or in_turns(spot)
    return quantity.measure in _NEVER and not quantity.bound and not sorts


def _describes(spot: Spot) -> bool:
    """Scope, marks and prizes, and what is only allowed."""
    if re.search(r"(?:范围|对象)(?:为|是|包括|:)", spot.clause):
        return True
    scored = words.SCORING.search(spot.clause) or words.MAY.search(spot.clause)
    return bool(scored) or _honours(spot)


def _honours(spot: Spot) -> bool:
    """A quota of honours; how often they are given, or how many each owes, is none."""
    owed = spot.quantity.bound and "每" in spot.near
    quota = spot.quantity.comparator == "<=" and spot.quantity.measure in words.HEADS
    if quota and words.HONOUR.search(spot.told):
        return True
    share = spot.quantity.comparator == "<=" and spot.quantity.measure == "%"
    if share and _HONOURED_SHARE.search(spot.near):
        return True
    turns = spot.quantity.measure in words.TURNS | words.TIME
    return bool(words.HONOUR.search(spot.clause)) and not owed and not turns


def _condition(spot: Spot) -> bool:
    """The condition of a sanction or an exception: 出现2次以上的, 低于60%的."""
    if spot.quantity.short and _REDO.search(spot.rest):
        return False
    if re.search(r"\d%?(?:以上|以下)的(?:重新|再|补)", spot.near):
        return True
    sanction = words.SANCTION.search(spot.rest) or re.search(r"扣\S{0,4}分", spot.rest)
    between = spot.rest[: sanction.start()] if sanction else ""
    named = re.match(r"[^,。;]{0,20}的,?[^,。;]{0,12},?$", between)
    return bool(_CONDITION.match(spot.rest) or named)


def _shortfall(spot: Spot) -> bool:
    """A shortfall without the duty to make it good."""
    whole = spot.told + spot.rest
    return spot.quantity.short and not _REDO.search(whole)


def _awarded(spot: Spot) -> bool:
    """A quota of prizes."""
    owed = spot.quantity.bound and "每" in spot.near
    if owed or re.search(r"推荐|选报|申报", spot.near):
        return False
    named = re.search(r"评选|评出|表彰|等奖|优秀奖|命名", spot.lead)
    prize = named or (spot.near.endswith("评") and _PRIZED.search(spot.near))
    return spot.quantity.measure in _PRIZES and bool(prize)


def _old_limit(spot: Spot) -> bool:
    """The value before a change: 由20个工作日压缩到."""
    return bool(_OLD.search(spot.before) and _CHANGED.match(spot.after))


def _rhetoric(spot: Spot) -> bool:
    """Aspects, principles and the like, which nobody can hand in."""
    quantity = spot.quantity
    loose = not quantity.bound and quantity.comparator != "range"
    if not loose or quantity.measure not in _KINDS:
        return False
    ordered = _ORDERED.search(spot.near[-6:]) or _AGAINST.match(spot.near)
    if ordered and not quantity.arabic:
        return True
    aspects = _LISTED if quantity.arabic else words.RHETORIC
    return bool(aspects.match(spot.after))


def _parallel(spot: Spot) -> bool:
    """One of a row of figures of speech: 查处一案、警示一片、规范一方."""
    if _SIMILE.search(spot.clause) and not spot.quantity.arabic:
        return True
    if re.search(r"(一[\u4e00-\u9fff])[\u4e00-\u9fff]{1,4}\1", spot.clause):
        return not spot.quantity.arabic
    pieces = re.findall(r"[\u4e00-\u9fff]一[\u4e00-\u9fff](?=[、,。;]|$)", spot.clause)
    return len(pieces) > 1 and not spot.quantity.arabic


EXCLUSIONS: tuple[Callable[[Spot], bool], ...] = (
    _never_counted,
    _describes,
    is_told,
    _condition,
    _shortfall,
    _awarded,
    _old_limit,
    points_at,
    counts_parts,
    is_known_set,
    sums_up,
    _rhetoric,
    _parallel,
    counts_members,
)


def excluded(spot: Spot, *, counting: bool = True) -> bool:
    """Whether any reason speaks against the number.

    Args:
        spot: The number with its surroundings.
        counting: Whether a number that counts members or units is against it.
    """
    return any(
        reason(spot)
        for reason in EXCLUSIONS
        if counting or reason is not counts_members
    )
