"""The words of judging: acts, what is judged, how, and whom it is done to or by."""

import re

from domain.plans.words import any_of

NUMBER = r"[几一二两三四五六七八九十\d]+"

_ACTS = any_of(
    """
    评议 测评 评价 考评 评估 打分 评分 赋分 评判 评定 评审 评查 评说 评比 参评 评星
    考核 验收 定级 确定等次 满意度调查 满意率调查 满意度回访 满意度问卷 民意调查
    民意测验 民调
    打星 评一评 测一测 点评 满意度评价 评教 述评 计分 评级 判定为合格 算过关 计算分值 赋星 抽检 抽评 复评
    """
)
_NO_ACTS = (
    r"(?:纳入|计入|列入|记入|挂钩|作为|用于)[^,。;:\n]{0,24}"
    r"|(?:风险|安全|资产|环境影响|环境|价格|职称|影响)(?:评估|评价|评审)"
    r"|(?:宣传|动员|迎接|认识|营造)[^,。;:\n]{0,8}"
    r"|培训考核|考[核试](?:不)?合格|政治考核"
)
_AFTER_ACTS = (
    r"(?:结果|得分|表|卷|票|成绩|办法|细则|领导小组|体系|制度|机制|档案|奖|前\d|会议|整改|报告"
    r"|中(?![,:]))"
)
ACT = re.compile(
    rf"{_NO_ACTS}|(?P<act>(?:{_ACTS}))(?!{_AFTER_ACTS})(?!(?:{_ACTS}){_AFTER_ACTS})"
)
ACTS = rf"(?:{_ACTS})"
LABELLED = rf"(?:{ACTS}|核查|督查|检查|考察|评定|[评验])"
"""Acts as they stand in front of 方式, 内容 and the like."""
ASKED = (
    r"(?:怎么|怎样|如何)(?:评|考|验|测|打分|查)"
    r"|(?:评|考|验)[^,。;:?\n]{0,2}(?:怎么|怎样|如何)[搞办评做]"
)
""" "How is it judged?" as a heading or a question."""

_BODIES = any_of(
    """
    单位 部门 科室 股室 处室 乡镇 街道 社区 村 县 区 市 镇 乡 局 委 办 所 站 院 校
    公司 企业 班子 干部 党员 职工 人员 群众 代表 教师 教职工 学生 师生 家长 医师
    护士 医生 同志 个人 集体 支部 党委 党组 总支 车间 班组 分厂 林场 工区 小组 组 队
    中心 窗口 机关 户 居民 村民 员 装置 设备 工程 项目 渠道 车辆 场所 产品 学校 医院
    班级 商户 客户 患者 病人 家属 委员 行业 集团 单元 乘客 旅客 考生 书记 主任 校长
    案件 作品 材料
    """
)
BODY = re.compile(rf"(?:(?<!布)局|(?:{_BODIES})(?<!局))$|^各|^本|《")
"""A list item that names who is judged or asked, not what is judged."""

_ASPECTS = any_of(
    """
    态度 效率 作风 质量 建设 管理 服务 环境 纪律 落实 成效 效果 水平 能力 程度 率 情况
    质效 执行 表现 形象 行为 业绩 实绩 成绩 绩效 素质 素养 意识 学习 教育 整改 责任
    制度 机制 保障 组织 领导 宣传 发动 档案 资料 台账 安全 秩序 卫生 绿化 公开 程序
    时效 时限 收费 规范 透明 公正 廉洁 自律 从政 行政 执法 办案 稳定 创新 进度 完成
    数量 覆盖面 度 特色 亮点 影响 履职 工作 活动 任务 效能 思想 道德 品德 生活 治理
    感受 流程 价格 条件 设施 承诺 反馈 处理 处置 办理 维护 维修 投诉 及时 到位 合理
    状态 面貌 氛围 关系 文明 诚信 守法 结构 收入 产量 产值 效益 成果 贡献 团结 协作
    便民 为民 担当 作为 布局 改善 政策 技术 医德 师德 教学 业务 沟通 质 量 性 力 感
    """
)
ASPECT = re.compile(rf"(?:{_ASPECTS})$|^[德能勤绩廉]$")
"""A list item whose last word names a side of somebody's work."""

GRADE = re.compile(
    r"[“\"]?(?:[较很比基本非常不]{0,2}(?:好|满意|合格|称职|达标|认可|了解|放心)|优秀?|良好?|中"
    r"|一般|及格|[好中差]评|较?差|先进|后进|[一-四五]星)[”\"]?"
)
"""A grade that a judgement ends in."""

_EXAMINING = any_of(
    """
    查 看 听 访 问 阅 测 评 抽 谈 投票 走访 述职 打分 汇报 台账 资料 现场 实地 入户 电话
    网上 线上 网络 扫码 比对 考试 考核 考查 暗访 观摩 答辩 演示 表决 核实 核对 监测
    票决 亮分 晒 述 点评 摸底 统计 监督 短信 二维码 留言
    观察 体验 面谈 勘验 检测 取样 恳谈 判读 划票 复核 询 翻 验 核 考 盘点 清点 点名
    拨打 试 拍照 列席 填 举手 会议 箱 检查 交流 计票 回放 旁听 跟班 采集 问答
    """
)
EXAMINING = re.compile(_EXAMINING)
"""What a way of finding out how things stand speaks of."""

FORMS = any_of(
    "方式方法 工作方法 (?<!小)程序 环节 形式 方式 办法 做法 方法 途径 渠道 手段 步骤 相结合"
)

VERDICT = re.compile(
    r"(?:结果|结论|等次|成绩|总分|得分)[^,。;:\n]{0,6}?(?:分|为|按|设|划|定|评)"
    r"[^。;\n]{0,12}?(?:优|合格|满意|达标|通过|好|[“\"A甲])"
)
"""What something inspected ends in; an inspection that gives one is a judgement."""

GRADES = r"(?:等次|档次|等级|结论|档|级|等(?!方)|选项|格次|层次)"
"""What a set of grades is called."""

PERSON = re.compile(
    r"党员|群众|代表|干部|职工|对象|居民|企业|师生|学生|家长|委员|第三方|专家|[病证]人"
    r"|患者|家属|客户|[\u4e00-\u9fff]户|村民|人员|人士|[\u4e00-\u9fff]员(?![会工])"
    r"|机构|教师|同志|旅客|乘客|用户|评委|考生|纳税人|业主|专家|委会"
)
