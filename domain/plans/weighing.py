"""What a clause or a listed item of an assessment is: a way, a side, or neither."""

import re

from domain.plans.judging_words import ASPECT, BODY, GRADE, PERSON
from domain.plans.pairs import PAIR
from domain.plans.way_words import way
from domain.plans.words import any_of

_LOOKING = any_of(
    """
    听取 聆听 旁听 列席 收听 监听 查阅 翻阅 翻看 翻查 调阅 调取 调看 调听 审阅 审读
    审查 审核 查看 查访 查岗 阅看 浏览 研判 判读 核查 核实 核对 核验 查验 查对 查考
    勘验 勘查 点验 检验 检测 抽查 抽检 抽取 抽看 抽问 抽考 抽测 抽点 抽验 抽听 抽样
    抽阅 抽选 抽签 比对 对照 倒查 复核 复查 复测 复检 盘点 清点 盘库 测量 丈量 实测
    称重 品尝 采样 取样 送检 化验 审计 鉴定 察看 观看 观察 观摩 体验 感受 踏勘 踏查
    走访 访谈 访问 回访 暗访 随访 家访 探访 采访 巡查 巡视 巡课 夜查 询问 问询 征询
    提问 考问 追问 质询 座谈 面谈 约谈 谈话 谈心 拨打 拨测 连线 复盘 回放 回看 投票
    票决 票选 表决 举手 唱票 计票 画票 划票 统计 测算 核算 监测 监督 监考 试用 试吃
    试乘 试驾 试讲 说课 听课 评课 观课 推门 阅卷 述职 述廉 述学 述评 演示 演练 演讲
    展示 答辩 答题 作答 问答 面试 笔试 口试 实操 上机 会操 操作 比武 比试 竞答 抢答
    考试 测试 测验 测评 评议 评价 评分 评审 评查 打分 亮分 打星 打钩 打勾 点评 讲评
    自评 互评 初评 复评 总评 自查 互查 互检 自检 专检 自验 普查 普验 初验 复验 暗查
    明查 盲评 盲测 会审 会诊 会评 联审 联评 填写 填报 填答 填表 发放 下发 回收 张贴
    摆放 开设 开通 设立 设置 召开 导出 抓取 出具 截取 扫码 扫描 录像 拍照 拍摄 航拍
    摄像 蹲点 蹲守 盯岗 跟班 跟车 跟岗 问卷 调查 调研 汇报 陈述 检查 督查 考核 考察
    考查 验收 推演 拉动 晒单 公议 约见 约访 拦问 查询 检索 查勘 神秘购物 神秘访客
    跟队 计时 筛查 听证 交叉分析 对比分析 问辩 亮牌 举牌 报账 对账 交叉 串门 拉家常
    聊天 无记名 电话
    """
)
_LOOKS = re.compile(_LOOKING)
_ONCE = r"(?P<verb>[看听查问量翻访走跑谈测评议比聊试考])一(?P=verb)"
_CHARS = (
    r"(?:听(?!从|众)|查(?!摆|找|处|清|漏|纠|究|封)|看(?!望|齐|好|护|重|到|法)|访(?!贫)"
    r"|问(?!责|题|政|候|计|需|效)|走(?!上|向|出|过|形|私|样)|测(?!评|算)|抽(?!调|出"
    r"|签)|翻"
    r"|核(?!心|定|减|准)|量(?!化|力|刑|体)|考(?!核|评|虑|勤|前|中|后)|验(?!收)"
    r"|试(?!点|行)"
    r"|审(?!批|慎|美)|阅(?!读)|点名|数(?![据量字额控码学]))"
)
_MANNERS = any_of(
    """
    实地 现场 随机 入户 进村 蹲点 跟班 逐户 逐处 逐人 逐项 逐卷 逐个 逐家 个别 电话
    扫码 模拟 登门 上门 面对面 书面 不定期 当面 当场 集中 交叉 异地 匿名 夜间
    不打招呼 线上 线下 网上 突击 分组 分别 全程 床旁 互相 相互 独立 公开 每日 每周
    每月 每季度 每季 每年 每班 每旬 主动 直接 统一
    """
)
_LEAD = re.compile(
    r"(?:\s|[一二三四五六七八九十]、|\(?[一二三四五六七八九十\d]{1,2}[.)、]|[①-⑳]"
    r"|[一二三四五六七八](?:是|来|(?=[看听查问访测走翻抽考]))|先行?|再|最后|然后"
    r"|随后|同时|并且?|还|也|又|既"
    r"|首先|其次|另外?|必要时|分别|要|将|可以?|应当?|须|即|采取|采用|通过|实行|运用"
    r"|坚持|主要|具体)+"
)
_TAIL = re.compile(r"(?:占?\d+(?:\.\d+)?(?:%|分)|\([^()]*\)|等|\s|”)+$")
_SUBJECT = (
    r"(?:[\u4e00-\u9fff“”]{0,14}?(?:[组会团办委处科局队室站部院所员人长家]|代表|群众"
    r"|党员|干部|中心"
    r"|企业|师生|家长|对象|部门|单位|机构|专班|观众|用户|患者|选手|民警|同志|[们方]))?"
)
_CALLED = r"(?:(?:邀请?|请|聘请|委托|组织|由|选派|抽调|安排|让|发动)[^,。;]{2,20}?)?"
_WHERE = r"(?:[到在于沿进从深赴去向与同和对给把将][^,。;]{1,14}?)?"
_OPENS = re.compile(
    rf"(?:{_CALLED}{_SUBJECT}(?:{_MANNERS})*{_WHERE}(?:{_MANNERS})*)"
    rf"(?:(?:{_LOOKING})|{_CHARS}(?=[^,。;]{{2}})|[^,。;]{{0,8}}{_ONCE})"
)
_VERB_OPENS = re.compile(
    rf"{_CALLED}{_SUBJECT}(?:{_MANNERS})*{_WHERE}(?:{_MANNERS})*(?:{_LOOKING})(?=[^,。;]{{2}})"
)
_ENDS = re.compile(
    rf"(?:(?:{_LOOKING})(?:会|表|法)?|(?<=[\u4e00-\u9fff]{{2}})[评访检查验考看问]"
    rf"|向[^,。;]{{2,10}}了解[^,。;]{{2,12}}|{_ONCE})$"
)
_NOUN = re.compile(r"(?:日志|记录|反馈|笔记|研讨|数据)$")
_NEVER = re.compile(
    r"学习(?!笔记|记录|情况|资料|心得)|自学|辅导|宣讲|培训|讲座|研讨(?!$)|党课"
    r"|宣传(?!资料|橱窗|栏|册|画|效)"
    r"|横幅|整改|整治|查摆|动员|部署|表彰|奖|挂钩|纳入|通报|取消|结果|得分|分数|档次"
    r"|等次|命名|责令|诫勉"
    r"|问责|上报|报送|报告|征求|征集|推荐|总结|制定|成立|抽调(?!档案|资料|卷)"
    r"|反馈意见|不[得能搞]|严禁"
    r"|改变|称号|扣[发减分]|追责|低于|以上的|不达标|不合格|末位|公示|公布|访贫|慰问|生活会|精心"
    r"|督促|贯彻|备案|存档|抄送|讲解|折页|播放|公益|讲座|列入|接受|评选|评出|作为"
    r"|普及|流动红旗"
)
_DUTY = re.compile(
    r"不少于|至少|以内|达到|达不到|^\d+月|\d+月(?:\d|底|前|[上中下]旬)|\d+天|\d{4}年|\d次$|[时后前中]$|为$|是$|组成"
    r"|担任|组长|^为"
    r"|为(?:检验|确保|客观|了解|切实|进一步|全面)|结束|阶段|计分制|负责|基础上|牵头"
    r"|分值|满分|原则|比例(?=$|[不达要为占])|[面率比](?:积|例)?(?:须|应|要|不|达|占"
    r"|为|在|保)|[不]低于[\d\u4e00-\u9fff]{1,8}%?$|确定$|[面率]\d|^限|补[考检]"
    r"|的$|^不|[几\d一二三四五六七八九十]{1,4}(?:家|条|名|批次|份|次|天|篇|张|户|个"
    r"|人|卷|场|例|点|以上|左右)$|[面率](?:达|要|不|占)?$|面积|成绩|的[^的]{1,4}$"
    r"|“[一二三四五六七八九十]|由.*(?:谈话|约谈|提出|评判|说了算)|申请|决定|均可"
    r"|日内|一律|优先|只有"
    r"|统一$|谁|结论|意见$|^坚持|方式|方法|办法|主体|形式|手段|程序|步骤|内容|什么"
    r"|怎么|如何|依据|次会议|标准"
    r"|开展情况|纪律|方案|制度$|聘请的|认真|坚决|严格"
)
_OFFICE = any_of(
    """
    测评 评议 评价 评审 考核 验收 检查 督查 点评 考评 监督 演练 演示 汇报 对照 评查
    考察 考查 督导 评估 评定 评比 陈述 检验 调研 约谈 巡视 鉴定 评分 打分 复核
    核查 抽查 查验
    """
)
_PLAINLY = re.compile(
    rf"(?:[^,。;]{{0,24}}?[组会办委局厅部处科室员区县市镇乡村队里区关司])?(?:邀请[^,。;邀]{{2,24}}|由[^,。;由]{{2,16}}|对[^,。;对]*"
    rf"|组织|开展|进行|实施|实行|接受|参加|参与|全面|作出|列席"
    rf"|逐[项条][\u4e00-\u9fff]{{0,3}}|每季|每月|[\d一两]次"
    rf"|年度|群众|民主|家长|职工|村民|社会|专项|综合|联合|满意度|将|再|要|按季|年底"
    rf"|年终)*(?:{_OFFICE})+(?:工作|活动|会)?"
)
_MANNERED = re.compile(
    rf"(?:无记名|不记名|现场|当场|匿名|交叉|背[靠对]背|网上|网络|线上|扫码|书面|实地"
    rf"|随机|登门|上门|电话|抽样|第三方|个别|入户"
    rf"|逐[人户个]|听证|[\u4e00-\u9fff]{{2}}式|互相|相互|床旁|异地|面对面|票"
    rf"|盲)[\u4e00-\u9fff]{{0,4}}(?:{_OFFICE})$"
)
_OPENING = re.compile(
    r"^(?:[^,。;]{0,4}(?:测评|评议|评价|评审|考核|验收|考评|评估|评定|评比|竞赛"
    r"|评[查选])(?!团|组|人|员|委|小组|专家|机构)(?!会$)|打分|评分|点评|报|交|能"
    r"|对(?!账|比)(?!.*(?:访谈|回访|访问|问卷|询问|提问|复测|抽测))|是|季度|凡"
    r"|每[^,。;]{0,3}[一两]"
    r"|[要须]?(?:为|把|将)(?!.*[查核看问比访]))|“[^”]*、|不[打听看搞]|[分设]为?“"
    r"|“[^”]*$"
)
_SELF = re.compile(r"[自互]评|评[教星]|评$|问卷|述职|[自互]查")
_SIDE_END = re.compile(
    r"(?:[度率性力感量风]|情况|质量|水平|状况|表现|成效|效果|到位|及时|规范|齐全"
    r"|完整|能力|程度|数量|作风)$"
)
_NAMES = re.compile(
    rf"(?:{PERSON.pattern}|[部处科室厅局会中心])$|[一二三四五\d]+名$|各\d+[名人]$"
)
_NO_ITEM = re.compile(
    r"^不[^少]|^“?[一二三四五六七八九十][\u4e00-\u9fff]{1,6}$|^(?:邀请|会同"
    r"|聘请)[^,。]{2,14}(?:代表|委员|员|人|处|局)$"
)
_NO_SIDE = re.compile(
    r"\d|[的了]$|^[不由请在]|[部处科室站厅局会组村点系网口法所店馆]$|有限|《|询问|征询|听取|(?:用户|群众|对象|客户|居民|家长|代表|患者|职工)对|^对"
    r"|^[一二三四五六七八九十\\d几]+[个条点项]|阶段|方案|步骤"
)
_ACTS_LAST = re.compile(r"[核审议报晒]$")
_LONGEST = 34
_NAME = 18
_SHORT = 3
_WORK = re.compile(r"(?:的?情况|方面|状况|表现)$")


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A phrase without its number, what puts it in order, and its share."""
    lead = _LEAD.match(text, start, end)
    if lead and lead.end() < end - 1:
        start = lead.end()
    tail = _TAIL.search(text[start:end])
    if tail and tail.start() > 1:
        end = start + tail.start()
    return start, end


def excluded(words: str) -> bool:
    """Whether words speak of learning, publicity, results and the like."""
    return bool(_NEVER.search(words) or GRADE.fullmatch(words))


def is_way(words: str) -> bool:
    """Whether a listed item says how somebody looks, asks, tests or rates."""
    if not 2 <= len(words) <= _LONGEST or excluded(words) or _NO_ITEM.search(words):
        return False
    if PAIR.search(words):
        return opens_with_verb(words)
    opened = bool(way(words)) or _opened(words)
    closed = _ENDS.search(words) or (len(words) > _SHORT and _NOUN.search(words))
    return opened or bool(closed and not _SIDE_END.search(words))


def _opened(words: str) -> bool:
    """Whether words open with a look, behind who looks, where and in what manner."""
    return bool(_OPENS.match(words))


def is_lone_way(words: str, *, announced: bool) -> bool:
    """Whether a clause that stands alone is a way; more is asked than in a list."""
    if not _may_stand_alone(words):
        return False
    if _PLAINLY.fullmatch(words) and not _MANNERED.search(words):
        return announced and bool(_SELF.search(words))
    if announced:
        return is_way(words) or bool(_LOOKS.search(words) or _ACTS_LAST.search(words))
    named = len(words) <= _NAME and _ENDS.search(words)
    looks = way(words, apart=True) or _opened(words) or named
    return bool(looks) and bool(opens_with_verb(words) or not _SIDE_END.search(words))


def _may_stand_alone(words: str) -> bool:
    """Whether a clause has the length of a way and is no duty, aim or opening."""
    if len(words) > _LONGEST or (len(words) <= _SHORT and not way(words)):
        return False
    if PAIR.search(words) and not opens_with_verb(words):
        return False
    return not (_DUTY.search(words) or excluded(words) or _OPENING.search(words))


def is_side(words: str) -> bool:
    """Whether a listed item names a side of the work that is judged."""
    words = words.strip("“”")
    if len(words) > 26 or _NO_SIDE.search(words):
        return False
    if PAIR.search(words):
        return True
    if BODY.search(words) or GRADE.fullmatch(words):
        return False
    core = _WORK.sub("", words) or words
    return bool(ASPECT.search(core) or _SIDE_END.search(words))


def is_body(words: str) -> bool:
    """Whether an item names a body or persons."""
    return bool(_NAMES.search(words) or BODY.search(words))


def opens_with_verb(words: str) -> bool:
    """Whether words open with a whole verb of looking, before its object."""
    return bool(_VERB_OPENS.match(words[:_LONGEST]))


def is_open(words: str) -> bool:
    """Whether an item of unknown class may be what a frame says it is."""
    return (
        2 <= len(words) <= 14
        and not BODY.search(words)
        and not PERSON.search(words)
        and not excluded(words)
        and not _NO_SIDE.search(words)
    )
