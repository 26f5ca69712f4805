"""Who owes a requirement and per what: subject words, tiers, and periods."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.campaigns import Comparison, Per
from domain.plan_mapping.found import Around, Doubts
from domain.plan_mapping.words import (
    DAYS_IN,
    ONE_PER_THING,
    PER_WORDS,
    PERSONAL_METRICS,
    UNIT_WORDS,
    WEEKLY,
    Subject,
    subject_in,
)
from domain.plans.model import Requirement as Read

_HEAD = 16
_COMPARISONS: dict[str, Comparison] = {
    ">=": "at_least",
    "<=": "at_most",
    "=": "exactly",
    "range": "between",
    "~": "at_least",
}
_WRITTEN = frozenset({"篇", "字", "份", "本"})


@dataclass(frozen=True)
class Amount:
    """A threshold: comparison, value, upper bound, and the measure it is in."""

    comparison: Comparison
    value: float
    value_to: float | None
    measure: str


def subject_of(read: Read, metric: str, around: Around, doubts: Doubts) -> Subject:
    """Who owes it; a subject of another clause counts only where this names none."""
    clause, named = around.plain(read.raw), around.plain(read.subject)
    own = subject_in(named) if named and named in clause else None
    found = own or subject_in(clause[:_HEAD]) or subject_in(named)
    if found is None:
        per: Per = "person" if metric in PERSONAL_METRICS else "unit"
        _say_who(read, per, doubts)
        return Subject(per)
    if found.is_guess:
        doubts.unsure("per", f"按“{read.subject or read.raw[:8]}”推定由谁完成。")
    _check_tiers(found, around, doubts)
    return found


def _say_who(read: Read, per: Per, doubts: Doubts) -> None:
    as_word = "每人" if per == "person" else "每个单位"
    if read.subject:
        reason = f"不认识“{read.subject}”，不知道由谁完成，暂按{as_word}计。"
        doubts.unread("per", reason)
    else:
        doubts.unsure("per", f"句中没有写由谁完成，暂按{as_word}计。")


def _check_tiers(subject: Subject, around: Around, doubts: Doubts) -> None:
    names = [*(subject.tier or "").split("、"), subject.tier_except or ""]
    missing = [name for name in names if name and name not in around.tiers]
    if missing:
        listed = "、".join(missing)
        doubts.unread("tier", f"组织名单中没有“{listed}”这一层次，不会计入任何人。")


def amount_of(read: Read, measure: str, doubts: Doubts) -> Amount:
    """The threshold as written; about and bare numbers of written work are doubts."""
    low, high = read.value if isinstance(read.value, tuple) else (read.value, None)
    comparison = _COMPARISONS.get(read.comparator, "at_least")
    if measure == "%":
        return Amount("coverage", float(low) / 100, None, "次")
    if read.comparator == "~":
        doubts.unsure("comparison", "方案写的是约数，暂按不少于计。")
    if comparison == "exactly" and measure in _WRITTEN:
        comparison = "at_least"
        doubts.unsure("comparison", "方案只写了数，没有写“以上”，暂按不少于计。")
    return Amount(comparison, float(low), high, measure)


def periodic(
    read: Read, subject: Subject, amount: Amount, days: timedelta | None, doubts: Doubts
) -> tuple[Amount, Per]:
    """The threshold and per-what once 每周, 每阶段, 每月 … is taken in.

    Args:
        read: Its ``per`` is the word after 每, or None.
        subject: Who owes it.
        amount: The threshold of one period.
        days: Length of the window, for periods that become a total; None if unknown.
        doubts: Takes what was assumed.
    """
    word, is_personal = read.per or "", subject.per == "person"
    if word in WEEKLY:
        return _weekly(amount, subject.per)
    if word in DAYS_IN:
        return _total(word, amount, days, doubts), subject.per
    per = subject.per
    if word == "阶段":
        per = "person_per_phase" if is_personal else "unit_per_phase"
    elif word in PER_WORDS or (word in UNIT_WORDS and not is_personal):
        per = PER_WORDS.get(word, "unit")
    elif word and word not in ONE_PER_THING | UNIT_WORDS:
        doubts.unread("per", f"“每{word}”不是系统能逐项核对的对象或周期。")
    return amount, per


def _weekly(amount: Amount, per: Per) -> tuple[Amount, Per]:
    weekly = replace(amount, measure=f"{amount.measure}/周")
    if per == "person":
        return weekly, "person_per_week"
    return replace(weekly, comparison="cadence"), per


def _total(word: str, amount: Amount, days: timedelta | None, doubts: Doubts) -> Amount:
    if days is None:
        doubts.unread("value", f"方案写每{word}，而活动起止不明，没有折算成总数。")
        return amount
    times = max(1, round(days.days / DAYS_IN[word]))
    total = amount.value * times
    doubts.unsure(
        "value",
        f"方案写每{word}{amount.value:g}{amount.measure}，"
        f"时段内约{times}个{word}，折算为{total:g}{amount.measure}。",
    )
    upper = amount.value_to * times if amount.value_to is not None else None
    return replace(amount, value=total, value_to=upper)
