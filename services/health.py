"""Checks of one node: keys, folder, disk, clock, database, audit log."""

import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from domain.health import Check, judged
from services import audit, nodes
from services.certificates import FILE
from services.exchange import this_node
from store import health
from store.db import database
from sync.node import KEY_FILES

PYTHON_MIN = (3, 11)
FREE_SHARE_MIN = 0.10
FREE_BYTES_MIN = 1024**3
SKEW_SECONDS_MAX = 120
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
# Locks of SQLite do not hold there.
REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "vfat", "exfat", "fuseblk"})
MOUNTS = Path("/proc/self/mounts")


def checks() -> Iterator[Check]:
    """Every check, in the order a person would put things right."""
    yield from (_python(), _folder(), _disk(), _file_system())
    there = _made("节点", _is_there)
    if there.state == "bad":
        yield there
        return
    yield _keys()
    for name, check in _OF_DATABASE.items():
        yield _made(name, check)


def _made(name: str, check: Callable[[], Check]) -> Check:
    """The check, or that it could not be made: a damaged database fails anywhere."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - see above
        return Check(name, "bad", f"检查不下去（{error}）。请停机，从备份恢复。")


def _is_there() -> Check:
    says = "这里还没有节点。请运行 flask node init 或 flask node join。"
    return judged("节点", [] if database().holds_node() else [says], "")


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    problems = [] if sys.version_info[:2] >= PYTHON_MIN else [f"Python {found} 太旧。"]
    return judged("程序", problems, f"Python {found}")


def _folder() -> Check:
    home = this_node().home
    problems = [
        f"{path} 别的账号也能读写（{stat.filemode(path.stat().st_mode)}），"
        f"请运行 chmod go-rwx {path}。"
        for path in (home, home / "keys")
        if path.exists() and path.stat().st_mode & _OTHERS
    ]
    return judged("目录权限", problems, f"{home} 只有本账号能读写")


def _disk() -> Check:
    usage = shutil.disk_usage(this_node().home)
    says = f"剩余 {usage.free / 1024**3:.1f} GB（{usage.free / usage.total:.0%}）"
    if usage.free < FREE_BYTES_MIN:
        return Check("磁盘", "bad", f"{says}，不够用。请腾出空间。")
    if usage.free / usage.total < FREE_SHARE_MIN:
        return Check("磁盘", "warning", f"{says}，不到一成。请尽快腾出空间。")
    return Check("磁盘", "ok", says)


def _file_system() -> Check:
    """Only the place of a SQLite file matters."""
    kind = _kind_at(this_node().home.resolve(), MOUNTS.read_text(encoding="utf-8"))
    is_wrong = kind in REMOTE and not database().address
    problems = [f"数据在 {kind} 上，可能丢数据。请移到本机硬盘。"] if is_wrong else []
    return judged("文件系统", problems, kind or "未知")


def _kind_at(path: Path, mounts: str) -> str:
    """Kind of the file system that holds the path, as /proc/self/mounts tells it."""
    found = {}
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        found[Path(place.replace("\\040", " "))] = kind
    places = [one for one in (path, *path.parents) if one in found]
    return found[places[0]] if places else ""


def _node() -> Check:
    facts = nodes.show()
    says = f"第{facts.site}号节点“{facts.name}”，{facts.database}"
    notice = facts.must_rejoin
    return judged("节点", [notice] if notice else [], says)


def _keys() -> Check:
    folder = this_node().home / "keys"
    lacking = [name for name in KEY_FILES if not (folder / name).exists()]
    problems = [f"缺少密钥 {name}，请从备份恢复。" for name in lacking]
    problems += [
        f"密钥 {path.name} 别的账号也能读，请运行 chmod 600 {path}。"
        for path in sorted(folder.glob("*"))
        if path.is_file() and path.stat().st_mode & _OTHERS
    ]
    has_certificate = (folder / FILE).exists()
    later = "" if has_certificate else "；签名证书在第一次制作材料时生成"
    return judged("密钥", problems, f"节点密钥齐全{later}")


def _clock() -> Check:
    skew = nodes.show().clock_skew_s
    is_far = abs(skew) > SKEW_SECONDS_MAX
    way = "慢" if skew > 0 else "快"
    problems = [f"本机时钟比上级{way} {abs(skew):.0f} 秒，请校准。"] if is_far else []
    return judged("时钟", problems, "没有发现与上级相差", "warning")


def _settings() -> Check:
    problems = []
    if not health.is_library_safe():
        needed = ".".join(map(str, health.SQLITE_MIN))
        problems.append(f"SQLite 低于 {needed}，可能丢数据，请重新安装依赖。")
    wrong = health.wrong_settings()
    if wrong:
        problems.append(f"设置不对：{'、'.join(wrong)}。")
    return judged("数据库设置", problems, "与规定一致")


def _integrity() -> Check:
    damage = health.damage()
    problems = [f"数据库文件损坏：{damage}。请停机，从备份恢复。"] if damage else []
    fine = "由数据库服务器自己检查" if database().address else "完整"
    return judged("数据库文件", problems, fine)


def _audit() -> Check:
    broken = audit.verify()
    problems = (
        [f"第 {broken.no} 条起与写入时不一致：{broken.reason}。"] if broken else []
    )
    return judged("审计日志", problems, f"{audit.entry_count()} 条，环环相扣")


_OF_DATABASE: Mapping[str, Callable[[], Check]] = {
    "数据库文件": _integrity,
    "数据库设置": _settings,
    "节点": _node,
    "时钟": _clock,
    "审计日志": _audit,
}
