"""Scores of a reading against its gold file, by the conventions of the corpus."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from services.plan_files import simplified_characters

Item = Mapping[str, Any]
Scores = dict[str, list[int]]
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\([A-Za-zÀ-ÿĀ-ſƀ-ɏ]+\)")
_UNITS = {"天": "日", "个工作日": "工作日", "个月": "月", "个小时": "小时"}


def plain(words: object) -> str:
    """Words as the conventions compare them: simplified, letters and digits only."""
    text = unicodedata.normalize("NFKC", str(words or ""))
    text = _PINYIN.sub("", text).translate(simplified_characters())
    return "".join(c for c in text if c.isalnum() or c == "%")


def likeness(first: object, second: object) -> float:
    """1 for equal names, above 0 when one holds enough of the other."""
    a, b = (re.sub(r"(阶段|工作|活动)$", "", plain(x)) for x in (first, second))
    if not a or not b:
        return float(a == b)
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    enough = len(short) >= 4 or len(short) >= 0.6 * len(long)
    return 0.5 + 0.49 * len(short) / len(long) if short in long and enough else 0.0


def overlap(first: object, second: object) -> float:
    """Share of the shorter that is one run of the longer; below a half is none."""
    short, long = sorted((plain(first), plain(second)), key=len)
    best = 0
    for start in range(len(short)):
        while short[start : start + best + 1] in long and start + best < len(short):
            best += 1
    share = best / len(short) if short else 0.0
    return share if share >= 0.5 else 0.0


def accepted(item: Item, key: str) -> list[Any]:
    """The gold value and every further right one."""
    return [item.get(key), *item.get(f"{key}_accept", [])]


def _same_day(gold: str, found: str) -> bool:
    return found == gold or (gold.startswith("--") and found[-5:] == gold[-5:])


def score_day(scores: Scores, kind: str, gold: Item, key: str, found: Item) -> None:
    """Count one day; silence is right where the gold is silent."""
    value = found.get(key)
    right = accepted(gold, key)
    if value is None:
        scores[kind][2] += None not in right
        return
    hit = any(day and _same_day(day, value) for day in right)
    scores[kind][0] += hit
    scores[kind][1] += not hit
    scores[kind][2] += not hit and None not in right


def _free(item: Item) -> bool:
    inner = item.get("parent") and "level" not in item
    marked = any(item.get(k) for k in ("optional", "inline", "dual"))
    return bool(marked or item.get("level") == 2 or inner)


Pairs = list[tuple[Item, Item]]


def matched(
    gold: Sequence[Item], found: Sequence[Item], like: Callable[[Item, Item], float]
) -> tuple[Pairs, list[Item], list[Item]]:
    """One-to-one pairs, best first, then what is missing and what is extra."""
    ranked = sorted(
        ((like(g, f), -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found)),
        reverse=True,
    )
    pairs: Pairs = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for value, i, j in ranked:
        if value > 0 and -i not in used_gold and -j not in used_found:
            used_gold.add(-i)
            used_found.add(-j)
            pairs.append((gold[-i], found[-j]))
    missing = [g for i, g in enumerate(gold) if i not in used_gold]
    extra = [f for j, f in enumerate(found) if j not in used_found]
    return pairs, missing, extra


def _count(
    scores: Scores,
    kind: str,
    result: tuple[Pairs, list[Item], list[Item]],
    near: Callable[[Item, Item], float],
) -> Pairs:
    pairs, missing, extra = result
    free = [item for item in missing if _free(item)]
    extra = [f for f in extra if not any(near(g, f) for g in free)]
    scores[kind][0] += len(pairs)
    scores[kind][1] += len(extra)
    scores[kind][2] += len(missing) - len(free)
    return pairs


def _name(gold: Item, found: Item) -> float:
    return max(likeness(name, found.get("name")) for name in accepted(gold, "name"))


def _raw(gold: Item, found: Item) -> float:
    return overlap(gold["raw"], found.get("raw"))


def _values(item: Item) -> list[float]:
    value = item.get("value")
    return (
        [float(v) for v in value]
        if isinstance(value, list | tuple)
        else [float(value or 0)]
    )


def _duty(gold: Item, found: Item) -> float:
    units = [
        _UNITS.get(plain(x["measure"]), plain(x["measure"])) for x in (gold, found)
    ]
    if units[0] != units[1] or _values(gold) != _values(found):
        return 0.0
    same = bool(gold["comparator"] == found["comparator"])
    return _raw(gold, found) * 2 + same


def _filing(gold: Item, found: Item) -> float:
    right = accepted(gold, "to")
    named = any(likeness(to, found.get("to")) for to in right if to)
    if gold["to"] is not None and not named and not (None in right and not found["to"]):
        return 0.0
    return max(likeness(gold["what"], found.get("what")), _raw(gold, found))


def score(gold: Item, found: Item) -> Scores:
    """Hits, extras and misses by kind, for one document."""
    scores: Scores = defaultdict(lambda: [0, 0, 0])
    phases = matched(gold["phases"], list(found["phases"]), _name)
    for pair in _count(scores, "phase", phases, lambda _g, _f: 0.0):
        score_day(scores, "phase_date", pair[0], "start", pair[1])
        score_day(scores, "phase_date", pair[0], "end", pair[1])
    tasks = matched(gold["tasks"], list(found["tasks"]), _name)
    near = lambda g, f: _name(g, f) or overlap(g["name"], f["name"])  # noqa: E731 - one use
    for pair in _count(scores, "task", tasks, near):
        score_day(scores, "task_date", pair[0], "start", pair[1])
        score_day(scores, "task_date", pair[0], "due", pair[1])
    duties = matched(gold["requirements"], list(found["requirements"]), _duty)
    _count(scores, "requirement", duties, _raw)
    filings = matched(gold["filings"], list(found["filings"]), _filing)
    for pair in _count(scores, "filing", filings, _raw):
        score_day(scores, "filing_due", pair[0], "due", pair[1])
    for kind in ("criteria", "methods"):
        lists = [
            [{"raw": words} for words in item["evaluation"][kind]]
            for item in (gold, found)
        ]
        _count(scores, kind, matched(lists[0], lists[1], _raw), lambda _g, _f: 0.0)
    return dict(scores)


def f1(counts: Iterable[int]) -> float:
    """F1 of hits, extras and misses; 1.0 where there is nothing to find."""
    hits, extras, misses = counts
    return 2 * hits / (2 * hits + extras + misses) if hits + extras + misses else 1.0
