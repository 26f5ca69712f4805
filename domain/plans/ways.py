"""Ways of finding out how things stand, told without a word such as 方式."""

import re
from collections.abc import Iterator

from domain.plans.judging import Passage, Place, governed, judges, listed
from domain.plans.judging_words import ACTS, EXAMINING, FORMS, GRADE, NUMBER
from domain.plans.pairs import PAIR

BY = (
    r"(?:综合运用|(?<![利使采运作应费信])用(?![户人工途于水电地])|采取|采用|使用|通过|运用|利用|以|按照|按|实行|坚持"
    r"|借助|依托)"
)
NO_FORM = re.compile(rf"{PAIR.pattern}|{GRADE.pattern}$|^不|\d月")
FORMED = re.compile(rf"的(?:{FORMS})")
_LONGEST = 24
_LIST = r"(?P<list>[^。;:,\n]{4,90}?)"
_HAN = r"[\u4e00-\u9fff]"

_BARE = re.compile(
    r"(?:采取|辅以|辅之以|采用|通过|运用|综合)(?P<list>[^。;:,\n]{4,90}?)(?=综合[得评]出|得出|[。;:,\n]|$)"
)
_EXAMINED = (
    re.compile(rf"以{_LIST}为主"),
    re.compile(rf"(?:以|(?<![^,。;:\n])){_LIST}并[用行重]"),
    re.compile(
        rf"(?:综合|结合|根据|汇总|依据){_LIST}(?:等)?的?(?:结果|得分|情况|意见)"
    ),
    re.compile(
        rf"(?:(?<![^,。;:\n])(?!{BY}|[^、。;:,\n]*(?:采[取用]|[使运]用|通过))|结合){_LIST}(?:等)?{NUMBER}种(?:办法|方式|形式|方法|途径)"
    ),
    re.compile(
        rf"(?:{ACTS}(?:工作)?(?:按照?|实行)|(?<![部划区十])分[为成]?)[“\"]?{_LIST}[”\"]?"
        rf"{NUMBER}个?(?:步骤?|步走|轮|程序|环节|层次|级)"
    ),
)
_COUNTED = re.compile(
    rf"(?:用|有|分|采用|采取|实行|坚持|按|即){_HAN}{{0,4}}"
    rf"(?:{NUMBER}[招样轮步道种项关法]|“[^“”\n]{{2,12}}”){_HAN}{{0,4}}"
    r":(?P<list>[^。;:\n]{4,90})"
)
_SELF = rf"(?:{ACTS}|评(?![价议分定估])|(?<!体)验|查(?![摆找处]))"
_SELVES = re.compile(
    rf"(?:具体)?(?:{_HAN}{{0,8}}(?:采[取用]|实行|分[为成]|通过)|由|{BY})?(?P<list>(?:[\u4e00-\u9fff“”]{{1,16}}{_SELF}、)+"
    rf"[\u4e00-\u9fff“”]{{1,16}}?{_SELF})(?![分结占])"
)
_RHYTHM = re.compile(r"好评|^“?[一每半]")
_OWN = re.compile(
    rf"(?:先|再|最后|首先|其次|[一二三四五六]|然后)是(?P<item>{_HAN}{{2,8}}评"
    rf"|[听查看访问测谈](?![摆找]){_HAN}{{1,6}})(?=[,。;])"
)
_NO_STEP = (
    r"(?!通过|采取|查[摆找处清漏]|看[望齐]|抽调(?![卷档资台案])|观察[团员]|验收(?!时)?|[^,、]{0,6}(?:总结|动员|表彰|部署|启动)[大会]|[^,、。]{0,9}(?:内容|结束|[为占是])|问责|访贫|听取[^,、]{0,6}意见"
    r"|核[心定]|测算|现场会|实地学|走访慰问)"
)
_STEP = re.compile(
    rf"(?:{_HAN}{{0,10}}[组会办团委])?(?:{_HAN}{{0,8}}前)?"
    rf"(?:必?须|要|将|分别|逐{_HAN}|即|坚持|实行|通过|采取|组织|并|直接|做好|搞好"
    rf"|首?先|再|最后|然后|随后|由)*"
    rf"(?P<item>{_NO_STEP}(?:"
    r"(?:听|查|看|访|问|走(?![上向出过形])|测(?!评)|抽|翻|座谈|个别|实地|现场|走访|随机|核|勘验|点验|比对"
    r"|倒查|观察|面谈|体验|复核|检测|盲测|取样|调阅|考问|盘点|清点|试|填写|旁听|列席"
    r"|询问|问询|拨打|提问|拍照|验|回访|走[田进]|品尝|抽调)"
    rf"{_HAN}{{1,9}}?|{_HAN}{{2,4}}(?:[听查看访问测谈核验评]|述职|打分|表决|评议|测评"
    r"|答辩|提问|亮分)"
    rf"|[到进入去找调下]{_HAN}{{1,6}}?[看查问听访调测谈找]{_HAN}{{0,6}}"
    rf"|{_HAN}{{0,4}}(?P<verb>[看听查问量翻访走跑谈测])一(?:(?P=verb)|趟){_HAN}?"
    rf"|(?:召?开|开展|[发填]放?|组织){_HAN}{{0,8}}(?:会|问卷|[表票卡卷函])"
    rf"|与{_HAN}{{1,8}}[谈交]谈?[话谈]))(?<![时后前])(?:后(?:评|打分|综合|逐){_HAN}*)?$"
)
_FORM = re.compile(r"形式|方式|办法|方法|途径|渠道|手段")
_NO_LOOK = re.compile(rf"{PAIR.pattern}|{_FORM.pattern}")

_LOOKED_AT = re.compile(
    rf"(?<!{_HAN}){_HAN}{{0,16}}?(?P<item>(?:查看|查阅|翻阅|调阅|核查|核对|翻看|听取|走访(?!慰问)"
    r"|访谈|询问|抽[查测考问样]|暗访|查验|勘验|点验|比对|倒查|观察|面谈|体验|复核|盲测|实地[察查]看|现场[察查]看)(?!意见|建议|是否"
    r"|[^,。;]{0,6}(?:形式|方式))"
    rf"{_HAN}{{2,8}})(?=[,。;])"
)
_KNOWN = re.compile(
    r"(?P<item>问卷调查|明[察查]暗访|背[对靠]背(?:打分|评议|测评)|举手表决|票决|第三方评估|神秘顾客暗访"
    r"|(?:电话|入户|上门|登门|街头|窗口|现场|书面|当面|网上|网络|线上|微信|短信|扫码|匿名"
    r"|无记名|随机|实地|问卷|背靠背|不记名)"
    r"(?:回访|随访|抽访|家访|走访|访问|访谈|问询|询访|调查|抽查|抽检|核查|核实|核验|抽问"
    r"|测评|评议|投票|打分|评分|评价|亮分|划票|填票|表决|问卷|座谈|察看|测试))"
    r"(?!占|的?结果|得分|率|[表票卷员组])"
)
_MAINLY = re.compile(r"以(?P<item>[^,。;:、以]{2,14})为主,(?=辅)")
_SHEET = re.compile(
    r"(?P<item>(?:发放?|下发|发出|寄发|寄送)(?:[^,。;、“]{0,8}“[^”]{2,30}(?:表|卷|票)”"
    r"|[^,。;、“]{0,16}(?:[测评]评表|评议[表票函]|测评票|评价表|意见表|调查表|问卷)))"
)
PLAIN = re.compile(r"(?:进行|实行|采取)(?P<item>民主评议|民主测评)")


def forms(text: str, start: int, end: int) -> list[Place]:
    """The listed items that can be ways of judging; none where one cannot."""
    places = listed(text, start, end)
    for place in places:
        words = text[slice(*place)]
        if not 2 <= len(words) <= _LONGEST or NO_FORM.search(words):
            return []
    return places


def named(text: str, passage: Passage, pattern: re.Pattern[str]) -> list[Place]:
    """Where a pattern finds its item in a passage."""
    matches = pattern.finditer(text, passage.start, passage.end)
    return [match.span("item") for match in matches]


def find_ways(text: str, passage: Passage) -> Iterator[Place]:
    """Every way a passage tells, overlapping ones included."""
    yield from _lists(text, passage)
    yield from _steps(text, passage)
    own = named(text, passage, _OWN)
    yield from own if len(own) >= 2 else []
    if passage.headed:
        yield from named(text, passage, _LOOKED_AT)
    if passage.headed or passage.acts:
        for pattern in (_KNOWN, _MAINLY):
            yield from named(text, passage, pattern)
    if passage.acts:
        yield from named(text, passage, _SHEET)


def _lists(text: str, passage: Passage) -> Iterator[Place]:
    """Lists of ways to examine, or of kinds of judging (自评、互评)."""
    start, end = passage.start, passage.end
    for pattern in _EXAMINED:
        for match in pattern.finditer(text, start, end):
            yield from _examining(text, match)
    for match in _BARE.finditer(text, start, end):
        bare = not _NO_LOOK.search(match["list"])
        itself = judges(text, *match.span())
        if bare and (itself or governed(text, passage, *match.span())):
            yield from _examining(text, match)
    for pattern in (_COUNTED, _SELVES):
        for match in pattern.finditer(text, start, end):
            places = forms(text, *match.span("list"))
            rhythm = _RHYTHM.search(match["list"])
            if len(places) >= 2 and not rhythm:
                yield from places


def _examining(text: str, match: re.Match[str]) -> list[Place]:
    """The items of a list of two or more where most speak of examining."""
    places = forms(text, *match.span("list"))
    fit = sum(bool(EXAMINING.search(text, *place)) for place in places)
    named_form = FORMED.search(text, *match.span("list"))
    return (
        places if len(places) >= 2 and fit * 2 > len(places) and not named_form else []
    )


def _steps(text: str, passage: Passage) -> Iterator[Place]:
    """Two or more short phrases in a row that say how somebody looks: 听汇报,看现场.

    A row that ends in 方式 and the like is left to the rule for those; what stands
    behind 、 is a step only where the item before it is one.
    """
    run: list[Place] = []
    sibling = False
    at = passage.start
    for match in re.finditer(r"[、,。;:\n“”]|$", text[passage.start : passage.end]):
        stop = passage.start + match.start()
        words = text[at : min(stop, at + 60)]
        formed = _NO_LOOK.search(words)
        step = None if formed or sibling else _STEP.match(words)
        if step:
            run.append((at + step.start("item"), at + step.end("item")))
        if not step or match.group() not in ("、", ","):
            yield from run if len(run) >= 2 and not _FORM.search(words) else []
            run = []
        sibling = not step and match.group() == "、"
        at = passage.start + match.end()
