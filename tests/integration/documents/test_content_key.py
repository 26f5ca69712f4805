"""The name of a print changes with everything that decides how it looks."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from documents.content_key import content_key
from documents.fonts import fonts_folder, printing_with
from documents.official import OfficialContext
from tests.factories.documents import OFFICE, notice
from tests.factories.signing import node_signer

SEALED = notice(is_sealed=True)


def test_key_of_the_same_paper_is_the_same() -> None:
    assert content_key(notice(is_sealed=True), node_signer()) == content_key(
        SEALED, node_signer()
    )


@pytest.mark.parametrize(
    "changed",
    [
        notice(),
        notice(2, is_sealed=True),
        replace(SEALED, office=replace(OFFICE, name="某市环境卫生管理局")),
        replace(SEALED, profile="1999"),
    ],
)
def test_key_changes_with_paper_and_seal(changed: OfficialContext) -> None:
    assert content_key(changed, None) != content_key(SEALED, None)


def test_key_changes_with_the_drawing_of_the_seal_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = content_key(SEALED, None), content_key(notice(), None)
    monkeypatch.setattr("documents.seals._WORD", "印样")
    assert content_key(SEALED, None) != before[0]
    assert content_key(notice(), None) == before[1]


def test_key_changes_with_signer_and_certificate() -> None:
    signer = node_signer()
    found = {
        content_key(SEALED, one)
        for one in (
            None,
            signer,
            node_signer(seed=bytes(32)),
            replace(signer, certificate=signer.certificate + b"2"),
        )
    }
    assert len(found) == 4


def test_key_changes_with_the_outlines_of_a_font(tmp_path: Path) -> None:
    """A font of other shapes and the same widths has the same metrics."""
    copy = tmp_path / "fonts"
    shutil.copytree(fonts_folder(), copy)
    with printing_with(copy):
        assert content_key(SEALED, None) == _key_in(fonts_folder())
    font = copy / "LuoshiFangSong.otf"
    font.write_bytes(font.read_bytes() + b"\0")
    assert _key_in(_moved(copy)) != _key_in(fonts_folder())


def _key_in(folder: Path) -> str:
    with printing_with(folder):
        return content_key(SEALED, None)


def _moved(folder: Path) -> Path:
    """Under another name, as a changed set of a unit is: a set is read once."""
    return folder.rename(folder.with_name("changed"))
