"""Temporary bodies a plan sets up, with their members and posts."""

import re
from dataclasses import dataclass

from domain.plans.sentences import sentence_at, sentence_starts
from domain.plans.sheet import Sheet

Place = tuple[int, int]

_BODY = re.compile(
    r"(?:成立|设立|组建|建立|下设)(?:了|由[^,。;:]{2,30}(?:为组长|任组长"
    r"|牵头)的)?(?P<name>[\u4e00-\u9fff“”*()]{0,40}?(?:领导小组|工作小组"
    r"|工作组|指挥部|工作专班|专班|委员会|督导组|督查组|检查组|指导组|办公室"
    r"|联席会议))"
)
_POSTS = (
    "第一组长|常务副组长|副组长|组长|办公室主任|办公室副主任|副主任|主任|副总指挥"
    "|总指挥|副指挥长|指挥长|领导小组成员|办公室成员|办公室工作人员|成员|联络员"
    "|工作人员|召集人|副召集人|主任委员"
)
_COLON = re.compile(
    rf"(?P<post>{_POSTS})\s?[::]\s?(?P<names>[^\n。;:]{{2,160}}?)(?=,?(?:"
    rf"{_POSTS})\s?[::]|[\n。;]|$)"
)
_AS = re.compile(
    rf"(?:由)?(?P<names>[\u4e00-\u9fff*×、]{{2,80}}?)(?:(?:等)?同志)?(?:担任"
    rf"|兼任|任|为)(?P<post>{_POSTS})"
)
_NAME = re.compile(r"[\u4e00-\u9fff*×]{2,4}")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻"
    "柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕"
    "殷罗毕郝邬安常乐于时傅"
    "皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田"
    "樊胡凌霍虞万支柯管卢莫房"
    "解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢滑裴陆荣翁荀羊惠甄曲封芮储靳段富巫"
    "乌焦巴弓牧山谷车侯全郗班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄"
    "印白怀蒲邰从鄂索赖卓蔺屠蒙"
    "池乔阴胥能苍双闻莘党翟谭贡劳姬申扶堵冉宰雍璩桑桂牛寿通边扈燕冀浦尚农温别"
    "庄晏柴瞿阎连习艾容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄东欧沃利越"
    "隆师巩聂晁勾敖冷辛阚那简饶"
    "曾沙鞠丰关查荆红游竺权盖益桓公肖佟付石代"
)


@dataclass(frozen=True)
class Found:
    """A body found in the text; members are (place of the name, post)."""

    name: Place
    members: tuple[tuple[Place, str], ...]
    raw: Place


def find_bodies(sheet: Sheet) -> list[Found]:
    """Every body set up, with the persons named in its sentences."""
    text = sheet.text
    starts = sentence_starts(text)
    found: list[Found] = []
    seen: set[str] = set()
    bodies = list(_BODY.finditer(text))
    for index, match in enumerate(bodies):
        sentence = sentence_at(starts, text, match.start())
        following = bodies[index + 1].start() if index + 1 < len(bodies) else len(text)
        end = max(sentence[1], min(following, sentence[1] + 400))
        members = _members(text, match.end(), min(end, following))
        name = text[match.start("name") : match.end("name")]
        if len(name) < 3 or (name in seen and not members):
            continue
        seen.add(name)
        last = members[-1][0][1] if members else match.end()
        found.append(
            Found(match.span("name"), members, (match.start(), max(last, match.end())))
        )
    return found


def _members(text: str, start: int, end: int) -> tuple[tuple[Place, str], ...]:
    found: dict[Place, str] = {}
    for pattern in (_COLON, _AS):
        for match in pattern.finditer(text, start, end):
            for place in _names(text, *match.span("names")):
                found.setdefault(place, match["post"])
    return tuple(sorted(found.items()))


def _names(text: str, start: int, end: int) -> list[Place]:
    """Persons in a list: two to four characters that open with a surname."""
    places = []
    for match in re.finditer(r"[^、,\s;()]+", text[start:end]):
        name = _NAME.match(match.group())
        if not name or match.group()[0] not in _SURNAMES:
            continue
        whole = re.fullmatch(
            r"([\u4e00-\u9fff*×]{2,4}?)(?:等)?(?:同志)?", match.group()
        )
        if whole and not re.search(r"[局科股处长任员委部单位室]$", whole[1]):
            first = start + match.start()
            places.append((first, first + whole.end(1)))
    return places
