"""A filing proves itself; whatever is done to the file is noticed and told apart."""

import io
import random
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from nacl.signing import SigningKey

from documents.proof import SLOT, Facts, Signer, print_proved
from documents.render import render
from documents.verify import (
    DATA_CHANGED,
    FILE_CHANGED,
    NO_SLOT,
    UNKNOWN_KEY,
    UNSIGNED,
    verify,
)
from sync.seal import sign
from tests.factories.documents import summary
from tests.integration.documents.pdf_pages import text_of

SEED = bytes(range(32))
KEY = bytes(SigningKey(SEED).verify_key).hex()
KNOWN = {KEY: "环卫处"}
FACTS = Facts(
    "summary", "某环发〔2009〕37号", "某市环境卫生管理处", 1,
    datetime(2009, 8, 28, 8, tzinfo=UTC),
)  # fmt: skip
SIGNER = Signer(KEY, lambda data: sign(data, SEED))


@pytest.fixture(scope="module")
def proved(private_fonts: Path) -> bytes:
    assert private_fonts.exists()
    return print_proved(summary(), FACTS, SIGNER)


def saved(pdf: bytes, *, pages: int = 0) -> bytes:
    """The file as another program saves it, with that many pages more."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for _ in range(pages):
            opened.add_blank_page()
        opened.save(out)
    return out.getvalue()


def test_untouched_file_is_valid_and_gives_its_data_back(proved: bytes) -> None:
    verdict = verify(proved, KNOWN)
    assert (verdict.valid, verdict.problems) == (True, ())
    assert verdict.number == "某环发〔2009〕37号"
    assert verdict.signer == "环卫处"
    assert verdict.data["title"] == summary().title
    assert text_of(proved) == text_of(render("summary", summary()))


def test_same_filing_printed_again_has_the_same_bytes(proved: bytes) -> None:
    assert print_proved(summary(), FACTS, SIGNER) == proved


def test_200_random_alterations_are_all_noticed(proved: bytes) -> None:
    chance = random.Random(9704)
    for _ in range(200):
        place, value = chance.randrange(len(proved)), chance.randrange(1, 256)
        changed = bytearray(proved)
        changed[place] ^= value
        verdict = verify(bytes(changed), KNOWN)
        assert not verdict.valid, (place, value)
        assert verdict.problems


def test_change_in_every_byte_of_the_slot_is_noticed(proved: bytes) -> None:
    found = SLOT.search(proved)
    assert found is not None
    for place in range(found.start(), found.end()):
        changed = bytearray(proved)
        changed[place] ^= 0x20
        assert not verify(bytes(changed), KNOWN).valid, place


@pytest.mark.parametrize("more", [b"\n", b"%%EOF", b"\0" * 99])
def test_appended_and_cut_bytes_are_noticed(proved: bytes, more: bytes) -> None:
    assert FILE_CHANGED in verify(proved + more, KNOWN).problems
    assert not verify(proved[: -len(more)], KNOWN).valid


def test_saved_file_still_carries_its_own_data(proved: bytes) -> None:
    verdict = verify(saved(proved), KNOWN)
    assert verdict.problems in {(FILE_CHANGED,), (NO_SLOT,)}
    assert DATA_CHANGED not in verdict.problems
    assert verdict.data["title"] == summary().title


def test_added_page_is_counted(proved: bytes) -> None:
    problems = verify(saved(proved, pages=1), KNOWN).problems
    assert any("页数与签发时不一致" in one for one in problems)


def test_altered_figure_in_the_data_is_told_apart(proved: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(proved)) as opened:
        (spec,) = [opened.attachments[name] for name in opened.attachments]
        data = spec.get_file().read_bytes().replace(b"96.4%", b"99.9%")
        name = next(iter(opened.attachments))
        opened.attachments[name] = pikepdf.AttachedFileSpec(
            opened, data, filename="data.json"
        )
        opened.save(out, compress_streams=False)
    problems = verify(out.getvalue(), KNOWN).problems
    assert DATA_CHANGED in problems
    assert FILE_CHANGED in problems


def test_strange_key_and_unsigned_file_are_not_valid(proved: bytes) -> None:
    assert verify(proved, {}).problems == (UNKNOWN_KEY,)
    bare = print_proved(summary(), FACTS, None)
    assert verify(bare, KNOWN).problems == (UNSIGNED,)


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"\xff" * 400])
def test_any_other_file_is_no_filing(junk: bytes) -> None:
    verdict = verify(junk, KNOWN)
    assert not verdict.valid
    assert NO_SLOT in verdict.problems


def test_file_says_pdf_a_and_names_its_data(proved: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(proved)
    with pikepdf.open(tmp_path / "a.pdf") as opened:
        metadata = opened.open_metadata()
        assert metadata.pdfa_status == "3B"
        assert {str(one.AFRelationship) for one in opened.Root.AF} == {"/Data"}
        assert "/OutputIntents" in opened.Root
        assert not opened.is_encrypted
    command = ["pdfdetach", "-list", "a.pdf"]
    listed = subprocess.run(
        command, cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert "data.json" in listed.stdout
