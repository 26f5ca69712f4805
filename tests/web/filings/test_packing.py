"""Files made of others by a job: how far they are, and what becomes of a failure."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from documents.proof import Proof, write_proved
from jobs import queue
from jobs.packing import FAILED, NOT_ANY_MORE, pack
from services import filings, packing
from services.packing import Packing
from store.db import write
from store.scope import EVERYTHING, acting_in
from store.tables.people import Account
from tests.factories.documents import notice
from tests.factories.records import actor_of
from tests.factories.signing import FACTS

HASHES = ["a" * 64, "b" * 64]


@pytest.fixture
def target(app: Flask) -> Iterator[Path]:
    """Two papers in the home, and the place of the file of both."""
    with app.app_context():
        paper = write_proved(Proof(notice(), FACTS, None))
        for sha256 in HASHES:
            filings.keep(paper, filings.pdf_path(sha256))
        yield packing.path_of("joined/both.pdf")


def asked(target: Path) -> Packing:
    found = packing.read(target)
    assert found is not None
    return found


def ask(target: Path) -> str:
    return packing.ask(actor_of("office"), "join", target, HASHES)


def test_packing_tells_how_far_it_is(target: Path) -> None:
    name = ask(target)
    assert name == "joined/both.pdf"
    assert asked(target).is_open
    assert packing.open_packings() == [name]
    pack(name)
    found = asked(target)
    assert (found.done_count, found.total_count, found.reason) == (2, 2, "")
    assert not found.is_open
    assert target.read_bytes().startswith(b"%PDF")
    assert packing.open_packings() == []


def test_packing_asked_twice_is_made_once(target: Path) -> None:
    first = ask(target)
    at = asked(target).asked_at
    assert ask(target) == first
    assert asked(target).asked_at == at
    pack(first)
    made = target.stat().st_mtime_ns
    pack(first)
    assert target.stat().st_mtime_ns == made


def test_packing_of_a_killed_worker_is_called_again(target: Path) -> None:
    name = ask(target)
    with packing.alone(target) as is_ours:
        assert is_ours
        pack(name)
        assert not target.exists()
    queue.sweep()
    assert len(queue.of_this_app().queue) >= 1
    pack(name)
    assert target.exists()


def test_packing_that_fails_says_so_and_may_be_asked_again(target: Path) -> None:
    name = ask(target)
    paper = filings.pdf_path(HASHES[1])
    content = paper.read_bytes()
    paper.unlink()
    pack(name)
    assert asked(target).reason == FAILED
    assert not target.exists()
    filings.keep(content, paper)
    pack(ask(target))
    assert (asked(target).reason, target.exists()) == ("", True)


def test_packing_of_a_closed_account_is_not_made(target: Path) -> None:
    name = ask(target)
    with acting_in(EVERYTHING), write() as session:
        session.get_one(Account, asked(target).by).is_active = 0
    pack(name)
    assert asked(target).reason == NOT_ANY_MORE
    assert not target.exists()
