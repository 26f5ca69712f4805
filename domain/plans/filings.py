"""Filings: a document handed to somebody, with who, to whom and by when."""

import re
from dataclasses import dataclass, replace

from domain.plans.dates import Mention
from domain.plans.phases import Stage, resolved
from domain.plans.sentences import clauses, sentence_at, sentence_starts
from domain.plans.sheet import Sheet
from domain.plans.words import DEPARTMENT, PEOPLE

DOCUMENT = (
    r"(?:实施细则|细则|规划|制度|办法|工作进展|险情|灾情|进展|实施方案"
    r"|工作方案|活动方案|整改方案|方案|预案|计划安排|计划|安排表|总结报告"
    r"|工作总结|活动总结|总结材料|总结|自查报告|调研报告|分析报告|报告"
    r"|典型材料|信息材料|影像资料|文字材料|图文资料|事迹材料|材料|资料"
    r"|工作信息|信息|简报|名单|台账|清单|统计表|汇总表|登记表|报表|申报表"
    r"|推荐表|情况表|表格|附表|一览表|调查表|测评表|评议表|分解表|进度表"
    r"|时间表|明细表|花名册|鉴定表|审批表|备案表|考核表|报告表"
    r"|(?<=[\u4e00-\u9fff])(?<![填代发])表(?![彰示现扬达态率决演面述格明])"
    r"|回执|论文|文章|征文|心得体会|心得|体会|稿件|作品|照片|图片|视频|数据"
    r"|进展情况|落实情况|完成情况|开展情况|整改情况|有关情况|情况|意见建议"
    r"|意见|建议"
    r"|典型经验|经验做法|典型|经验|做法|问题线索|线索|承诺书|责任书|档案|汇报"
    r"|小结|动态|成果|进度|结果|警语|案例|教案|课件|佐证|记录|纪要|通知|文件"
    r"|申请|联络员|安排|措施)"
)
_ADVERB = (
    r"(?:统一|及时|一并|分别|同时|按时|按要求|书面|逐级|首先|汇总|以书面形式"
    r"|以电子版|一式\S份|负责|审核|定期|随时|立即|先行|经\S{2,24}?(?:后|同意)"
    r"|(?:签字|盖章|审核|汇总|修改|整理|讨论|完善)\S{0,4}后)"
)
_VERB = (
    r"(?:上报|报送|呈报|呈送|报备|抄报|抄送|送交|送达|提交|递交|上交|移交|报给"
    r"|报至|报到|报请|发送|发至|传至|寄至|寄送|汇总至|反馈|移送"
    r"|(?<![汇简板海墙申预通情举日晚月周党画壁捷喜填年书播登呈抄上])报(?![告名"
    r"道刊纸销废表社警考价恩送备业案请])"
    r"|(?<![提上递移送转社成外公相心])交(?![流通心办接易叉警账友谈由朋代待])"
    r"|(?<![报抄呈移寄发递赠护输欢运选遴派接])送(?![达教戏文书温医法餐岗家货])"
    r")"
)
_HAND = re.compile(rf"{_VERB}(?!的)")
_TO_AFTER = re.compile(
    rf"(?:至|到|给|送)? ?(?P<to>[\u4e00-\u9fff*×“”()、\d]{{0,32}}?{DEPARTMENT})"
    r"(?=\(?(?:备案|备查|审核|审定|审批|审查|审阅|审议|批准|存档|汇总|邮箱"
    r"|统一|研究|同意|核准|并|后|以便|联系|电子|征求|进行|集中|由"
    r"|[,。;:\n()、\s]|$))"
)
_TO_BEFORE = re.compile(
    rf"向(?P<to>[\u4e00-\u9fff*×“”()、和及\d]{{1,44}}?(?:{DEPARTMENT}"
    rf"|上级))(?P<between>(?:{_ADVERB}|\s)*)$"
)
_TELL = re.compile(
    rf"向(?P<to>[\u4e00-\u9fff*×“”()、和及\d]{{1,44}}?(?:{DEPARTMENT}"
    rf"|上级))(?:{_ADVERB})*"
    r"(?P<verb>报告|汇报|推荐|反馈|通报|移送)(?P<what>[^,。;\n]{0,40})"
)
_NEEDS_RECIPIENT = frozenset(("反馈", "送达", "移交", "发送", "抄送"))
_PUBLIC = re.compile(r"群众|社会|党员$|公众|居民|村民|媒体")
_PHRASE = re.compile(
    rf"(?:[“《][^”》\n]{{1,40}}[”》]"
    rf"|[\u4e00-\u9fff\d*×()、“”《》%\-/]){{0,28}}?{DOCUMENT}+(?:(?:、|和|及"
    rf"|以及|与|,?并附)[\u4e00-\u9fff“”《》、和及]{{0,24}}?{DOCUMENT}+)*"
)
_CUT = re.compile(
    r"^(?:\d{1,2}[、.]|\([^()]{1,3}\)|[①-⑳])(?=.{2})|^.*(?:将|把|形成|撰写"
    r"|填写|填报|完成|制定|制订|上报|报送|提交|组织|拟定"
    r"|认真做好|做好|筛选出|写出|须有|需有|整理出?|起草|编制|汇总|梳理)(?!情况"
    r"|报告|材料|成果|了?$|的)"
)
_LEAD = re.compile(
    rf"^(?:[^,。;]{{0,20}}?{PEOPLE.pattern}(?:要|应|须|需|务必|请)?(?:于|在)"
    rf"|[^,。;]{{0,16}}(?:要|应|须|需|务必|请)(?:于|在)?|并|同时|于|在"
    rf"|每[月季周年]\S{{0,8}}?前?|每半[月年]|[\s,、:])+"
)
_RELATIVE = re.compile(
    r"(?:每(?:个)?(?:半)?(?:月|季度|季|周|年|旬|日|天|两周)(?:度)?\s?(?:(?:底"
    r"|末|初|[一二三四五六日天]|\d{1,2}[日号]"
    r"|的?第?\S{1,3}个?工作日)?(?:下班)?(?:前|之前|以前)?)"
    r"|(?:会|会议|活动|培训|检查|评议|测评|工作|考核|阶段|演练|任务|调研|整治"
    r"|会议|收到\S{0,8}|接到\S{0,8}|印发|下发|发布)\S{0,6}?(?:结束|完成|召开"
    r"|之日|通知)?(?:后|起)(?:的)?(?:\S{1,4}(?:个)?(?:工作日|日|天|周"
    r"|小时)(?:以|之)?内)?"
    r"|\S{1,3}(?:个)?(?:工作日|日|天|小时)(?:以|之)?内|及时|第一时间|随时|定期"
    r"|按月|按季度?|按周|每次\S{0,6}后|在?\S{2,12}(?:开展|开始|结束|召开"
    r"|启动)前)"
)


_MADE = re.compile(
    r"(?:编制|制作|填写|填报|建立|梳理|形成|整理|撰写|起草|拟定|制定|汇总|收集"
    r"|绘制|提出|确定|推荐|选出|评出)(?:好|出|成)?(?P<what>[^,。;]{2,24})$"
)


@dataclass(frozen=True)
class Handover:
    """A filing found in the text; places are of the cleaned text."""

    what: tuple[int, int]
    to: tuple[int, int] | None
    by: tuple[int, int] | None
    due: Mention | str | None
    due_raw: tuple[int, int] | None
    raw: tuple[int, int]


def find_handovers(sheet: Sheet, stages: list[Stage]) -> list[Handover]:
    """Every filing in reading order, one for each verb that hands over."""
    text = sheet.text
    starts = sentence_starts(text)
    found: list[Handover] = []
    done = -1
    spots: list[tuple[int, int, re.Match[str] | None]] = [
        (match.start(), match.end(), None) for match in _HAND.finditer(text)
    ]
    spots += [(m.start("verb"), m.end("verb"), m) for m in _TELL.finditer(text)]
    for start, end, told in sorted(spots, key=lambda spot: spot[0]):
        if start < done or sheet.is_quoted(start):
            continue
        sentence = sentence_at(starts, text, start)
        handover = (
            _told(sheet, sentence, told)
            if told
            else _handed(sheet, sentence, start, end)
        )
        if handover:
            if found and found[-1].to is None and found[-1].what == handover.what:
                found.pop()
            found.append(_dated(sheet, _own_due(text, handover, done), stages))
            done = handover.raw[1]
    return found


def _own_due(text: str, handover: Handover, done: int) -> Handover:
    """The filing without a day that belongs to the filing before it."""
    if not isinstance(handover.due, Mention) or handover.due.start >= done:
        return handover
    relative = _RELATIVE.search(text, done, handover.raw[1])
    if relative is None:
        return handover
    return replace(handover, due=None, due_raw=relative.span())


def _dated(sheet: Sheet, handover: Handover, stages: list[Stage]) -> Handover:
    """The filing with its day, the year taken from the stage around it."""
    if not isinstance(handover.due, Mention):
        return handover
    days = resolved(handover.due, stages, handover.raw[0], sheet.year)
    return replace(handover, due=days[1])


def _clause_index(places: list[tuple[int, int]], at: int) -> int:
    for index, (start, end) in enumerate(places):
        if start <= at < end:
            return index
    return 0


def _told(
    sheet: Sheet, sentence: tuple[int, int], match: re.Match[str]
) -> Handover | None:
    """向X报告/推荐: what stands after the verb, else before 向."""
    if _PUBLIC.search(match["to"]):
        return None
    text = sheet.text
    after = _PHRASE.match(text, match.start("what"), match.end("what"))
    what = after.span() if after and after.end() > after.start() else None
    places = clauses(text, *sentence)
    index = _clause_index(places, match.start())
    if what is None:
        if match["verb"] in ("推荐", "通报"):
            return None
        what = _what_before(text, places, index, match.start())
    if what is None:
        what = _said_before(text, places[index][0] if places else 0, match.start())
    if what is None:
        return None
    raw = (min(what[0], match.start()), max(what[1], match.end("verb")))
    return _made(sheet, places, index, what, (match.span("to"), raw))


def _said_before(text: str, start: int, at: int) -> tuple[int, int] | None:
    """What is told, named by no document word: the last noun before 向."""
    said = re.search(
        rf"(?P<what>[\u4e00-\u9fff]{{2,12}}?)(?:{_ADVERB}|要|应|须|必须|,)*$",
        text[start:at],
    )
    if not said:
        return None
    cut = re.match(r".*(?:的|有|如|将|把|对|遇到|发现)(?=.{2})", said["what"])
    first = start + said.start("what") + (cut.end() if cut else 0)
    return first, start + said.end("what")


def _handed(
    sheet: Sheet, sentence: tuple[int, int], start: int, end: int
) -> Handover | None:
    """The filing of one verb: recipient first, then the document, then its place."""
    text = sheet.text
    places = clauses(text, *sentence)
    index = _clause_index(places, start)
    clause = places[index] if places else sentence
    to = _recipient(text, clause, start, end)
    if not _hands_over(text, clause, (start, end), to):
        return None
    what = None
    if to is None or to[0] < start:
        what = _what_after(text, end, clause[1])
    if to is None and what is not None:
        to = _recipient_after(text, what[1], clause[1])
    what = what or _what_before(text, places, index, start)
    if what is None and to is None and text[clause[0] : start].endswith("前"):
        what = _rest(text, end, clause[1])
    pushed = to is not None or _pushed(text, clause, start)
    bare = not text[clause[0] : start].strip(" 0123456789、.()①②③④⑤⑥")
    alone = to is None and what is not None and bare and what[1] == clause[1]
    if what is None or alone or (what[0] < start and not pushed):
        return None
    raw = _whole(text, clause, (start, end), what, to)
    return _made(sheet, places, index, what, (to, raw))


def _recipient_after(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The office behind the document: 提交自查报告至X."""
    match = re.compile(r"(?:至|到|给)(?=[\u4e00-\u9fff])").match(text, start, end)
    after = _TO_AFTER.match(text, match.end(), end + 1) if match else None
    return after.span("to") if after else None


def _rest(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What is reported when no document word names it: 17时前上报客运量."""
    match = re.compile(r"[\u4e00-\u9fff]{2,14}").match(text, start, end)
    return match.span() if match and match.end() == end else None


def _hands_over(
    text: str,
    clause: tuple[int, int],
    verb: tuple[int, int],
    to: tuple[int, int] | None,
) -> bool:
    """Whether the verb hands over to an office, not to the public or in idiom."""
    if to is not None:
        return not _PUBLIC.search(text[slice(*to)])
    word = text[slice(*verb)]
    due = word == "报" and text[clause[0] : verb[0]].endswith("前")
    return due or (len(word) > 1 and word not in _NEEDS_RECIPIENT)


def _whole(
    text: str,
    clause: tuple[int, int],
    verb: tuple[int, int],
    what: tuple[int, int],
    to: tuple[int, int] | None,
) -> tuple[int, int]:
    """From document or recipient to the last word of the handover, 备案 included."""
    last = max(verb[1], what[1], to[1] if to else 0)
    tail = re.match(r"(?:备案|备查|审核|审定|审批|汇总|存档)", text[last : last + 4])
    last += tail.end() if tail else 0
    first = min(what[0], to[0] if to else what[0], verb[0])
    return clause[0] if first < clause[0] - 60 else first, last


def _pushed(text: str, clause: tuple[int, int], start: int) -> bool:
    """Whether words before the verb make a handover of it: 将…上报, a day, 要."""
    lead = text[clause[0] : start]
    return bool(re.search(r"将|把|前|要|应|须|及时|负责|按时|内", lead))


def _recipient(
    text: str, clause: tuple[int, int], start: int, end: int
) -> tuple[int, int] | None:
    before = _TO_BEFORE.search(text[clause[0] : start])
    if before:
        return clause[0] + before.start("to"), clause[0] + before.end("to")
    after = _TO_AFTER.match(text, end, min(end + 60, len(text)))
    if not after or re.match(DOCUMENT, after["to"]):
        return None
    if re.search(rf"{DOCUMENT}.*的|^[^、]{{0,6}}(?:情况|工作总结|材料)", after["to"]):
        return None
    return _joined(text, after.span("to"))


def _joined(text: str, to: tuple[int, int]) -> tuple[int, int]:
    """Several recipients named in a row are one `to`."""
    more = re.match(
        rf"(?:[、和及]|以及)[\u4e00-\u9fff*×]{{1,20}}?{DEPARTMENT}(?=[,。;\n、备审]|$)",
        text[to[1] : to[1] + 40],
    )
    return (to[0], to[1] + more.end()) if more else to


def _what_after(text: str, start: int, end: int) -> tuple[int, int] | None:
    match = _PHRASE.match(text, start, end)
    return match.span() if match and match.end() - match.start() >= 2 else None


def _what_before(
    text: str, places: list[tuple[int, int]], index: int, at: int
) -> tuple[int, int] | None:
    """The document named last before the verb, at most two clauses back."""
    for back in range(min(index, 2) + 1):
        start, end = places[index - back]
        end = min(end, at)
        given = re.search(
            r"(?:将|把)([^,。;]{2,40}?)(?:于[^,。;]{2,16}前?|统一|一并|及时"
            r"|汇总后?|书面|按时|分别|\s)*$",
            text[start:end],
        )
        if given and back == 0:
            return start + given.start(1), start + given.end(1)
        phrases = list(_PHRASE.finditer(text, start, end))
        if not phrases and back:
            made = _MADE.search(text[start:end])
            if made:
                return start + made.start("what"), start + made.end("what")
        if not phrases:
            continue
        return _narrowed(text, start, phrases)
    return None


def _narrowed(text: str, start: int, phrases: list[re.Match[str]]) -> tuple[int, int]:
    """The document phrase without the verb and the people before it."""
    last = phrases[-1]
    first = phrases[0].start() if phrases[0].start() == start else last.start()
    first = (
        last.start()
        if len(phrases) > 1 and "、" not in text[phrases[0].end() : last.start()]
        else first
    )
    words = text[first : last.end()]
    cut = _CUT.match(words[:-2])
    if cut:
        first += cut.end()
    lead = _LEAD.match(text[first : last.end() - 2])
    if lead:
        first += lead.end()
    return first, last.end()


Ends = tuple[tuple[int, int] | None, tuple[int, int]]


def _made(
    sheet: Sheet,
    places: list[tuple[int, int]],
    index: int,
    what: tuple[int, int],
    ends: Ends,
) -> Handover:
    to, raw = ends
    text = sheet.text
    start = places[max(index - 2, 0)][0] if places else raw[0]
    due, due_raw = _due(sheet, start, raw)
    by = None
    head = text[start : raw[1]]
    match = re.match(
        rf"\s*(?:请|由|\d[.、]|\([一二三四五六七八九\d]\)"
        rf"|[一二三四五]是)*(?P<by>[^,。;:\n]{{0,18}}?{PEOPLE.pattern})(?=要"
        rf"|应|须|需|请|于|在|将|把|每|制定|的|必须|务必|统一|分别|,|按|形成"
        rf"|及时|\d|负责)",
        head,
    )
    if match:
        by = (start + match.start("by"), start + match.end("by"))
    return Handover(what, to, by, due, due_raw, raw)


def _due(
    sheet: Sheet, start: int, raw: tuple[int, int]
) -> tuple[Mention | None, tuple[int, int] | None]:
    """The day it is due, or the wording of a day that depends on something else."""
    dates = [m for m in sheet.mentions_in(start, raw[1]) if m.has_month]
    relative = _RELATIVE.search(sheet.text, start, raw[1])
    if dates:
        mention = dates[-1]
        place = (mention.start, mention.end)
        if mention.kind == "recurring" or _every(sheet, mention):
            return None, place
        return mention, place
    return None, relative.span() if relative else None


def _every(sheet: Sheet, mention: Mention) -> bool:
    return "每" in sheet.text[max(0, mention.start - 3) : mention.start]
