"""Codes that people type and scanners read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.codes import (
    QrContent,
    code_of_digest,
    qr_path,
    qr_text,
    read_code,
    read_qr,
)

NAMES = "ed25519 sha256"


@given(st.binary(min_size=32, max_size=32))
def test_code_reads_as_itself_however_it_is_typed(digest: bytes) -> None:
    code = code_of_digest(digest)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in code if one != "-")
    for typed in (code, code.lower(), code.replace("-", " "), wide, f" {code}\t"):
        assert read_code(typed) == code


def test_letters_that_look_like_digits_are_those_digits() -> None:
    assert read_code("oIl00-0o000") == read_code("01100-00000") == "01100-00000"


@pytest.mark.parametrize(
    "text", ["", "0", "00000-0000", "00000-00000-0", "核验码00000-0000"]
)
def test_anything_else_is_no_code(text: str) -> None:
    assert read_code(text) == ""


@given(
    st.text(
        st.characters(exclude_characters="|", exclude_categories=["Cs"]), min_size=1
    ),
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=64, max_size=64),
)
def test_qr_text_gives_its_content_back(
    number: str, digest: bytes, signature: bytes
) -> None:
    content = QrContent(number, digest, signature)
    assert read_qr(f" {qr_text(content, NAMES)}\n", NAMES) == content
    assert read_qr(qr_text(content, NAMES), "sm2 sm3") is None


def test_qr_path_draws_each_dark_module_once() -> None:
    modules, path = qr_path("LUOSHI1")
    assert modules == 21
    assert path.startswith("M0 0h7v1h-7z")
