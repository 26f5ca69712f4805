"""Every sentence with which the exchange says no: what, why, and what to do next."""

from collections.abc import Mapping
from typing import NoReturn

from domain.errors import Refused


class Gap(Refused):
    """A delta starts after what is known here; an earlier or full package helps."""

    code = "gap"


class Parked(Refused):
    """The package waits for a person or for a newer program."""

    code = "parked"


class RolledBack(Parked):
    """The package shows that this database itself was restored or copied."""


class NotStored(Refused):
    """The disk failed; nothing is wrong with the package or the data."""

    code = "not_stored"


_NOT_STORED: Mapping[str, str] = {
    "not_stored": "本机没能把数据写完（{why}），这次导入没有完成。"
    "请腾出磁盘空间或检查磁盘，再导入一次；已经合并的内容不会重复。",
    "not_exported": "本机没能把文件写完（{why}），这次没有导出。"
    "请腾出磁盘空间或检查磁盘，再导出一次；本机的数据没有变。",
    "not_renumbered": "本机没能把数据写完（{why}），重新登记没有完成，数据都还在。"
    "请腾出磁盘空间或检查磁盘，用同一份邀请再登记一次。",
    "not_set_up": "本机没能把数据写完（{why}），节点没有建成，目录和原来一样空。"
    "请腾出磁盘空间或检查磁盘，再做一次。",
}
_GAP: Mapping[str, str] = {
    "gap": "这个增量包从第{site}号节点{at}之后的内容开始，本机还没有收到更早的包。"
    "请先导入前面的包，或请对方导出一个完整包（sync export --full）。",
}
_PARKED: Mapping[str, str] = {
    "newer_program": "这个包由更新版本的程序写成（数据版本{theirs}，本机{ours}）。"
    "包已保留，请先更新本机程序，再导入一次。",
    "forked": "第{site}号节点的第{no}个包与以前收到的不是同一序列："
    "对方的数据库可能是从备份恢复或复制来的。整包未导入，文件已保留，"
    "请为对方重新登记（node invite --again）。",
    "rewound": "第{site}号节点的数据比上次交来的还旧：对方的数据库可能是从备份恢复的。"
    "整包未导入，文件已保留，请为对方重新登记（node invite --again）。",
    "retired": "第{site}号节点已停用，它的包不会自动合并。包已保留，请管理员核实。",
}
_ROLLED_BACK: Mapping[str, str] = {
    "rolled_back": "对方见过本机（或本机下级）的数据，本机自己却没有："
    "本机的数据库可能是从备份恢复的。包已保留，请先重新登记本机"
    "（上级执行node invite --again，本机执行node rejoin；没有上级的，"
    "执行node succeed）。",
    "unknown_to_us": "对方收到过的第{site}号节点的包不是本机发出的："
    "本机的数据库可能是从备份恢复或复制来的。包已保留，请先重新登记本机"
    "（上级执行node invite --again，本机执行node rejoin；没有上级的，"
    "执行node succeed）。",
}
_REFUSED: Mapping[str, str] = {
    # the container
    "too_big": "文件有{size_mb}MB，超过{max_mb}MB的上限，未导入。请对方分次导出。",
    "not_package": "这个文件不是落实系统的数据包（{why}），未导入。"
    "请检查是否选错文件。",
    "truncated": "数据包不完整（应有{wanted}字节，实有{found}字节），可能复制中断。"
    "请重新复制一次。",
    "unknown_sender": "数据包来自第{site}号节点，本机没有登记这个节点，未导入。"
    "请先由上级发出邀请并完成加入。",
    "bad_signature": "数据包的签名不对：文件被改动过，或不是第{site}号节点所签。"
    "未导入，请对方重新导出。",
    "altered": "数据包的内容与签名时不一致：文件被改动过或已损坏。"
    "未导入，请重新复制或请对方重新导出。",
    "not_for_us": "这个数据包是发给第{receiver}号节点的，本机是第{site}号，未导入。"
    "请把包交给正确的单位。",
    "from_self": "这是本机自己导出的数据包，不需要导入。请把它交给对方。",
    "bad_proof": "第{site}号节点的加入凭据不对，或邀请已被用过，未登记也未导入。"
    "请上级重新发出邀请。",
    # the body
    "bad_body": "数据包的内部结构不合规定（{why}），整包未导入。"
    "请对方用本系统重新导出；若再次出现，请联系管理员。",
    "bad_value": "数据包里“{table}”有不合规定的数据（{why}），整包未导入。"
    "请对方检查后重新导出。",
    "schema_clash": "对方程序里“{table}”的定义与本机不同（{why}），整包未导入。"
    "请确认双方都是正式发布的程序，并更新较旧的一方。",
    "older_program": "这个包由太旧的程序写成（数据版本{theirs}，本机{ours}），"
    "本机不会转换，未导入。请对方更新程序后重新导出。",
    "clock_ahead": "对方（第{site}号节点）的时钟比本机快约{days}天，整包未导入。"
    "请对方校正时钟后重新导出。",
    "gate_failed": "检查数据包的程序中止了（{why}），整包未导入。"
    "文件可能有害，请不要再试，交管理员处理。",
    # authority and chain
    "foreign_stamp": "第{site}号节点的包里有第{other}号节点的新改动，它无权代写，"
    "整包未导入。请联系该单位管理员。",
    "foreign_row": "第{site}号节点的包里有不属于它的记录（“{table}”{row}），"
    "整包未导入。请联系该单位管理员。",
    "out_of_scope": "第{site}号节点的包改动了它管辖范围以外的记录（“{table}”{row}），"
    "整包未导入。请联系该单位管理员。",
    "owner_only": "“{table}”只能由上级修改，第{site}号节点的包里却有改动（{row}），"
    "整包未导入。请联系该单位管理员。",
    "annexed_unit": "第{site}号节点的包想把不归它管的单位（{row}）划到自己名下，"
    "整包未导入。请联系该单位管理员。",
    "void": "第{site}号节点校正时钟以后，这个包（第{no}个）已作废，未导入。"
    "请对方重新导出，用新的包。",
    "clock_right": "本机没有超前的时间戳，不需要改。若时钟仍不对，请先校正系统时间。",
    "bad_receipt": "这份回执不对（{why}），没有采用。请上级重新出具。",
    "no_site": "没有登记第{site}号下级节点。请用node show或往来页面核对编号。",
    "older_than_marker": "本机数据库比最后一次导出时还旧（site.state有更新的记录），"
    "可能是从备份恢复或复制来的。请先重新登记本机，再导入或导出：上级执行"
    "node invite --again，本机执行node rejoin；本机没有上级的，执行node succeed。"
    "已填的数据都会保留。",
    "not_root": "本机有上级，不能自己换编号。请上级执行node invite --again，"
    "本机执行node rejoin。",
    # use cases
    "not_empty": "{home}里已有数据，不能再初始化或加入。请换一个空的目录。",
    "no_node": "{home}还不是一个节点。请先执行node init（上级）或node join（下级）。",
    "no_parent": "本机没有上级，请用--to指明发给哪个下级单位。",
    "no_branch": "没有为单位“{unit}”登记的下级节点。请先发出邀请并等它交来第一个包。",
    "invited_only": "单位“{unit}”的节点还没有交来第一个包，不知道它的公钥，"
    "不能导出给它。请先导入它的包。",
    "branch_exists": "单位“{unit}”已有节点（第{site}号）。"
    "一个单位只由一个节点保管，请先停用原节点。",
    "no_former": "单位“{unit}”还没有交过包的节点，不能重新登记。请用普通邀请。",
    "not_again": "这是给新节点的邀请，不能用来重新登记。请上级用--again重新发出。",
    "other_unit": "这份重新登记的邀请是给单位“{theirs}”的，本机保管的是“{ours}”。"
    "请换成给本单位的邀请。",
    "other_hub": "这份邀请不是本机的上级发出的，不能用来重新登记。请向原上级索取。",
    "same_number": "本机已经是第{site}号节点，这份邀请已用过，不需要再登记。",
    "no_numbers": "本机的节点编号已用完，不能再邀请。请向上级申请新的编号段。",
    "bad_invitation": "邀请文件不对或被改动过（{why}）。请上级重新发出邀请。",
    "file_exists": "{path}已经存在，不会覆盖。请换一个文件名。",
    "cannot_write": "写不了{path}（{why}）。请检查磁盘空间和权限后重试。",
    "cannot_read": "读不了{path}（{why}）。请检查文件是否存在、U盘是否插好。",
    "copy_differs": "写到{path}的内容读回来不一致，已删除。请换一个U盘再导出。",
    # inbox
    "no_account": "没有账号“{name}”，或它已停用。请检查账号名。",
    "not_yours": "账号“{name}”不能处理这个单位的冲突，请由该单位或上级的负责人处理。",
    "owner_settles": "“{table}”的这条记录由上级保管，请由上级处理这个冲突。",
    "no_conflict": "记录{row}的“{field}”现在没有冲突。请刷新冲突列表。",
    "no_choice": "没有第{number}个值，可选1到{count}。",
    "wrong_value": "“{field}”要填{kind}，不能是“{value}”。",
    "no_reason": "请写明这样裁定的理由。",
}


_KINDS: tuple[tuple[Mapping[str, str], type[Refused]], ...] = (
    (_NOT_STORED, NotStored),
    (_GAP, Gap),
    (_PARKED, Parked),
    (_ROLLED_BACK, RolledBack),
    (_REFUSED, Refused),
)


def refuse(key: str, **facts: object) -> NoReturn:
    """Raise the refusal of that key with its sentence filled in.

    Keys of gaps and parked packages give those classes, so that a report can tell
    them apart from refused files.

    Raises:
        Refused: Always.
        KeyError: When no sentence has the key.
    """
    for sentences, kind in _KINDS:
        if key in sentences:
            raise kind(sentences[key].format_map(facts))
    raise KeyError(key)


def refusal_of_state(state: str, message: str) -> Refused:
    """A refusal that another process has already put into words."""
    kinds: tuple[type[Refused], ...] = (NotStored, Gap, Parked)
    return {kind.code: kind for kind in kinds}.get(state, Refused)(message)
