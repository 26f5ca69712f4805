"""Numbers that count what there is: things named before, members, units, groups."""

import re

from domain.plans import duty_words as words
from domain.plans.durations import gives_notice
from domain.plans.spots import Spot
from domain.plans.words import VERBS

_LISTS = frozenset(("个", "项", "种", "类", "件", "条", "点", "家", "方面"))
_COPIES = frozenset(("份", "本", "册", "张", "套", "期", "枚", "部", "幅"))
_ABSTRACT = re.compile(
    r"$|内容|方面|事项|工作|指标|要素|环节|问题|任务|现象|部门|单位|情形|关系|[急难大实要]?事"
)
_CHOSEN = re.compile(
    r"邀请|抽取|选取|选派|选送|推荐|推选|遴选|聘请|招募|组织|安排|确定|抽调|抽查|配备"
)
_ALL_INCLUDED = re.compile(r"[^。;]{0,40},(?:全部|均|一律)(?:纳入|列入|属于)")
_AREA = re.compile(r"(?:林地|耕地|水域|占地|国土|管护|总)面积$")
_POINTS = re.compile(r"前$")
_EVERY_SO_OFTEN = re.compile(r"每(?:[到至逢]|一)?$")
_POST = re.compile(r"(?:组长|主任|成员|总指挥|秘书)$|成员(?:为|有|是)[^,。;]*$")
_PER_GROUP = re.compile(r"每(?:个)?(?:小)?组$")
_BY_EACH = re.compile(r"(?:一律|每|均|都)[^。;]*由$")
_TURNS = frozenset(("期", "批", "场", "轮", "批次"))
_TAUGHT_OR_SHOWN = re.compile(
    r"轮训|培训|集训|调训|受训|授课|参观|考察|观摩|测试|考试|曝光|疗养|体检"
)
_ASPECT = re.compile(r"(?:环节|方面|阶段|步骤|层面|关系|关键)")


def points_at(spot: Spot) -> bool:
    """Things named before, and every so often: 《X》2册, 前三名, 每两周."""
    named = spot.before.endswith(("》", "》等"))
    if named and spot.quantity.measure not in words.TURNS:
        given = words.ACT.search(spot.before[: spot.before.rfind("《")][-8:])
        copies = spot.quantity.arabic and spot.quantity.measure in _COPIES
        return not (given and copies)
    counted = not spot.quantity.bound and not gives_notice(spot)
    first = counted and _POINTS.search(spot.before)
    return bool(first or _EVERY_SO_OFTEN.search(spot.before))


def counts_parts(spot: Spot) -> bool:
    """Working groups and aspects: 三个工作组, 四个环节, 分三道关."""
    quantity = spot.quantity
    parts = quantity.measure == "个" and _ASPECT.match(spot.after)
    if parts and not quantity.arabic:
        return True
    grouped = quantity.measure == "个" and re.match(r"\S{0,6}组(?!织)", spot.after)
    if (grouped or quantity.measure == "组") and not quantity.bound:
        return not re.search(r"走访|联系|配", spot.before)
    split = not quantity.arabic and re.search(r"分(?:为|成)?$", spot.before)
    return bool(split) and not quantity.bound and not in_turns(spot)


def in_turns(spot: Spot) -> bool:
    """Whether people are taught or shown in so many turns: 分三期轮训."""
    turns = spot.quantity.measure in _TURNS and re.search(r"分(?:成)?$", spot.near)
    return bool(turns) and _TAUGHT_OR_SHOWN.search(spot.after) is not None


def is_known_set(spot: Spot) -> bool:
    """All of what there already is: 对12座水库逐一检查."""
    if _ALL_INCLUDED.match(spot.rest):
        return True
    whole = re.search(r"(?:对|将|把)[^,。;每]*$", spot.near)
    if not whole or spot.quantity.measure in words.TURNS:
        return False
    return re.search(r"逐|全部|一律|均", spot.rest[:30]) is not None


def sums_up(spot: Spot) -> bool:
    """The count of a list: 四 behind A、B、C、D; 三件事 before a colon."""
    quantity = spot.quantity
    if quantity.bound or quantity.measure not in _LISTS:
        return False
    listed = max(spot.near.count("、") + 1, spot.near.count("”"))
    fits = quantity.measure in ("项", "方面") or _ABSTRACT.match(spot.after)
    if listed > 1 and listed == quantity.value and fits:
        return True
    following = spot.rest[len(spot.after) :]
    ahead = following.startswith(":") and len(spot.after) <= 8
    return ahead and not re.search("每|人均", spot.clause)


def counts_members(spot: Spot) -> bool:
    """Members, groups, units: what there is, not what must be done."""
    composed = spot.after.startswith("组成")
    if spot.quantity.bound or (_BY_EACH.search(spot.lead) and not composed):
        return False
    return composed or _in_body(spot) or _standing(spot)


def _in_body(spot: Spot) -> bool:
    """Posts and members of a group that is being formed."""
    people = spot.quantity.measure in ("人", "名")
    if _POST.search(spot.before) or (people and _PER_GROUP.search(spot.before)):
        return True
    made = spot.quantity.measure == "支" and spot.quantity.arabic
    if made and re.search(r"组建$", spot.before):
        return False
    group = (
        words.GROUP_NOUN.match(spot.after) or people or spot.quantity.measure == "支"
    )
    return bool(group and words.GROUPING.search(spot.before))


def _standing(spot: Spot) -> bool:
    """Units that stand in a place, unless somebody goes to them."""
    before, measure = spot.before, spot.quantity.measure
    if _AREA.search(before) and not re.search(VERBS, before):
        return True
    acted = words.VISIT.search(before[-4:]) or words.ONE_GOOD.search(before[-6:])
    acted = acted or re.search(r"(?:对|向|给)$", before)
    if measure == "个" and words.BODIES.match(spot.after) and not acted:
        return True
    whole = measure in words.HEADS and words.WHOLE.search(before)
    return bool(whole) and not _CHOSEN.search(before)
