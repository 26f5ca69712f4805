"""What events are called in Chinese; a word not listed is shown as it is."""

from store.describe import KIND_BY_KEY

_SOURCES = {
    "accounts": "账号",
    "organisation": "单位人员",
    "records": "填报",
    "sessions": "登录",
    "campaign": "活动",
    "ballots": "测评",
    "backup": "备份",
    "exchange": "数据交换",
    "filings": "材料",
    "filing": "材料",
    "plan": "方案",
}
_SUBJECTS = {
    "account": "账号",
    "password": "密码",
    "role": "角色",
    "file": "文件",
    "unit": "单位",
    "person": "人员",
    "campaign": "活动",
    "plan": "方案",
    "package": "数据包",
    "filing": "材料",
    "attachment": "附件",
    "conflict": "冲突",
    "site": "站点",
    "expected": "应参加名单",
}
_ACTIONS = {
    "add": "增加",
    "edit": "修改",
    "move": "调整",
    "close": "撤销",
    "leave": "离开",
    "tiers": "改层次",
    "load": "导入",
    "read": "读取",
    "discard": "作废",
    "made": "制作",
    "downloaded": "下载",
    "grant": "授予",
    "revoke": "收回",
    "issue": "发一次性密码",
    "change": "修改",
    "enable": "启用",
    "disable": "停用",
    "end": "结束登录",
    "sign_in": "登录",
    "sign_out": "退出",
    "refuse": "登录被拒",
    "put": "新增",
    "create": "新增",
    "set": "修改",
    "submit": "上报",
    "accept": "通过",
    "return": "退回",
    "withdraw": "撤回",
    "correct": "更正",
    "delete": "删除",
    "restore": "恢复",
    "publish": "发布",
    "export": "发出",
    "import": "收入",
    "settle": "裁定",
    "make": "制作",
    "init": "初始化",
    "invite": "邀请",
    "join": "加入",
    "reset": "重置",
}


def event_label(event: str) -> str:
    """``organisation:unit:move`` as 单位调整."""
    source, _, rest = event.partition(":")
    subject, _, action = rest.partition(":")
    kind = KIND_BY_KEY.get(subject)
    noun = kind.label if kind else _SUBJECTS.get(subject, subject)
    return f"{noun}{_ACTIONS.get(action, action)}" if rest else source_label(source)


def source_label(source: str) -> str:
    """The first word of an event."""
    return _SOURCES.get(source, source)
