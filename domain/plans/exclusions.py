"""Why a number obliges nobody: what was, what is counted, sanctions, idiom."""

import re
from collections.abc import Callable

from domain.plans import duty_words as words
from domain.plans.spots import Spot

_NEVER = frozenset(("起", "类", "种", "批", "例"))
_PRIZES = frozenset(("名", "个", "人", "家", "户", "篇", "幅", "件"))
_COPIES = frozenset(("份", "本", "册", "张", "套", "期", "枚", "部", "幅"))
_KINDS = frozenset(("个", "项", "种", "类", "大", "条", "点", "部", "面", "站", "段"))
_LISTS = frozenset(("个", "项", "种", "类", "件", "条", "点", "家", "方面"))
_HEADS = frozenset(
    ("个", "家", "户", "名", "人", "所", "处", "村", "组", "位", "项", "支")
)
_CONDITION = re.compile(
    r"[^,。;:]{0,14}的(?:[,。;:]|$|须|要|应|必须|一律|给予|予以|由|将|不)(?!求)"
    r"|[^,。;:]{1,14}的[\u4e00-\u9fff]{0,4}(?:干部|人员|单位|个人|党员|同志|职工"
    r"|科室|企业|部门|窗口)(?=[,。;]|$)"
)
_REDO = re.compile(r"补|重新|再")
_LISTED = re.compile(
    r"(?:环节|方面|方式|形式|方法|渠道|途径|情形|类型|情况|阶段|步骤|层面|字|部分"
    r"|确保|坚持|结合|专项行动|重点领域|类别|大类)"
)
_CHANGED = re.compile(r"\S{0,6}(?:压缩|缩短|减少|降|提高|提升|增加|精简|到|至)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?!度?计划)")
_OBJECT = re.compile(r"(?:对(?!照)|围绕|针对)[^,。;]*$")
_OLD = re.compile(r"(?:由|从)(?:(?:原来|现在|过去|法定|原)的?)?\S{0,4}$")
_HOPE = re.compile(r"希望|预计|预测|估计")
_CHOSEN = re.compile(
    r"邀请|抽取|选取|选派|选送|推荐|推选|遴选|聘请|招募|组织|安排|确定|抽调|抽查|配备"
)
_ORDERED = re.compile(r"中央|国务院|省委|市委|贯彻|执行|遵守|落实|违反|严守|践行")


def _never_counted(spot: Spot) -> bool:
    """Money, cases and kinds; ordinals and document numbers."""
    quantity = spot.quantity
    if quantity.measure == "元" or re.search(r"第$|[〔《]$|\.$", spot.near):
        return True
    sorts = quantity.measure == "种" and quantity.arabic
    return quantity.measure in _NEVER and not quantity.bound and not sorts


def _describes(spot: Spot) -> bool:
    """Scope, marks and prizes, figures of the past, and what is only allowed."""
    if re.search(r"(?:范围|对象)(?:为|是|包括|:)", spot.clause):
        return True
    if _HOPE.search(spot.told):
        return True
    scored = words.SCORING.search(spot.clause) or words.MAY.search(spot.clause)
    return bool(scored) or _past(spot) or _honours(spot)


def _past(spot: Spot) -> bool:
    """Whether the sentence last spoke of what was, not of what shall be."""
    years = [(m.end(), int(m[1])) for m in _YEAR.finditer(spot.told)]
    frames = [
        match.end()
        for match in words.PAST.finditer(spot.told)
        if (match.group() != "同比" or not spot.quantity.bound)
        and not _OBJECT.search(spot.told, 0, match.start())
    ]
    frames += [
        end
        for end, year in years
        if spot.year and year < spot.year and not _OBJECT.search(spot.told, 0, end)
    ]
    last = max(frames, default=-1)
    later = any(end > last and year >= (spot.year or year) for end, year in years)
    return last >= 0 and not later and words.RESET.search(spot.told, last) is None


def _honours(spot: Spot) -> bool:
    """A quota of honours; how often they are given, or how many each owes, is none."""
    owed = spot.quantity.bound and "每" in spot.near
    turns = spot.quantity.measure in words.TURNS
    return bool(words.HONOUR.search(spot.clause)) and not owed and not turns


def _condition(spot: Spot) -> bool:
    """The condition of a sanction or an exception: 出现2次以上的, 低于60%的."""
    if spot.quantity.short and _REDO.search(spot.rest):
        return False
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
    prize = re.search(r"评选|评出|表彰|等奖|优秀奖|命名", spot.lead)
    owed = spot.quantity.bound and "每" in spot.near
    if owed or re.search(r"推荐|选报|申报", spot.near):
        return False
    return spot.quantity.measure in _PRIZES and bool(prize)


def _old_limit(spot: Spot) -> bool:
    """The value before a change: 由20个工作日压缩到."""
    return bool(_OLD.search(spot.before) and _CHANGED.match(spot.after))


def _pointed_at(spot: Spot) -> bool:
    """Things named before, groups of people, aspects in Han numerals."""
    quantity, after = spot.quantity, spot.after
    if spot.before.endswith("》"):
        given = words.ACT.search(spot.before[: spot.before.rfind("《")][-8:])
        copies = quantity.arabic and quantity.measure in _COPIES
        return not (given and copies)
    if re.search(r"前$|每(?:[到至逢]|一)?$", spot.before):
        return True
    grouped = quantity.measure == "个" and re.match(r"\S{0,6}组(?!织)", after)
    if grouped or quantity.measure == "组":
        return not re.search(r"走访|联系|配", spot.before)
    abstract = re.match(r"(?:环节|方面|阶段|步骤|层面|关系|关键)", after)
    return quantity.measure == "个" and not quantity.arabic and bool(abstract)


def _known_set(spot: Spot) -> bool:
    """All of what there already is: 对12座水库逐一检查."""
    whole = re.search(r"(?:对|将|把)[^,。;每]*$", spot.near)
    turns = spot.quantity.measure in words.TURNS
    return (
        bool(whole)
        and not turns
        and bool(re.search(r"逐|全部|一律|均", spot.rest[:30]))
    )


def _summed_up(spot: Spot) -> bool:
    """The count of a list: 四 behind A、B、C、D; 三件事 before a colon."""
    quantity = spot.quantity
    if quantity.bound or quantity.measure not in _LISTS:
        return False
    listed = spot.near.count("、") + 1
    if listed > 1 and listed == quantity.value:
        return True
    following = spot.rest[len(spot.after) :]
    ahead = following.startswith(":") and len(spot.after) <= 8
    return ahead and not re.search("每|人均", spot.clause)


def _rhetoric(spot: Spot) -> bool:
    """Aspects, principles and the like, which nobody can hand in."""
    quantity = spot.quantity
    if quantity.bound or quantity.measure not in _KINDS:
        return False
    if _ORDERED.search(spot.near[-6:]) and not quantity.arabic:
        return True
    aspects = _LISTED if quantity.arabic else words.RHETORIC
    return bool(aspects.match(spot.after))


def _parallel(spot: Spot) -> bool:
    """One of a row of figures of speech: 查处一案、警示一片、规范一方."""
    pieces = re.findall(r"[\u4e00-\u9fff]一[\u4e00-\u9fff](?=[、,。;]|$)", spot.clause)
    return len(pieces) > 1 and not spot.quantity.arabic


def _counts_groups(spot: Spot) -> bool:
    """Members, groups, units: what there is, not what must be done."""
    quantity, before = spot.quantity, spot.before
    if quantity.bound:
        return False
    posts = re.search(r"(?:组长|主任|成员|总指挥|秘书)$", before)
    if quantity.measure in ("人", "名"):
        posts = posts or re.search(r"每(?:个)?(?:小)?组$", before)
    named = words.GROUP_NOUN.match(spot.after)
    group = named or quantity.measure in ("名", "人", "支")
    if posts or (words.GROUPING.search(before) and group):
        return True
    visited = words.VISIT.search(before[-4:]) or words.ONE_GOOD.search(before[-6:])
    if quantity.measure == "个" and words.BODIES.match(spot.after) and not visited:
        return True
    whole = quantity.measure in _HEADS and words.WHOLE.search(before)
    return bool(whole) and not _CHOSEN.search(before)


EXCLUSIONS: tuple[Callable[[Spot], bool], ...] = (
    _never_counted,
    _describes,
    _condition,
    _shortfall,
    _awarded,
    _old_limit,
    _pointed_at,
    _known_set,
    _summed_up,
    _rhetoric,
    _parallel,
    _counts_groups,
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
        if counting or reason is not _counts_groups
    )
