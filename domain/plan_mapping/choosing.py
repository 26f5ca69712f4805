"""Which metric a counted requirement means, by its words and its measure."""

from dataclasses import dataclass

from domain.campaigns import Requirement
from domain.metrics import counted_measure, label_of, metric_of
from domain.plan_mapping.words import (
    MEASURE_DEFAULTS,
    MEASURE_WORDS,
    SHARE_WORDS,
    SURVEYED,
    metrics_in,
)
from domain.plans.model import Requirement as Read

PERCENT = "%"
_LOOSE = frozenset({"课时", "天", "日", "人次"})
_GENERAL = "group_study"


@dataclass(frozen=True)
class Choice:
    """A metric for a requirement, or why there is none.

    Attributes:
        metric: Key of the catalogue; empty when none fits.
        measure: The measure as counted here.
        why: Reason for there being none, or for a guess; empty when sure.
    """

    metric: str
    measure: str
    why: str = ""


def choose(
    read: Read, words: tuple[str, str, str], before: Requirement | None
) -> Choice:
    """The metric of a requirement.

    Args:
        read: The requirement as read.
        words: Plain text of subject and item, of the whole clause, of its task's name.
        before: The requirement before it in the same sentence, whose metric an
            elliptic clause takes over (其他党员要达到3000字以上).
    """
    if read.measure in (PERCENT, "％"):
        return _share(words[1])
    measure = MEASURE_WORDS.get(read.measure, read.measure)
    own, clause, task = (_fitting(text, measure) for text in words)
    metric = _sharper(own, clause)
    if metric:
        loose = f"方案写“{read.measure}”，按“{measure}”计。"
        return Choice(metric, measure, loose if read.measure in _LOOSE else "")
    taken_over = before.metric if before and _fits(before.metric, measure) else ""
    guess = taken_over or task or MEASURE_DEFAULTS.get(measure, "")
    if not guess:
        return Choice("", measure, _reason(read, words))
    how = "沿用前一句的" if taken_over else "按上下文推定为"
    return Choice(guess, measure, f"句中没有写明指标，{how}“{label_of(guess)}”。")


def _share(clause: str) -> Choice:
    if SURVEYED.search(clause):
        return Choice(
            "", PERCENT, "满意率、支持率由测评得出，不从台账计数，请在评议里办理。"
        )
    if SHARE_WORDS.search(clause):
        return Choice("participation", "次")
    return Choice("", PERCENT, "是比例，没有能按比例计的指标。")


def _fitting(text: str, measure: str) -> str:
    return next((one for one in metrics_in(text) if _fits(one, measure)), "")


def _fits(metric: str, measure: str) -> bool:
    known = metric_of(metric)
    return known is not None and counted_measure(metric, measure) in known.measures


def _sharper(own: str, clause: str) -> str:
    """The item's own metric, unless that is general and the clause says more."""
    return clause if clause and own in ("", _GENERAL) else own


def _reason(read: Read, words: tuple[str, str, str]) -> str:
    named = next(iter(metrics_in(words[0] + words[1])), "")
    if named:
        return f"“{label_of(named)}”不能以“{read.measure}”计。"
    return "不认识的指标。"
