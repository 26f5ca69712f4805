"""The private font set, and a log that fails the test."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.fonts import fonts_folder

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session", autouse=True)
def private_fonts() -> Path:
    """The font set of this checkout, built when it is missing or out of date."""
    script = ROOT / "scripts" / "build_fonts.py"
    subprocess.run([sys.executable, str(script)], check=True, timeout=600)
    return fonts_folder()


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@pytest.fixture(autouse=True)
def print_log() -> Iterator[list[str]]:
    """What WeasyPrint complained about; anything left in it fails the test."""
    handler, logger = _Records(), logging.getLogger("weasyprint")
    logger.addHandler(handler)
    yield handler.messages
    logger.removeHandler(handler)
    assert handler.messages == []
