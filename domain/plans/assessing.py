"""Where a plan assesses, sentence by sentence, and which side of it each tells."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.plans.judging import passages
from domain.plans.sentences import sentence_starts
from domain.plans.sheet import Sheet

_ACTS = (
    r"(?:评议|测评|考核|考评|验收|评估|评查|评比|评价|检测|评定|认定|评审|述职|评选"
    r"|问效|抽测"
    r"|抽查|检查|检验|督查|督导|考查|考察|评判|互评|督评|竞赛|测试|复核|复查|核查"
    r"|巡查|会审|评星|打分|年检|年审|验评|竞聘|积分|绩效|“?回头看”?)"
)
_TITLE = re.compile(
    rf"(?:{_ACTS}|评)[^,。;\n]{{0,14}}(?:方案|办法|细则|规则|计划|通知|意见|安排"
    rf"|公告|说明|指引|表)"
)
_ASSESSES = re.compile(r"[评考查验测审]|[积记计]分|认定|督导|检")
_SKIPPED = re.compile(
    r"结果|等次|等级|奖|运用|使用|应用|时间|日期|对象|范围|要求|目的|纪律|领导|反馈"
    r"|原则|目标"
    r"|意义|表彰|学习|宣传|措施|准则|名额|条件|推荐|任务|排查|整改|保障|动员|依据$"
)
_KINDS = {
    "way": re.compile(
        r"方式|方法|形式|办法|手段|途径|程序|步骤|流程|怎么|怎样|如何|渠道|做法"
    ),
    "side": re.compile(
        r"内容|标准|指标|重点|要点|项目|要素|什么|维度|事项|着重|尺度"
        r"|[评考看问查验]的?是$"
        r"|[几一二两三四五六七八九十\d](?:项|点|条|样|个?方面)$"
    ),
    "judge": re.compile(r"主体|评委|人员|成员|小组|参评|[由请]谁|谁来"),
}
_TRIGGER = re.compile(
    r"抽测|抽验|进行[^,。;]{0,6}(?:抽查|检查|检验)|[查评审核验收估测导]组(?![织成建长])"
    r"|评[议估审][团组]|认定时|评选看|阅评会|问效|评一评|“回头看”"
    r"|方面[^,。;]{0,4}(?:检验|衡量|评|考|打分|验收)|[评考看问测比查]的是|闭卷|抽问"
    r"|(?:检查|督查|抽查|抽检|督导)[一两三\d]次|开展(?:督查|督导|抽查)|方式抽查"
)
_BEGINS = re.compile(rf"\s*(?:[^,。;\n]{{0,6}}){_ACTS}")
_LABEL = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+条\s*|[(]?[一二三四五六七八九十\d]+[.、)]\s*)?"
    r"[【\[]?([^,。;:\n、]{2,10})[:】\]]"
)
_HEADING = 30


@dataclass(frozen=True)
class Zone:
    """A sentence of an assessment.

    Attributes:
        start: Where the sentence begins.
        end: Where it ends.
        kind: The side its label or heading announces: way, side, judge, or nothing.
        strong: Whether the sentence itself, its label or heading assesses.
        whole: Whether the plan as a whole is an assessment.
        known: Whether the sentence is a passage that other rules read as well.
    """

    start: int
    end: int
    kind: str
    strong: bool
    whole: bool
    known: bool


def zones(sheet: Sheet) -> Iterator[Zone]:
    """Sentences to be weighed; of a plan that is an assessment, all but the rest.

    The rest is what its labels and headings name: time, objects, use of results.
    """
    text = sheet.text
    whole = bool(_TITLE.search(text.strip()[:60].split("\n")[0]))
    told = {passage.start: passage for passage in passages(sheet)}
    follows = False
    for (start, first, end), names in _named(sheet):
        passage = told.get(start)
        kind = _kind(names, whole=whole)
        triggered = bool(_TRIGGER.search(text, start, end))
        strong = (
            kind not in ("", "skip")
            or triggered
            or follows
            or bool(passage and (passage.acts or passage.headed))
            or (whole and _near(text, start, end, names))
        )
        follows = (triggered or follows or (whole and strong)) and not text[
            start:end
        ].endswith("\n")
        if (
            kind != "skip"
            and "\t" not in text[start:end]
            and (whole or passage or strong)
        ):
            yield Zone(first, end, kind, strong, whole, passage is not None)


def _near(text: str, start: int, end: int, names: list[str]) -> bool:
    """Whether a sentence opens with an act of assessing, or its headings name one."""
    return bool(_ASSESSES.search(" ".join(names)) or _BEGINS.match(text, start, end))


def _named(sheet: Sheet) -> Iterator[tuple[tuple[int, int, int], list[str]]]:
    """Every sentence, where it goes on behind its label, and its headings."""
    text = sheet.text
    starts = [*sentence_starts(text), len(text)]
    heads = sorted(
        (block.start, block.end, text[slice(*block.head)])
        for block in sheet.root.walk()
        if block.parent and block.head[1] - block.head[0] <= _HEADING
    )
    opened: list[tuple[int, str]] = []
    label = ""
    at = 0
    for start, end in itertools.pairwise(starts):
        while at < len(heads) and heads[at][0] <= start:
            opened.append((heads[at][1], heads[at][2]))
            at += 1
        opened = [head for head in opened if head[0] > start]
        match = _LABEL.match(text, start, end)
        if match:
            label = match.group(1)
        elif not start or text[start - 1] == "\n" or _KINDS["side"].search(label):
            label = ""
        names = [head[1] for head in opened]
        first = match.end() if match else start
        yield (start, first, end), [*names, label] if label else names


def _kind(names: list[str], *, whole: bool) -> str:
    """What the last name announces, where it or the plan assesses."""
    name = names[-1] if names else ""
    if whole or _ASSESSES.search(name):
        for kind, pattern in _KINDS.items():
            if pattern.search(name):
                return kind
    return "skip" if _SKIPPED.search(name) else ""
