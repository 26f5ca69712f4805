"""Which lengths of time oblige: hours of study, terms, and limits for handling."""

import re

from domain.plans import duty_words as words
from domain.plans.spots import Spot

_SHORT_TIMES = frozenset(("日", "工作日", "小时", "分钟"))
_AGE = re.compile(r"年限|有效期|年龄|周岁|任职|工龄|学制|计划$|行动$")
_TERM = re.compile(
    r"(?:(?<![日周学假汛活为])期|期限|时限|时长|用时|(?<![动作成总])时间)(?:为|是|一般|原则上|均|最长|最短|约)*$"
)
_LIMITS_AHEAD = re.compile(r"(?:限时|时限|期限)(?:为|:)")
_WITHIN = re.compile(r"(?:近|前|过去|连续|每|最近)$")
_NAMED_LIMIT = re.compile(r"限[期时](?:在)?[\d一二三四五六七八九十]")
_HANDLED = re.compile(rf"\S{{0,2}}?(?:{words.LIMIT_WORK.pattern})")
_CAPPED = re.compile(r"[^,。;]{0,16}(?:不超过|不得超过|最多|至多|限)\S{0,2}\d")
_KEPT_AT = re.compile(r"(?:掌握|控制|保持)在")
_HALF = 0.5
_COURSE = re.compile(r"的[^,。]{0,12}(?:培训|读书班|学习|轮训|训练)")
_KEPT_FOR = re.compile(r"保存|保管|留存|保留")
_TAUGHT = re.compile(r"的?[^,。;]{0,4}(?:教育|提醒|训练|宣讲|晨读|锻炼)")
_QUICK = frozenset(("小时", "分钟"))
_NOTICE = re.compile(r"[^,。;]{0,8}(?:通报|信息|线索)")
_EACH_TIME = re.compile(r"每(?:人)?(?:周|月|季度|年|天|日)[^,]{0,14}$")
_AHEAD = re.compile(r"提前(?:至少)?$|[^之以目日](?<![周月天时末年])前$")
_TOLD = re.compile(
    r"(?:以书面形式|书面|在|向|对|将|把|电话|逐户)?[^,。;]{0,8}?"
    r"(?:告知|通知|公布|公告|公示|预告|发布|提醒|预约|知会|张贴)"
)
_LEARNT = re.compile(r"学习|培训|自学|公示期?|蹲点|驻村|授课")


def lasts(spot: Spot) -> bool:
    """Whether a length of time is a duty."""
    quantity = spot.quantity
    term = _TERM.search(spot.before) or _LIMITS_AHEAD.search(spot.told)
    aged = _AGE.search(spot.clause)
    if term or aged:
        kept = quantity.bound and _KEPT_FOR.search(spot.clause)
        return not aged or bool(kept)
    if quantity.comparator == "<=" and quantity.bound:
        return _limits(spot)
    if words.STAGE_LENGTH.search(spot.near) and not quantity.bound:
        return "为期" in spot.near and bool(_COURSE.match(spot.after))
    done = quantity.measure in _SHORT_TIMES and _HANDLED.match(spot.after)
    return bool(done) or gives_notice(spot) or _spends(spot)


def gives_notice(spot: Spot) -> bool:
    """Whether somebody must be told so long before: 提前3天公告."""
    if spot.quantity.measure not in _SHORT_TIMES or not _AHEAD.search(spot.near):
        return False
    return _TOLD.match(spot.after) is not None


def _spends(spot: Spot) -> bool:
    """Whether somebody must spend the time: on study, or on what a verb names."""
    quantity = spot.quantity
    if _EACH_TIME.search(spot.near):
        long = quantity.arabic or quantity.bound or quantity.value != 1
        return quantity.measure in ("日", "小时", "分钟") and long
    if quantity.bound:
        kept = _KEPT_AT.search(spot.clause) or words.STUDY.search(spot.clause)
        return quantity.comparator != "~" or bool(kept)
    each = re.search(r"每(?:期|次|班|轮|批)$", spot.near)
    learnt = _LEARNT.search(spot.told if each else spot.near)
    if quantity.measure in _QUICK and _TAUGHT.match(spot.after):
        learnt = _TAUGHT.match(spot.after)
    acts = spot.after == "" and re.search(r"[\u4e00-\u9fff]{2}$", spot.near)
    ended = re.search(r"期间|内", spot.after[:2])
    clear = quantity.arabic or quantity.value == _HALF
    short = clear and quantity.measure in _SHORT_TIMES
    return short and bool(learnt or acts) and not ended


def _limits(spot: Spot) -> bool:
    """Whether a limit of time is one for handling, not for passing news on."""
    if _WITHIN.search(spot.near) or _CAPPED.match(spot.after):
        return False
    after = spot.after or spot.rest[1:40]
    if _NAMED_LIMIT.search(spot.clause) or _HANDLED.match(after):
        return True
    passed = words.PASSING.search(after[:16])
    if passed or words.PASSING.search(spot.near[-10:]):
        quick = passed and spot.quantity.measure in _QUICK
        news = _NOTICE.search(spot.near) or _NOTICE.match(after[:12])
        answered = re.search(r"答复|回复|办结|反馈", after[:12])
        return bool(answered or (quick and not news))
    short = spot.quantity.measure in _SHORT_TIMES or spot.before.endswith("后")
    short = short or (spot.quantity.measure in ("月", "周") and len(spot.after) > 1)
    return short or bool(words.LIMIT_WORK.search(spot.clause))
