"""Which numbers oblige somebody, told by the words around them."""

import re

from domain.plans.quantities import Quantity
from domain.plans.words import VERBS

TIME = {"日", "周", "月", "年", "小时", "分钟", "工作日"}
_RHETORIC = re.compile(
    r"(?:环节|方面|阶段|步骤|关系|层面|关键|坚持|确保|着力|突破|到位|意识|共识|透|必须|不|结合|难点|原则|目标|要求|维护|自信|代表|文明"
    r"|转变|提升|统一|一|字|强化|围绕|时期|中心|基本|季度|层次|级别|领域|类别|系列|体系|档次|等次|务必|更加|明确|带头|切实|突出|查找|对照|着眼"
    r"|重要|能力|服务型|新|大局|全面|办法|特点|特色|渠道|途径|抓手|载体|活动|主题|内容|重点|专项|行动|课堂|作用|作风|环境|机制|短板|弱项|专题|问题|难题|事项"
    r"|步|点|纪律|传统|优势|好|严|实|先|到|率|确认|严禁|有|没有|变|加强|统筹|责任|主体|定位|维度|板块|部分|程序|条件|标准|类型|周期|月|星期|主体责任|进|走|送|访|查|看|想|学|讲)"
)
_HAN_IDIOM_BEFORE = re.compile(
    r"(?:[进统唯逐同单惟合如划任第每这那某另哪又再式]|之|后|件成|作为|成为|是|像|同|[“‘])$"
)
_HAN_IDIOM_AFTER = re.compile(
    r"(?:性|批|些|定|样|般|切|直|系列|级|流|体|致|旦|时|线|律|道|手|面|起|并|代(?!表)|把|心|贯|把手|方(?!案)|方面|部分|事一议|人一|户一|企一|村一|家一|案一|策|查到底|会|岗|课|票"
    r"|或|中|届|年|阶段|体化|盘棋|揽子|张网|窗|站式|网|点|处|组成|对一|帮一|个个|次次|件件|成一|龙)"
)
_PAST = re.compile(
    r"去年|近年来|以来|(?<![较比])上年|(?<!年)同比|目前|现有|已经|已(?=[^建])|共有|累计(?=查处|完成|投入|排查|整改)|据统计|截至目前|现辖|辖有|前\d年|过去|曾|达到了|完成了|取得了|提高了|下降了|增长了|查处了"
)
_SCORING = re.compile(
    r"扣|权重|分值|满分|得分|计分|加\S{0,3}分|一等奖|二等奖|三等奖|优秀奖|特等奖|优胜奖|组织奖|奖励|奖金|奖品|罚款|处以|罚金|占\d+(?:分|%)|占[^,。]{0,16}(?:总分|分值|权重|比重|总成绩|成绩)"
    r"|评选出?|评出|评比|表彰|命名|授予|评为"
)
_SANCTION = re.compile(
    r"通报批评|约谈|诫勉|免职|一票否决|问责|取消\S{0,6}资格|责令|处分|停职|待岗|辞退|末位|黄牌|亮牌|追究|给予批评|通报|警告|调离|不得评|不能评|效能告诫|告诫|黑名单|开除|曝光|书面检查|扣发"
)
_GROUPING = re.compile(
    r"(?:分成|分为|划分为|划为|分|设立|下设|设|成立|组建|抽调|由|组成|设置|编成)(?:了)?(?:若干)?$"
)
_GROUP_NOUN = re.compile(
    r"(?:工作|督导|督查|检查|专项|调研|指导|宣讲|整治|执法)?(?:小组|组|分队|队伍|队|专班|专责组|阶段|环节|步骤|片区|片|层面|部分|方面|批次|批|级|档|办公室|科室|副组长|成员|工作人员)"
)
_WHOLE = re.compile(
    r"(?:全[市县区镇局省国乡校院系体]|共|所有|各|等|这|上述|以下|下列|其余|其他|辖区|该|我[市县区镇局省校]|的|前|后|上|下|第|最后|本|以上)$"
)
_VISIT = re.compile(
    r"走访|联系|检查|抽查|包|帮扶|选|创建|打造|建|评|深入|调研|推荐|培育|结对|覆盖|开展|巡查|督查|走|到|抓|点评|每"
)
_STAGE_LENGTH = re.compile(
    r"为期|历时|利用|用\S{0,4}$|分\S{1,3}阶段|阶段(?:约|大约|用时|时间)|时间(?:为|是|约|共)?$|集中\S{0,2}$|再用|经过|通过\S{0,3}$|力争$|每个?阶段|周期|连续|从\S{0,6}起"
)
_LIMIT_WORK = re.compile(
    r"办结|答复|回复|反馈|整改|处理|处置|到场|到达|赶到|完成|受理|转办|录入|公示|公开|响应|送达|办理|核实|解决|修复|清运|出具|审批|审核|审查|发放|拨付|回访|清理|拆除|补齐"
    r"|补办|办成|接诉|联系|调处|化解|查实|核查|给予|作出|告知|派单|签收|交办|移交|立案|检测|维修|兑付|支付|评审|审结|注册|登记|领取|发证|上门|出警|救援|集结|组织|启动|退回|移送|交账|落实|销号|建立|召开"
)
_PASSING = re.compile(r"报(?!名|道|刊|纸|销|废|案)|上报|报送|报告|备案|提交|信息")
_STUDY = re.compile(
    r"学习|培训|自学|脱产|集中|蹲点|驻村|宣讲|值班|授课|辅导|练|实习|锻炼|下沉|志愿服务|公示|张贴|留存|保存|晨读|锻炼|参训|播放"
)
_MAY = re.compile(
    r"^(?:也)?可(?:以)?(?![不能靠信行见])|可(?:以)?(?:结合|根据|由|视)|鼓励|提倡"
)
_EACH = re.compile(r"每|人均|各|分别|一律|均|都|至少")
_MUST = re.compile(
    r"要|应|须|必须|务必|不得|确保|力争|不少于|不低于|至少|保证|达到|不超过"
)
_ACT = re.compile(
    rf"{VERBS}|上|讲|作|做|写|报|提|选|出|编|查|办|读|听|过|交|学|派|写出|拿出|刊发|发表|帮|包|种|发|建|设|评|抓|研究|汇报|调度|交流|回头看|打造|争取|力争|征订|订阅|投稿|采用|化解|招募|储备|配备|创作|拍摄|录制|观摩|救治|受理|巡|轮训|淘汰|关停|取缔|打掉|破获|侦破|抓获|收缴|查扣|拆|植|栽|修|疏|清|改|降|减|增|引进|签约|培|赠|捐|资助|演|播|训|轮|唱|看|跳|画|诵|背|记|走|拍|贴|挂|送|谈|交友|结"
)
_ONE_GOOD = re.compile(
    r"(?:联系|确定|选择|选取|选定|建立|包|帮扶|结对|打造|树立|培育|选树|解决|认领|领|建成|创建|承诺|开展|办|设立|推出|确立|攻克|整改|组建|提出|查找|梳理)"
)


def obliges(text: str, clause: tuple[int, int], sentence: tuple[int, int],
            quantity: Quantity) -> bool:  # fmt: skip
    """Whether a number states what somebody must reach.

    Args:
        text: The cleaned text.
        clause: Place of the clause around the number.
        sentence: Place of its sentence.
        quantity: The number.
    """
    before = text[clause[0] : quantity.at]
    after = text[quantity.end : clause[1]]
    words = text[slice(*clause)]
    if _excluded(text, clause, sentence, quantity):
        return False
    if quantity.measure in TIME:
        if not after and quantity.comparator == "<=":
            after = text[quantity.end + 1 : min(sentence[1], quantity.end + 40)]
        return _time_obliges(words, before, after, quantity)
    if quantity.measure == "%":
        return True
    if not quantity.bound and not _ACT.search(before) and not _EACH.search(before):
        return False
    return quantity.arabic or quantity.bound or _han_obliges(before, after, quantity)


def _excluded(text: str, clause: tuple[int, int], sentence: tuple[int, int],
              quantity: Quantity) -> bool:  # fmt: skip
    before = text[clause[0] : quantity.start]
    near = text[clause[0] : quantity.at]
    after = text[quantity.end : clause[1]]
    words = text[slice(*clause)]
    whole = text[slice(*sentence)]
    if quantity.measure in ("元", "起", "类", "种", "批", "例") and not quantity.bound:
        return True
    if quantity.measure == "元" or re.search(r"第$|[〔《]$|\.$", near):
        return True
    if re.search(r"(?:范围|对象)(?:为|是|包括|:)", words):
        return True
    if _SCORING.search(words) or (
        _PAST.search(text[sentence[0] : clause[1]]) and not _MUST.search(words)
    ):
        return True
    if _condition(text, sentence, quantity):
        return True
    if quantity.short and not re.search(r"补|重新|再", whole):
        return True
    if _awarded(text, sentence, quantity):
        return True
    if _old_limit(before, after) or _MAY.search(words):
        return True
    return _counts_groups(before, after, quantity)


def _condition(text: str, sentence: tuple[int, int], quantity: Quantity) -> bool:
    """Whether the number is the condition of a sanction or an exception."""
    rest = text[quantity.end : sentence[1]]
    redo = re.search(r"补|重新|再", rest)
    if (
        re.match(
            r"[^,。;:]{0,14}的(?:[,。;:]|$|须|要|应|必须|一律|给予|予以|由|将|不)", rest
        )
        and not redo
    ):
        return True
    sanction = _SANCTION.search(rest) or re.search(r"扣\S{0,4}分", rest)
    between = rest[: sanction.start()] if sanction else ""
    return bool(re.match(r"^[^,。;]{0,20}的,?[^,。;]{0,12}$", between)) and not redo


def _awarded(text: str, sentence: tuple[int, int], quantity: Quantity) -> bool:
    """Whether the number is a quota of prizes."""
    lead = text[max(sentence[0], quantity.start - 40) : quantity.start]
    return quantity.measure in (
        "名",
        "个",
        "人",
        "家",
        "户",
        "篇",
        "幅",
        "件",
    ) and bool(re.search(r"评选|评出|表彰|等奖|优秀奖|命名", lead))


def _old_limit(before: str, after: str) -> bool:
    return bool(
        re.search(r"(?:由|从)(?:原来的?|现在的?|法定的?)?\S{0,4}$", before)
    ) and bool(
        re.match(r"\S{0,6}(?:压缩|缩短|减少|降|提高|提升|增加|精简|到|至)", after)
    )


def _counts_groups(before: str, after: str, quantity: Quantity) -> bool:
    if re.search(r"》$|前$|每$|每一?$", before):
        return True
    if (
        quantity.measure in ("个", "组") and re.match(r"\S{0,6}组(?!织)", after)
    ) or quantity.measure == "组":
        return not re.search(r"走访|联系", before)
    abstract = re.match(r"(?:环节|方面|阶段|步骤|层面|关系|关键)", after)
    if quantity.measure == "个" and not quantity.arabic and abstract:
        return True
    if quantity.bound:
        return False
    if quantity.measure in (
        "个",
        "项",
        "种",
        "类",
        "大",
        "条",
        "点",
        "部",
        "面",
        "站",
        "段",
    ):
        if not quantity.arabic and _RHETORIC.match(after):
            return True
        if quantity.arabic and re.match(
            r"(?:环节|方面|阶段|步骤|层面|字|部分|确保|坚持|结合|专项行动|重点领域|类别|大类)",
            after,
        ):
            return True
    if _GROUPING.search(before) and (
        _GROUP_NOUN.match(after) or quantity.measure in ("组", "名", "人", "支")
    ):
        return True
    bodies = re.match(
        r"[^、,;\s]{0,4}?(?:部门|单位|乡镇|镇|街道|县区|科室|社区|村|学校|企业|支部|中队|派出所|工种)",
        after,
    )
    if quantity.measure == "个" and bodies and not _VISIT.search(before[-4:]):
        return True
    counted = quantity.measure in (
        "个",
        "家",
        "户",
        "名",
        "人",
        "所",
        "处",
        "村",
        "组",
        "位",
        "项",
        "支",
    )
    return counted and bool(_WHOLE.search(before))


def _time_obliges(words: str, before: str, after: str, quantity: Quantity) -> bool:
    if re.search(r"年限|年龄|周岁|任职|工龄|学制|计划$|行动$", words):
        return False
    limit = quantity.comparator == "<=" and quantity.bound
    if re.search(r"限(?:期|时)$", before) or text_bound(words, quantity):
        return True
    if limit:
        if re.match(rf"\S{{0,2}}?(?:{_LIMIT_WORK.pattern})", after):
            return True
        if _PASSING.search(after[:16]) or _PASSING.search(before[-10:]):
            return bool(re.search(r"答复|回复|办结|反馈", after[:12]))
        loose = quantity.measure in ("日", "工作日", "小时", "分钟")
        past = re.search(r"(?:近|前|过去|连续|每)$", before)
        return bool(_LIMIT_WORK.search(words)) or (loose and not past)
    if _STAGE_LENGTH.search(before) and not quantity.bound:
        return "为期" in before and bool(
            re.match(r"的[^,。]{0,12}(?:培训|读书班|学习|轮训)", after)
        )
    if re.search(r"每(?:人)?(?:周|月|季度|年|天|日)[^,]{0,8}$", before):
        return quantity.measure in ("日", "小时", "分钟")
    if quantity.bound:
        return quantity.comparator != "~" or bool(_STUDY.search(words))
    return quantity.arabic and quantity.measure in ("日", "小时", "工作日", "分钟") and bool(
        re.search(r"学习|培训|自学|公示期?|蹲点|驻村|授课", before)
    ) and not re.search(r"期间|内", after[:2])  # fmt: skip


def text_bound(words: str, quantity: Quantity) -> bool:
    """Whether a limit is set by 限期 or 限时."""
    return quantity.comparator == "<=" and bool(
        re.search(r"限[期时](?:在)?[\d一二三四五六七八九十]", words)
    )


def _han_obliges(before: str, after: str, quantity: Quantity) -> bool:
    """Han numerals are idiom more often than count; only clear cases oblige."""
    if _HAN_IDIOM_BEFORE.search(before) or _HAN_IDIOM_AFTER.match(after):
        return bool(re.search(r"每(?:[^,]{0,12})$", before)) and not after.startswith(
            ("或", "性")
        )
    if quantity.measure in (
        "面",
        "点",
        "处",
        "站",
        "部",
        "段",
        "级",
        "组",
        "课",
        "批",
        "位",
        "人",
    ):
        return bool(re.search(r"每", before))
    if quantity.measure == "个":
        return bool(_EACH.search(before)) or bool(_ONE_GOOD.search(before[-6:]))
    return bool(_ACT.search(before[-14:])) or bool(_EACH.search(before))
