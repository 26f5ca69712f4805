"""Make a file of others: filings joined for the printer, a pack for the archives."""

import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from documents.archive.pack import make_pack
from documents.joined import joined
from domain.errors import DomainError, Forbidden
from domain.policy import Actor
from services import filings, packing
from services.packing import Act, Packing
from store.queries.actors import actor_by_id
from store.scope import acting_in

log = logging.getLogger(__name__)

Tell = Callable[[int, int], None]
FAILED = "制作时程序出错，没有生成文件。请稍后重试；再不成请联系系统管理员。"
NOT_ANY_MORE = "提出的账号已停用，或不再有制作材料的权限，没有生成文件。"


def pack(name: str) -> None:
    """Make the file of that name; at once done when it is, or another worker has it."""
    target = packing.path_of(name)
    with packing.alone(target) as is_ours:
        asked = packing.read(target) if is_ours else None
        if asked is None or not asked.is_open:
            return
        packing.end(target, asked, _reason(target, asked))


def _reason(target: Path, asked: Packing) -> str:
    """Make it; empty, or why nothing came of it."""

    def tell(done: int, total: int) -> None:
        asked.done_count, asked.total_count = done, total
        packing.keep(target, asked)

    try:
        actor = _asker(asked)
        with acting_in(actor.scope):
            MAKING[asked.act](actor, target, asked.words, tell)
    except DomainError as error:
        return error.message
    except Exception:
        log.exception("%s of %s failed", asked.act, target.name)
        return FAILED
    return ""


def _asker(asked: Packing) -> Actor:
    actor = actor_by_id(asked.by)
    if actor is None or not actor.may("filings.make"):
        raise Forbidden(NOT_ANY_MORE)
    return actor


def _join(_actor: Actor, target: Path, sha256s: list[str], tell: Tell) -> None:
    def read() -> Iterator[bytes]:
        for number, sha256 in enumerate(sha256s, start=1):
            yield filings.pdf_path(sha256).read_bytes()
            tell(number, len(sha256s))

    filings.keep(joined(read()), target)


def _archive(actor: Actor, target: Path, words: list[str], tell: Tell) -> None:
    (campaign,) = words
    make_pack(int(campaign), target, actor.display_name, tell)


MAKING: Mapping[Act, Callable[[Actor, Path, list[str], Tell], None]] = {
    "join": _join,
    "archive": _archive,
}
