"""The words ways of judging are made of, by class, and how one way is built."""

import re

from domain.plans.words import any_of

HAN = r"[\u4e00-\u9fff]"
_WORD = r"[\u4e00-\u9fff“”A-Za-z\d]"

_EXAMINE = any_of(
    """
    听取 聆听 旁听 列席 收听
    查阅 翻阅 翻看 翻查 调阅 调取 审阅 审读 查看 查访 阅看 抽阅 浏览 研判 判读
    核查 核实 核对 核验 查验 查核 勘验 点验 检验 检测 抽查 抽检 抽取 抽看 抽问 抽考
    抽测 抽点 抽验 比对 倒查 复核 盘点 清点 测量 丈量 品尝 采样 取样 化验 审计
    察看 观看 观察 观摩 体验 感受 踏勘 踏查 走访 访谈 访问 回访 暗访 随访 抽访 巡查
    询问 问询 征询 提问 考问 座谈 面谈 约谈 拨打 拨测 连线 提讯 讯问 复盘 回放 投票
    明察暗访 明查暗访 视察 约见 会见 探访 调看 调听 查对 验看 试用 试吃 试乘 察访 视导
    检视 通读 阅评 探查 验核
    """
)
"""Verbs that open a way: 听取汇报, 查阅资料."""

_MANNER = any_of(
    """
    实地 现场 随机 入户 进村 蹲点 跟班 逐户 逐处 个别 电话 扫码 模拟 走村 走进 登门
    上门 面对面 书面审 书面核 不定期 当面 跟车 驻点
    """
)
"""Manners that open a way before an act: 实地查看, 电话抽查."""

_GLANCE = (
    r"(?:抽调(?=[卷档资台案])|听|查(?![摆找处清漏纠究封])|看(?![望齐好护重到])|访(?!贫)|问(?![责题政候])"
    r"|走(?![上向出过形私样])|测(?![评算])|抽(?![调出签])|翻|核(?![心定减准])|量(?![化力刑体])"
    r"|数(?![据量字额])|考(?![核评虑勤察前中后])|验(?!收)|试(?![点行用题])|演(?![变讲])|尝(?!试)"
    r"|称(?![职号赞])|对(?=账)|阅|访)"
)
"""Single characters that open a way before a short object: 看现场, 问群众."""

_TOOL = any_of(
    """
    问卷 调查表 评议表 测评表 评价表 评分表 评估表 考评表 打分表 意见表 表格 测评票
    评议票
    评价单 体验单 评议单 评分单 评分牌 评议牌 选票 票 测评卡 评议卡 评价卡 考评卡
    评分卡 评分表 意见卡 卡 评议函
    测评函 函 调查卷
    答卷 意见箱 评议箱 举报箱 信箱 热线 电话 评价器 评议器 按键 二维码 链接 短信 信函
    座谈会 评议会 恳谈会 述职会 院坝会 测评会 代表会 评审会 评价会 质询会 听证会 谈心会
    评议大会 测评大会 党员大会 职工大会 群众大会 观察点 监测点 监督岗 平台 小程序 意见簿
    """
)
_COLLECT = (
    r"(?:发放|下发|发出|寄发|寄送|发送|推送|投放|发好|开好|发|填写|填好|填|召集|召开|举行|组织召开|开展|开通|开设|开|设置"
    r"|设立|设|摆放|张贴|做|搞|组织|利用)"
)
_FINAL = any_of(
    """
    测评 评议 评价 评审 评查 评分 打分 投票 表决 票决 述职 述评 自评 互评 初评 复评 总评
    点评 考评 自查 互查 抽查 抽检 检查 督查 巡查 核查 核实 核验 核对 复核 暗访 走访 家访
    回访 随访 抽访 拦访 面访 访谈 访问 座谈 座谈会 恳谈 恳谈会 评议会 面谈 谈话 询问
    提问 抽问 问询 质询 问答 问卷 调查 调研 测试 考试 笔试 口试 抽测 抽考 实测 检测
    监测 取样 采样 判读 比对 分析 答辩 演示 演练 比武 展示 汇报 观摩 观察 体验 听课
    评课 评教 踏查 踏勘 勘查 勘验 航拍 回放 抓取 取数 填卷 填表 填答 划票 计票 扫码
    亮分 拨测 考察 复盘 陈述 测产 测验 抽验 普验 自验 初验 复验 考查 暗查 明查 抽样 盲测
    核算 自评打分 探访 约谈 盲评 观察 点验 查验 推荐票 家常 拍照 计分 察看 查看 实查
    评 见面 抽答 打钩 画票
    """
)
"""What a way named as a noun ends in: 问卷调查, 群众评议, 无人机航拍."""

_WEAK = any_of("小结 剖析 审定 评定 审核 初审 鉴定 总结 验收 考核 评估 监督 认定 推荐")
"""What a step ends in that is a way only beside a certain one."""

_PILED = re.compile(
    r"(?:督促|监督|指导|跟踪|检查|考核|评价|评估|督查|总结|评比|表彰|督导|验收|考评){2,}"
)
_NO_WAY = re.compile(
    r".*前先|.*(?:分制|量化|不低|不少|达到|超过)|(?:核查|检查|考核|考评|抽查|走访|暗访|评议|测评)[组团队员]|[^,、]{0,8}(?:总结|动员|表彰|部署|启动|推进|通报|现场)[大会]|[^,、]{0,9}(?:内容|结束|占)"
    r"|访贫|走访慰问|听取[^、]{0,12}(?:意见|建议|批评|使用者)|抽调(?![卷档资台案])|观察[团员]|实地学"
    r"|(?:逐[项条一]|综合)(?:量化)?(?:打分|评分|核定|计分|考评|评价|评定)|验收(?!时)"
    rf"|{_PILED.pattern}$"
    r"|.{0,12}(?:阶段|工作|问题|措施|领导|制度|情况通报|原因|差距|教育|学习|宣传)$"
    r"|.{0,12}(?:比例|率(?:达到)?|个?数|率要.*|密封|结果.*|[联互]动|测点|年度.*|全面评估|着重评价)$|进村入户$"
    r"|对照.{0,8}(?:打分|评分)|.{0,6}(?:接受|对待|纳入|抽取$)|书面检查|.*[两二三四五六]招$|.*相?结合$|开(?:展)?[^,、]{0,3}(?:党员|村民代表)大?会$"
    r"|[^,、]{0,6}(?:整改|查摆|排查|宣讲|慰问)|召?开好?[^,、]{0,8}(?:民主生活会|组织生活会)"
    r"|(?:统一|组织|开展|进行|实行|参[加与]|纳入|迎接)(?:考核|评议|检查|考评|测评|评价|评比)$"
)

_PLACE = r"(?:登录|登陆|[到进入去找调下赴]|深入)"
_OPENED = (
    rf"(?:{_EXAMINE}){_WORD}{{0,12}}?",
    rf"(?:{_MANNER}){_WORD}{{2,12}}?",
    rf"{_GLANCE}{_WORD}{{1,9}}?",
    rf"{_COLLECT}(?:(?!对){_WORD}){{0,14}}?(?:{_TOOL})",
    rf"{_PLACE}{HAN}{{1,9}}?(?:感受|体验|了解|测试|核[对实查]|[看查问听访调测谈找]){_WORD}{{0,8}}?",
    rf"(?:在|请){_WORD}{{2,16}}(?:随访|回访|访谈|问询|体验|抽查|设置{_WORD}{{0,6}}(?:器|箱))",
    rf"{HAN}{{0,8}}(?P<verb>[看听查问量翻访走跑谈测])一(?:(?P=verb)|趟){HAN}{{0,8}}?",
    rf"[与同跟和]{HAN}{{1,9}}?(?:[谈交]谈?[话谈心]|拉家常|交流){_WORD}{{0,6}}?",
    rf"(?:当|扮成?|扮作|装作){HAN}{{0,4}}(?:顾客|群众|患者|客户|旅客|学生|病人|办事人)",
)
_AFTER = (
    r"(?:(?:后|各|每|不少于|不超过|不低于|至少|给出|打出|评出|得出|作出|[\d(]|[一两三]次|[二两三四五]种|[二两三四五][招项个条件])[^,、;。]{0,16}"
    r"|的基础上|同步(?:推进|进行)|并行|并举|相?结合|相?互?(?:印证|补充)|等工作)?等?"
    r"[”]?$"
)
_JOINTS = (
    rf"(?:必?须|在(?=党员|个人|自)|[要将应可]|分别|逐{HAN}|即|坚持|实行|通过|采[取用]|运用|组织(?!生|部)|并"
    r"|直接|做好|搞好|首先|先行?|再|最后|然后|随后|后由?|其次|同时|还|也|既|又|由|经|以|用好?"
    r"|不定期|定期|分(?![工管局数类级])|集中(?!评议|测评|打分|投票)|[一二三四五六七八][是来]"
    r"|[一二三四五六七八](?=[听查看访问测验考谈])|主要|结合|辅以|会后|还|每[人户](?=发|填)|当场(?=填|投|打|评|画)|每[日天周]|[用靠]的是|采用的是|[①-⑳]|“)*"
)
_WHO = (
    rf"(?:以{HAN}{{2,8}}身份)?(?:{HAN}{{0,12}}?(?:[组会办团委处科局队室]|中心|部门|人员|专班|们))?"
    rf"(?:{HAN}{{1,8}}?(?:[时中后]|(?=既)))?"
)
_SINGLE_ACT = r"(?:(?<![考测互自点参])评|(?<![自互审抽检督])[听查看访问测谈验])"
_NAMED = rf"{_WORD}{{0,8}}?(?:{_FINAL})|(?!采用|通过|采取){HAN}{{2,5}}{_SINGLE_ACT}"
_STEP = rf"{_WORD}{{1,12}}(?:{_WEAK})"
_LED = rf"{HAN}{{0,12}}?(?:先|再|后|通过|采[取用]|分为|邀请|按照|(?<![经来])由)"
_ACTOR = (
    rf"{HAN}{{1,10}}(?:代表|负责人|干部|组|群众|专家|人|员|长|者|们|师生|教师|学生|家长"
    r"|观众|评委|选手)"
)
_PERFORMED = (
    r"(?:现场|逐[个一人]|当场|会上|上台|登台|无记名)?(?:述职|提问|质询|演示|答辩|投票|打分|评分|点评|画票"
    r"|测评|评议|表决|汇报|陈述|亮分|互评|提问质询|投票打分)"
)
_SHAPES = (
    re.compile(rf"{_JOINTS}{_WHO}{_JOINTS}(?P<item>{'|'.join(_OPENED)}){_AFTER}"),
    re.compile(rf"{_ACTOR}(?P<item>{_PERFORMED}){_AFTER}"),
    re.compile(rf"{_LED}{_JOINTS}(?P<item>{_NAMED}){_AFTER}"),
    re.compile(rf"{_JOINTS}(?P<item>{_NAMED}){_AFTER}"),
)
_WEAK_SHAPE = re.compile(rf"{_JOINTS}(?P<item>{_STEP}){_AFTER}")


_ORDERED = re.compile(
    r"(?:并|组织|首?先|再|最后|然后|随后|后|其次|由|经|通过|采[取用]|[一二三四五]是)"
)
_FULL = 3
_INSIDE = re.compile(rf"(?:{_EXAMINE}|{_COLLECT})(?={_WORD}{{0,12}}$)")


def mere_act(words: str) -> bool:
    """Whether words only pile up acts of office: 督促检查."""
    return bool(_PILED.fullmatch(words))


def way(words: str, *, apart: bool = False) -> tuple[int, int] | None:
    """Place of the way of judging that a short phrase is, without what leads in.

    A phrase that stands apart (between commas) must open with a verb of
    examining, or with a word that puts it into an order.
    """
    for shape in _SHAPES[: 3 if apart and not _ORDERED.match(words) else 4]:
        match = shape.match(words)
        full = match and (not apart or len(match["item"]) >= _FULL)
        if match and full and not _NO_WAY.match(match["item"]):
            return match.span("item")
    return None


def weak_way(words: str) -> tuple[int, int] | None:
    """The same for steps that are ways only beside certain ones: 科室审定."""
    match = _WEAK_SHAPE.match(words)
    return match.span("item") if match and not _NO_WAY.match(match["item"]) else None


_LONE = any_of(
    """
    查看 查阅 翻阅 翻看 调阅 调取 核查 核对 核实 查验 抽查 抽测 抽考 抽问 察看 听取
    访谈 询问 勘验
    点验 比对 旁听 复核 面谈
    """
)
_SINGLE = re.compile(rf"(?:{_LONE})(?!有效|重点|其|比例){_WORD}{{2,12}}$")


def telling(words: str) -> bool:
    """Whether a way says by itself how somebody looks: a verb and its object."""
    return bool(_SINGLE.match(words))


def way_inside(words: str) -> tuple[int, int] | None:
    """The way a clause ends in: 邀请代表旁听庭审."""
    for match in _INSIDE.finditer(words):
        place = way(words[match.start() :])
        if place:
            return place[0] + match.start(), place[1] + match.start()
    return None
