"""Which numbers oblige somebody, told by the words around them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.plans import duty_words as words
from domain.plans.quantities import Quantity

Place = tuple[int, int]
_SHORT_TIMES = frozenset(("日", "工作日", "小时", "分钟"))
_NEVER = frozenset(("起", "类", "种", "批", "例"))
_PRIZES = frozenset(("名", "个", "人", "家", "户", "篇", "幅", "件"))
_COPIES = frozenset(("份", "本", "册", "张", "套", "期", "枚", "部", "幅"))
_KINDS = frozenset(("个", "项", "种", "类", "大", "条", "点", "部", "面", "站", "段"))
_HEADS = frozenset(
    ("个", "家", "户", "名", "人", "所", "处", "村", "组", "位", "项", "支")
)
_IDIOM_UNITS = frozenset(
    (
        "面",
        "点",
        "处",
        "站",
        "部",
        "段",
        "级",
        "组",
        "课",
        "批",
        "位",
        "人",
        "把",
        "包",
        "头",
    )
)
_CONDITION = re.compile(
    r"[^,。;:]{0,14}的(?:[,。;:]|$|须|要|应|必须|一律|给予|予以|由|将|不)(?!求)"
    r"|[^,。;:]{1,14}的[\u4e00-\u9fff]{0,4}(?:干部|人员|单位|个人|党员|同志|职工"
    r"|科室|企业|部门|窗口)(?=[,。;]|$)"
)
_REDO = re.compile(r"补|重新|再")
_LISTED = re.compile(
    r"(?:环节|方面|方式|形式|方法|渠道|途径|情形|类型|情况|阶段|步骤|层面|字|部分|确保|坚持|结合|专项行动|重点领域|类别|大类)"
)
_CHANGED = re.compile(r"\S{0,6}(?:压缩|缩短|减少|降|提高|提升|增加|精简|到|至)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?!度?计划)")
_BARE = re.compile(r"(?:其中|和|及|以及)?[\u4e00-\u9fff“”]{2,10}")
_DONE = re.compile(r"(?:即)?(?:办结|办成|答复|回复|办复|反馈|到场|到达|办理完毕)")
_OBJECT = re.compile(r"(?:对(?!照)|围绕|针对)[^,。;]*$")
_OLD = re.compile(r"(?:由|从)(?:原来的?|现在的?|法定的?)?\S{0,4}$")


@dataclass(frozen=True)
class Spot:
    """A number with the words around it.

    Attributes:
        quantity: The number.
        clause: The clause it stands in.
        before: The clause up to its bound.
        near: The clause up to the number itself.
        after: The clause behind its unit.
        told: Its sentence up to the end of the clause.
        rest: Its sentence behind the unit.
        lead: The sentence before it, 40 characters at most.
        year: The plan's year; what an earlier year had is no duty.
    """

    quantity: Quantity
    clause: str
    before: str
    near: str
    after: str
    told: str
    rest: str
    lead: str
    year: int | None


def _spot(
    text: str, places: tuple[Place, Place], quantity: Quantity, year: int | None
) -> Spot:
    clause, sentence = places
    return Spot(
        quantity,
        text[slice(*clause)],
        text[clause[0] : quantity.start],
        text[clause[0] : quantity.at],
        text[quantity.end : clause[1]],
        text[sentence[0] : clause[1]],
        text[quantity.end : sentence[1]],
        text[max(sentence[0], quantity.start - 40) : quantity.start],
        year,
    )


def obliges(
    text: str, places: tuple[Place, Place], quantity: Quantity, year: int | None
) -> bool:
    """Whether a number states what somebody must reach.

    Args:
        text: The cleaned text.
        places: The clause around the number and its sentence.
        quantity: The number.
        year: The plan's year, or None.
    """
    spot = _spot(text, places, quantity, year)
    if any(excludes(spot) for excludes in _EXCLUSIONS):
        return False
    if quantity.measure in words.TIME:
        return _time_obliges(spot)
    if quantity.measure == "%" or quantity.bound:
        return True
    acts = (
        words.ATTRIBUTE.search(spot.near)
        or words.ACT.search(spot.near)
        or words.EACH.search(spot.near)
    )
    return bool(acts) and (quantity.arabic or _han_obliges(spot))


def carries_on(
    text: str, places: tuple[Place, Place], quantity: Quantity, year: int | None
) -> bool:
    """Whether a bare "thing N" after a duty of the same sentence is one as well.

    其中机关100份、企业120份: the verb stands with the first number only.
    """
    spot = _spot(text, places, quantity, year)
    bare = spot.near[spot.near.rfind("、") + 1 :]
    ended = re.match(r"(?:以上|左右)?(?:$|[、,])", spot.after)
    if not quantity.arabic or not ended or not _BARE.fullmatch(bare):
        return False
    others = [excludes for excludes in _EXCLUSIONS if excludes is not _counts_groups]
    return quantity.measure not in words.TIME and not any(e(spot) for e in others)


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
        return not re.search(r"走访|联系", spot.before)
    abstract = re.match(r"(?:环节|方面|阶段|步骤|层面|关系|关键)", after)
    return quantity.measure == "个" and not quantity.arabic and bool(abstract)


def _rhetoric(spot: Spot) -> bool:
    """Aspects, principles and the like, which nobody can hand in."""
    quantity = spot.quantity
    if quantity.bound or quantity.measure not in _KINDS:
        return False
    aspects = _LISTED if quantity.arabic else words.RHETORIC
    return bool(aspects.match(spot.after))


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
    visited = words.VISIT.search(before[-4:])
    if quantity.measure == "个" and words.BODIES.match(spot.after) and not visited:
        return True
    return quantity.measure in _HEADS and bool(words.WHOLE.search(before))


_EXCLUSIONS: tuple[Callable[[Spot], bool], ...] = (
    _never_counted,
    _describes,
    _condition,
    _shortfall,
    _awarded,
    _old_limit,
    _pointed_at,
    _rhetoric,
    _counts_groups,
)


def _time_obliges(spot: Spot) -> bool:
    """Whether a length of time is a duty: study time or a limit for handling."""
    quantity = spot.quantity
    if re.search(r"年限|年龄|周岁|任职|工龄|学制|计划$|行动$", spot.clause):
        return False
    if quantity.comparator == "<=" and quantity.bound:
        return _limits(spot)
    if words.STAGE_LENGTH.search(spot.near) and not quantity.bound:
        course = re.match(r"的[^,。]{0,12}(?:培训|读书班|学习|轮训)", spot.after)
        return "为期" in spot.near and bool(course)
    done = quantity.measure in _SHORT_TIMES and _DONE.match(spot.after)
    return bool(done) or _study_time(spot)


def _study_time(spot: Spot) -> bool:
    quantity = spot.quantity
    if re.search(r"每(?:人)?(?:周|月|季度|年|天|日)[^,]{0,14}$", spot.near):
        return quantity.measure in ("日", "小时", "分钟")
    studies = words.STUDY.search(spot.clause)
    if quantity.bound:
        return quantity.comparator != "~" or bool(studies)
    each = re.search(r"每(?:期|次|班|轮|批)$", spot.near)
    learnt = re.search(
        r"学习|培训|自学|公示期?|蹲点|驻村|授课", spot.told if each else spot.near
    )
    ended = re.search(r"期间|内", spot.after[:2])
    short = quantity.arabic and quantity.measure in _SHORT_TIMES
    return short and bool(learnt) and not ended


def _limits(spot: Spot) -> bool:
    """Whether a limit of time is one for handling, not for passing papers on."""
    after = spot.after or spot.rest[1:40]
    if re.search(r"限[期时](?:在)?[\d一二三四五六七八九十]", spot.clause):
        return True
    if re.match(rf"\S{{0,2}}?(?:{words.LIMIT_WORK.pattern})", after):
        return True
    if words.PASSING.search(after[:16]) or words.PASSING.search(spot.near[-10:]):
        return bool(re.search(r"答复|回复|办结|反馈", after[:12]))
    past = re.search(r"(?:近|前|过去|连续|每)$", spot.near)
    loose = spot.quantity.measure in _SHORT_TIMES and not past
    return loose or bool(words.LIMIT_WORK.search(spot.clause))


def _han_obliges(spot: Spot) -> bool:
    """Han numerals are idiom more often than count; only clear cases oblige."""
    before = spot.near
    idiom = words.HAN_IDIOM_BEFORE.search(before) or words.HAN_IDIOM_AFTER.match(
        spot.after
    )
    if idiom:
        each = re.search(r"每(?:[^,]{0,12})$", before)
        return bool(each) and not spot.after.startswith(("或", "性"))
    if spot.quantity.measure in _IDIOM_UNITS:
        return "每" in before
    acts = words.ONE_GOOD.search(before[-6:])
    if spot.quantity.measure != "个":
        acts = words.ACT.search(before[-14:])
    return bool(acts or words.EACH.search(before))
