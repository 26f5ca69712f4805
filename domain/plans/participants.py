"""Who judges: the clauses that name them."""

import re

from domain.plans.judging import Passage, Place, passages, unique
from domain.plans.judging_words import ACTS, EXAMINING, PERSON
from domain.plans.sheet import Sheet
from domain.plans.words import any_of

_NAMED = re.compile(
    r"(?P<item>(?:(?<![\u4e00-\u9fff])成员|参评人(?:员)?|参评对象|参评范围|参[加与](?:评议|测评|评价|评估|评查|考核)(?:的)?[^,。;]{0,8}"
    r"|评议(?:人员|主体|代表)|测评(?:人员|主体)|评委|(?:评议|考评|评估|验收|测评|考核)[团组](?:成员)?|(?:评估|考评|评议|测评)人员)"
    r"(?:,?(?:原则上|主要|是|有|:|为|由|(?<=[团组员])从|包括|:|不少于|中,?要?有|吸收))+[^。;]{2,120})"
)
_CALL = (
    r"(?:邀请|组织(?!评定)|(?<!理)由|(?<![邀聘提申])请|聘请|委托|引入|抽取|随机(?:选取|抽取)"
    r"|吸收|发动|面向|召集|会同|选聘|推选|抽调|借调|抽选|挑选)"
)
_CALLED = re.compile(
    rf"(?P<item>{_CALL}(?:(?!,{_CALL})[^。;\n]){{2,90}}?(?:参加|参与|组成|担任|列席|填写|投票|参评|当“|当考官|评判"
    rf"|(?:进行|予以|开展|联合|共同|独立|集中|对(?!象))[^。;,]{{0,30}}?(?:{ACTS}|征求意见)|{ACTS}(?=[,。;]))[团会组]*)"
)
_INVITED = re.compile(
    r"(?P<item>(?:邀请|请|抽取|选派|增加)[^。;,\n]{2,60}[、和][^。;,\n]{2,30})(?=[,。;])"
)
_TOGETHER = re.compile(
    r"(?P<item>(?<![^,。;:\n])(?!由)[^。;:,\n]{2,60}[、和][^。;:,\n]{2,30}(?:参加|参与|组成|列席|填票|参评|受邀|应邀))"
)
_CHOSEN = re.compile(
    r"(?P<item>(?:由|从|向)[^。;,\n]{2,40}[、和][^。;,\n]{2,40}?(?:中(?:间)?(?:随机)?(?:选聘|推选"
    r"|选取|抽取|邀请|抽选|推荐|产生|聘请|选派|选\d+名)|评一评|了解|寄发|共同实施)[^,。;\n]{0,12})"
)
_CONSISTS = re.compile(
    rf"(?P<item>(?:{ACTS}|抽查|检查|抽检)[组团](?:成员)?[为由:][^。;,\n]{{4,80}})"
)
_MADE = re.compile(
    r"(?P<item>[^,。;:\n]{0,10}(?<!理)[由从][^。;:,\n]{2,50}[、和][^。;:,\n]{2,30}(?:构成|编成|混编|产生|推荐|围坐|填票|投票|评))(?=[,。;\n]|[^,。;]{0,4}组)"
)
_WITHIN = re.compile(
    rf"(?P<item>(?<![\u4e00-\u9fff])在[^。;,]{{2,40}}中(?:开展|进行|组织)[^。;,]{{0,8}}{ACTS})"
)
_SUBJECT = re.compile(
    rf"(?P<item>(?<![^,。;:\n])[^,。;:\n]{{2,16}}对(?!象)[^,。;]{{2,50}}?(?:进行|开展|作出)?[^,。;]{{0,6}}{ACTS})"
)
_VOTING = re.compile(
    r"(?P<item>(?<![^,。;:\n])(?!围绕|结合|[^,。;]{0,8}(?:通过|采[取用]|运用|用的))[^。;:,\n]{2,60}[、和][^。;:,、\n]{2,16}?(?:当场|现场|无记名)(?:画票|投票|打分|评分|测评))"
)
_HANDED = re.compile(r"(?P<item>向[^。;,]{2,40}?(?:发放|寄发|发出|发送|推送|下发))")
_CALLED_ON = re.compile(
    r"(?P<item>(?<![\u4e00-\u9fff])(?:委托[^,。;]{2,14})?对[^,。;]{2,20}?(?:全部|逐一|逐[户件人])?进行(?:电话|上门|入户)?(?:访问|回访|随访|访谈))"
)
_IN_CHARGE = re.compile(
    rf"(?P<item>(?<![^,。;:\n])[^,。;:\n]{{2,40}}负责[^,。;]{{0,8}}{ACTS})"
)
_ONLY_ACT = re.compile(
    rf"组织(?:进行|开展)?[^、,对]{{0,8}}(?:满意度)?{ACTS}$|[^,]{{0,4}}生活会"
)
_REPRESENTED = re.compile(r"(?P<item>向[^。;,]{2,60}?代表征求意见)")
_ASKED = re.compile(
    r"(?P<item>(?:广泛)?(?:征求|听取)(?:[^。;,]{1,30})?(?:党员|群众|对象|代表"
    r"|各界)[^。;,]{0,14}的?(?:意见|评价))"
)


_LOOKS = any_of(
    """
    检查 督查 抽查 考核 考评 评估 验收 核查 评查 抽检 测评 评议 打分 评分 暗访 巡查
    回访 评价 评审 查看 走访 问询 投票 评定 点评 互评 自评 互检 自检 审定 监督
    """
)
_OFFICES = any_of(
    """
    馆 组 办 处 科 室 局 委 会 团 所 部 院 站 中心 机构 公司 代表 专家 同志 监督员 评委
    学生 家长 群众 患者 病人 用户 旅客 企业 班组 区队 支部 总支 书记 对象
    """
)
_BETWEEN = (
    r"(?:[\u4e00-\u9fff]{0,4}月[^,。;]{0,4}|将|要|每[日天周月季年]度?"
    r"|不?定期|随机|于|\d+|年底|现场"
    r"|当场|组织|一次|次|开展|进行|专项|联合|集中|逐[\u4e00-\u9fff]|匿名|无记名"
    r"|到[\u4e00-\u9fff]{1,6}|对[\u4e00-\u9fff]{2,20}?){0,6}"
)
_DOES = re.compile(
    r"(?<![^,。;:\n、])(?:再?由|请|委托|聘请)?"
    r"(?P<item>(?![并报同采每发分具又再将要二一三四五六七努认组吸广]|各?科室)"
    rf"[\u4e00-\u9fff]{{1,14}}?(?:{_OFFICES}))(?!监督){_BETWEEN}(?:{_LOOKS})"
)
_ASKED_OF = re.compile(
    r"(?:对|向|拨打|访问|询问)(?P<item>[\u4e00-\u9fff]{0,8}"
    r"(?:患者|病人|群众|用户|旅客|客户|家长|学生|代表|对象|居民|村民|企业|报警人"
    r"|信访人))(?:进行|开展|逐[\u4e00-\u9fff])*"
    r"(?:电话|问卷|入户|上门)*(?:回访|访谈|调查|提问|询问|发放)"
)
_PLAIN = (_DOES, _ASKED_OF)
_WAYS = (
    _NAMED, _DOES, _ASKED_OF, _CALLED, _INVITED, _TOGETHER, _CHOSEN, _CONSISTS,
    _MADE, _WITHIN, _SUBJECT, _VOTING, _REPRESENTED, _HANDED, _CALLED_ON, _IN_CHARGE,
)  # fmt: skip


def _who(match: re.Match[str]) -> bool:
    """Whether a clause names persons, and not only the act (组织群众评议)."""
    words = match["item"]
    who = re.split(r"(?<!针)对(?!象)", words)[0]
    several = "、" in who and "由" in words[:10]
    return not _ONLY_ACT.match(words) and bool(several or PERSON.search(who))


def _looks(text: str, match: re.Match[str], passage: Passage) -> bool:
    """Whether the passage goes on to say how somebody looks, asks or rates."""
    return bool(EXAMINING.search(text, match.end(), passage.end))


def find_participants(sheet: Sheet) -> list[Place]:
    """Who judges: the clauses that name them."""
    text = sheet.text
    found: list[Place] = []
    asked: list[Place] = []
    for passage in passages(sheet):
        for pattern in _WAYS:
            found += [
                match.span("item")
                for match in pattern.finditer(text, passage.start, passage.end)
                if _who(match) or (pattern in _PLAIN and _looks(text, match, passage))
            ]
        asked += [
            match.span("item")
            for match in _ASKED.finditer(text, passage.start, passage.end)
        ]
    return unique(found or asked, text)
