"""Ways of finding out how things stand, told without a word such as 方式."""

import re
from collections.abc import Iterator

from domain.plans.judging import Passage, Place, governed, judges, listed
from domain.plans.judging_words import ACTS, EXAMINING, FORMS, GRADE, NUMBER
from domain.plans.pairs import PAIR
from domain.plans.way_words import mere_act, telling, way, way_inside, weak_way

BY = (
    r"(?:综合运用|(?<![利使采运作应费信])用(?![户人工途于水电地])|采取|采用|使用|通过|运用|利用|以(?!往)|按照|按|实行|坚持"
    r"|借助|依托|经由?)"
)
NO_FORM = re.compile(rf"{PAIR.pattern}|^(?:{GRADE.pattern})$|^不|\d月")
FORMED = re.compile(rf"的(?:{FORMS})")
_LONGEST = 24
_SHORT = 12
_LIST = r"(?P<list>[^。;:,\n]{4,90}?)"
_HAN = r"[\u4e00-\u9fff]"
_FORM = re.compile(r"(?:形式|方式|办法|方法|途径|渠道|手段)")
_OTHERS = rf"{BY}|[^、。;:,\n]*(?:采[取用]|[使运]用|通过)"
_ORDER = rf"(?:{ACTS}(?:工作)?(?:按照?|实行)|(?<![部划区十])分[为成]?)"

_PERCENT = r"(?P<list>[^。;:,\n]{4,90}%)(?:的(?:比例|权重))?"
_FRAMES = (
    rf"{ACTS}分为?{_LIST}{NUMBER}(?:个|大)?(?:部分|块)",
    rf"按{_PERCENT}(?:加权|计算|折算|计入)",
    rf"(?:综合|结合|根据|汇总|依据){_LIST}(?<!听取)(?<!征求)(?:等)?的?(?:结果|得分|情况|意见)",
    rf"{_ORDER}[“\"]?{_LIST}[”\"]?{NUMBER}个?(?:步骤?|步走|轮|程序|环节|层次|级)",
)
_EXAMINED = tuple(re.compile(frame) for frame in _FRAMES)
"""Frames whose list counts where most of it speaks of examining."""

_BARE = re.compile(
    r"(?:采取|辅以|辅之以|采用|通过|运用|综合)(?P<list>[^。;:,\n]{4,90}?)(?=综合[得评]出|得出|[。;:,\n]|$)"
)
_COUNTED = re.compile(
    rf"(?:用|有|分|采用|采取|实行|坚持|按|即|靠|通过){_HAN}{{0,4}}"
    rf"(?:{NUMBER}(?:[招样轮步道种项关法]|[条个](?=途径|渠道|环节|办法))|“[^“”\n]{{2,12}}”){_HAN}{{0,4}}"
    r":(?P<list>[^。;:\n]{4,90}(?:;[^。;:\n]{2,60})*)"
)
_SELF = rf"(?:{ACTS}|评(?![价议分定估])|(?<!体)验|查(?![摆找处]))"
_SELVES = re.compile(
    rf"(?:具体)?(?:{_HAN}{{0,8}}(?:采[取用]|实行|分[为成]|通过)|由|{BY})?(?P<list>(?:(?:(?!由)[\u4e00-\u9fff“”]){{1,16}}{_SELF}、)+"
    rf"[\u4e00-\u9fff“”]{{1,16}}?{_SELF})(?![分结占])"
)
_EXAMINES = re.compile(rf"{EXAMINING.pattern}|法$")
_RHYTHM = re.compile(
    r"好评|(?:^|、|[^\u4e00-\u9fff])“?[月季年周][\u4e00-\u9fff]{2}(?:、|$)|^“?[一每半](?!是)"
)

_PIECE = re.compile(r"[、,。;:\n]|—+|$")
_JOINED = re.compile(r"(?:[和及与又并])(?=.{2})")
_NO_LOOK = re.compile(rf"{PAIR.pattern}|{_FORM.pattern}")
_OTHER_AIM = re.compile(
    r"[^,。;\n]{0,12}(?:宣传|学习|征求|征集|营造|动员|查找|查摆|宣讲|追责|慰问|培训|整改(?!到位|率|情况|是否|效|完成|档案)|排查)"
)
_OTHER_WORK = re.compile(r"(?:负责(?!人)|加强|强化|协调|纳入|指导)[^,。;:]{0,12}$")
_LOOKS = re.compile(r"(?:[^看]{0,6}|“[^”]*”)看[^看]+$")
_AIMED = re.compile(rf"(?:{NUMBER}看”?:|主要|重点|着重|{ACTS}|”)看")
_THING = re.compile(
    r"(?:现场|材料|资料|台账|记录|档案|账[本目册]|设施|书面|文件|票据|监控|标识|场所|回访|办件|阵地"
    r"|环境|公开栏|板报|笔记|宿舍|班组|现状)$"
)

_KNOWN = re.compile(
    r"(?P<item>问卷调查|明[察查]暗访|背[对靠]背(?:打分|评议|测评)|举手表决|票决|第三方评估|神秘顾客暗访"
    r"|(?:电话|入户|上门|登门|街头|窗口|现场|书面|当面|网上|网络|线上|线下|微信|短信|扫码|匿名"
    r"|无记名|随机|实地|问卷|背靠背|不记名|闭卷|开卷|交叉|突击|个别|面对面|随堂|登台|上台|当场|会上|逐个)"
    r"(?:回访|随访|抽访|家访|走访|访问|访谈|问询|询访|调查|抽查|抽检|核查|核实|核验|抽问"
    r"|测评|评议|投票|打分|评分|评价|亮分|划票|填票|表决|问卷|座谈|察看|查看|测试|考试|互查|互评"
    r"|填(?:报|写|答)(?:(?:问卷|[\u4e00-\u9fff]{0,4}[表票卡])|(?=[,。;、]))|答题|作答|提问|谈话|谈心|述职|画票|点评|质询)|自评打分|(?:互相|相互)(?:点评|评议|打分|评价|测评)|自我评价|[随跟][警车班队岗](?:体验|检查|观察)|扮作[\u4e00-\u9fff]{0,4}(?:群众|顾客|患者|旅客)|自我(?:鉴定|测评|打分)|交叉检查|突击检查|随机入户|问卷抽样|抽样问卷|抽样调查)"
    r"(?!占|的?结果|得分|率|[表票卷员组])"
)
_GLOSSED = re.compile(
    r"(?<![\u4e00-\u9fff])[听查看问访测议评考验谈][,:]?(?:即|就是|主要是)(?P<item>[^,。;\n]{3,24})"
)
_OWN = re.compile(
    rf"(?:先|再|最后|首先|其次|[一二三四五六]|然后)是(?P<item>{_HAN}{{2,8}}评"
    rf"|[听查看访问测谈](?![摆找]){_HAN}{{1,6}})(?=[,。;])"
)
_PAIRED = re.compile(
    rf"(?:(?<!{_HAN})|坚持|实行|做到)(?P<item>(?=[^,。;、]*(?:{ACTS}|[检督]查)){_HAN}{{2,10}}[与和同]{_HAN}{{2,10}}相结合)(?=[,。;])"
)
_CHECKED = re.compile(
    rf"(?<!{_HAN})(?P<item>[查听问访翻走测]{_HAN}{{2,8}})(?=,[查]?看)"
)
_MAINLY = re.compile(r"以(?P<item>[^,。;:、以]{2,14})为主(?:,(?=辅)|(?=[,。;]))")
_PAPER = (
    r"(?:[测考]?评[表卡]|答卷|评议[表票函卡]|测评[票卡]|评价[表卡]|意见表|调查表"
    r"|问卷(?!不少于|至少|\d|率|份))"
)
_TITLED = r"(?:“[^”]{2,30}[表卡卷票]”|《[^》]{2,30}[表卡卷票]》)"
_SHEET = re.compile(
    rf"(?P<item>(?:发放?|下发|发出|寄发|寄送)[^,。;、“《]{{0,16}}(?:{_TITLED}|{_PAPER})"
    rf"|填写(?=[“《][^”》]*(?:[测评]|问卷|满意)){_TITLED})"
)
PLAIN = re.compile(r"(?:进行|实行|采取)(?P<item>民主评议|民主测评)")


_ONE = r"“?[听查看问访测议评考验谈翻述审访]”?"
_EXPLAINED = re.compile(
    r"[^。;]{0,16}[:。,](?:[一二三四五六七]|\(?1\)?)?[是.、]?[听看查](?:[,:]|即|就是|取|汇报|阅)"
)
_LEARNING = re.compile(
    r"学习|自学|辅导|讨论|宣讲|培训|讲座|研讨|党课|宣传|横幅|专栏|广播|讲解|标语|传单"
)
"""What a way of learning or of publicity speaks of."""


def forms(text: str, start: int, end: int) -> list[Place]:
    """The listed items that can be ways of judging; none where one cannot."""
    places = listed(text, start, end)
    all_words = [text[slice(*place)] for place in places]
    if len(places) > 1 and all(re.fullmatch(_ONE, words) for words in all_words):
        return [] if _EXPLAINED.match(text, end) else places
    if sum(bool(_LEARNING.search(words)) for words in all_words) * 2 > len(places):
        return []
    for words in all_words:
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
    told = [row for row in rows(text, passage) if not looks(text, row)]
    for pattern in (_GLOSSED, _OWN, _PAIRED, _CHECKED):
        own = [
            place
            for place in named(text, passage, pattern)
            if _EXAMINES.search(text[slice(*place)])
        ]
        told += [own] if len(own) >= 2 else []
    taken = [place for row in told for place in row]
    yield from taken
    if passage.headed or passage.acts:
        for pattern in (_KNOWN, _MAINLY, _SHEET):
            for start, end in named(text, passage, pattern):
                if not any(first < end and start < last for first, last in taken):
                    yield start, end


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
            piled = all(mere_act(text[slice(*place)]) for place in places)
            if len(places) >= 2 and not rhythm and not piled:
                yield from places


def _examining(text: str, match: re.Match[str]) -> list[Place]:
    """The items of a list of two or more where most speak of examining."""
    places = forms(text, *match.span("list"))
    fit = sum(bool(_EXAMINES.search(text[slice(*place)])) for place in places)
    named_form = FORMED.search(text, *match.span("list"))
    return (
        places if len(places) >= 2 and fit * 2 > len(places) and not named_form else []
    )


def looks(text: str, row: list[Place]) -> bool:
    """Whether a row says only what is looked for: 看进度、看质量, not 看现场."""
    words = [text[slice(*place)] for place in row]
    things = sum(bool(_THING.search(item)) for item in words)
    aimed = _AIMED.search(text[max(0, row[0][0] - 6) : row[0][1]])
    return bool(aimed) and all(map(_LOOKS.match, words)) and things * 2 < len(words)


def rows(text: str, passage: Passage) -> Iterator[list[Place]]:
    """Rows of two or more short phrases that say how somebody looks: 听汇报,看现场.

    A row that ends in 方式 and the like is left to the rule for those.
    """
    row: list[Place] = []
    certain = 0
    for group, mark in _groups(text, passage):
        ways, weak = _voted(text, group)
        certain += len(ways) - weak
        row += ways
        if ways and mark in ",;":
            continue
        last = text[slice(*group[-1])]
        plain = not _FORM.search(last) and not _elsewhere(text, row, passage)
        alone = len(row) == 1 and passage.headed and _alone(text, row[0])
        if certain and plain and (len(row) >= 2 or alone):
            yield row
        row, certain = [], 0


def _alone(text: str, place: Place) -> bool:
    """Whether a single way under a heading that judges counts: no routine (每周)."""
    clause = text[max(0, place[0] - 12) : place[0]]
    return telling(text[slice(*place)]) and not re.search("每|意见", clause)


def _groups(text: str, passage: Passage) -> Iterator[tuple[list[Place], str]]:
    """The clauses of a passage, each as its pieces between 、, with the mark behind."""
    group: list[Place] = []
    at = passage.start
    for match in _PIECE.finditer(text, passage.start, passage.end):
        group.append((at, match.start()))
        at = match.end()
        if match.group() != "、":
            yield group, match.group()
            group = []


def _voted(text: str, group: list[Place]) -> tuple[list[Place], int]:
    """The ways of one clause, and how many are ways only beside certain ones.

    Of pieces between 、 most must be ways; then the others are ways too.
    """
    found: list[Place] = []
    unfit: list[Place] = []
    weak = 0
    for index, (start, end) in enumerate(group):
        words = text[start : min(end, start + 60)]
        if _NO_LOOK.search(words):
            return [], 0
        ways = _ways(words, apart=len(group) == 1)
        inside = way_inside(words) if not ways and len(group) > 1 else None
        if inside and len(unfit) == index:
            ways, unfit = [inside], []
        if not ways:
            ways = [place for place in [weak_way(words)] if place]
            weak += len(ways)
        found += [(start + first, start + last) for first, last in ways]
        if not ways:
            unfit.append((start, end))
    if unfit and (len(group) == 1 or len(found) - weak <= len(unfit)):
        return [], 0
    found += [place for place in unfit if 1 < place[1] - place[0] <= _SHORT]
    return sorted(found), weak


def _ways(words: str, *, apart: bool) -> list[Place]:
    """The ways of one piece: itself, or both halves of 甲和乙."""
    if words.endswith("结合"):
        return []
    for match in _JOINED.finditer(words, 2):
        first, second = way(words[: match.start()]), way(words[match.end() :])
        if first and second:
            shift = match.end()
            return [first, (second[0] + shift, second[1] + shift)]
    whole = way(words, apart=apart)
    return [whole] if whole else []


def _elsewhere(text: str, row: list[Place], passage: Passage) -> bool:
    """Whether a row serves something else than judging: learning, publicity."""
    if not row:
        return False
    before = text[max(passage.start, row[0][0] - 16) : row[0][0]]
    return bool(
        _OTHER_WORK.search(before)
        or _OTHER_AIM.match(text, row[-1][1] + 1, passage.end)
    )
