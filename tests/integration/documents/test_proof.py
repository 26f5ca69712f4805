"""A filing proves itself; whatever is done to the file is noticed and told apart."""

import io
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from documents.opening import SLOT, open_apart
from documents.proof import Proof, write_proved
from documents.render import render
from documents.verify import (
    APPENDED,
    DATA_CHANGED,
    NO_DATA,
    NO_SLOT,
    SAVED_ANEW,
    UNKNOWN_KEY,
    UNSIGNED,
    proved_data,
    verify,
)
from domain.errors import Invalid
from tests.factories.documents import summary
from tests.factories.signing import FACTS, KEY, NODE_NAME, node_signer
from tests.integration.documents.pdf_pages import text_of

KNOWN = {KEY: NODE_NAME}


@pytest.fixture(scope="module")
def proved(private_fonts: Path) -> bytes:
    assert private_fonts.exists()
    return write_proved(Proof(summary(), FACTS, node_signer()))


Change = Callable[[pikepdf.Pdf], object]


def saved(pdf: bytes, change: Change = lambda _: None) -> bytes:
    """The file as another program changes and saves it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


def with_data(opened: pikepdf.Pdf, change: Callable[[bytes], bytes]) -> None:
    """Put other data in the place of the attached ones."""
    ((name, spec),) = opened.attachments.items()
    data = change(spec.get_file().read_bytes())
    opened.attachments[name] = pikepdf.AttachedFileSpec(
        opened, data, filename="data.json"
    )


def test_untouched_file_is_valid_and_gives_its_data_back(proved: bytes) -> None:
    verdict = verify(proved, KNOWN)
    assert (verdict.valid, verdict.problems) == (True, ())
    assert verdict.number == "某环发〔2009〕37号"
    assert verdict.signer == "环卫处"
    assert verdict.data["title"] == summary().title
    code = Proof(summary(), FACTS, node_signer()).code
    text = text_of(proved)
    assert text.replace(code, "") == text_of(render("summary", summary()))


def test_same_filing_printed_again_has_the_same_bytes(proved: bytes) -> None:
    assert write_proved(Proof(summary(), FACTS, node_signer())) == proved


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
def test_appended_and_cut_bytes_are_told_apart(proved: bytes, more: bytes) -> None:
    assert verify(proved + more, KNOWN).problems == (APPENDED,)
    assert not verify(proved[: -len(more)], KNOWN).valid


def test_what_was_done_is_told_apart(proved: bytes) -> None:
    def told(change: Change) -> set[str]:
        return set(verify(saved(proved, change), KNOWN).problems)

    (added,) = told(lambda pdf: pdf.add_blank_page()) - {SAVED_ANEW}
    assert told(lambda _: None) == {SAVED_ANEW}
    assert "签发时 3 页，现在 4 页" in added
    altered = told(
        lambda pdf: with_data(pdf, lambda data: data.replace(b"96.4%", b"99.9%"))
    )
    assert altered == {DATA_CHANGED, SAVED_ANEW}
    assert told(lambda pdf: pdf.attachments.clear()) == {NO_DATA, SAVED_ANEW}
    emptied = told(lambda pdf: pdf.Root.__delitem__("/LuoshiSignature"))
    assert emptied == {NO_SLOT}


def test_data_come_back_from_a_saved_file_but_not_when_altered(proved: bytes) -> None:
    data = proved_data(saved(proved), KNOWN)
    assert (data["number"], data["version"]) == (FACTS.number, 1)
    assert data["data"]["title"] == summary().title
    altered = saved(proved, lambda pdf: with_data(pdf, lambda data: data + b" "))
    with pytest.raises(Invalid, match="数字被改动过"):
        proved_data(altered, KNOWN)
    with pytest.raises(Invalid, match="不是本机认识的节点"):
        proved_data(proved, {})


def test_opened_in_a_process_apart_the_verdict_is_the_same(proved: bytes) -> None:
    for pdf in (proved, saved(proved), proved[:-9], b"%PDF-1.7\n"):
        assert verify(pdf, KNOWN, open_apart) == verify(pdf, KNOWN)


def test_strange_key_and_unsigned_file_are_not_valid(proved: bytes) -> None:
    assert verify(proved, {}).problems == (UNKNOWN_KEY,)
    bare = write_proved(Proof(summary(), FACTS, None))
    assert verify(bare, KNOWN).problems == (UNSIGNED,)


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"\xff" * 400])
def test_any_other_file_is_no_filing(junk: bytes) -> None:
    verdict = verify(junk, KNOWN)
    assert not verdict.valid
    assert NO_SLOT in verdict.problems


def test_data_can_be_taken_out_by_any_pdf_program(
    proved: bytes, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(proved)
    command = ["pdfdetach", "-list", "a.pdf"]
    listed = subprocess.run(
        command, cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert "data.json" in listed.stdout
