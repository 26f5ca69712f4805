"""What the page of verification shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from documents.figures import FrozenFigure
from services.filings import Registered


@dataclass(frozen=True)
class FileAnswer:
    """What was found out about a file.

    Attributes:
        facts: (label, value) pairs, as the file says them.
        figures: Of the attached data; none unless they are proved.
        data: All of them as JSON; empty unless they are proved.
        problems: Whole sentences; none when it is as it was signed.
    """

    is_valid: bool
    facts: tuple[tuple[str, str], ...]
    figures: tuple[FrozenFigure, ...]
    data: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class CodeAnswer:
    """What was found out about a code.

    Attributes:
        signer: Node whose signature a QR code carries; empty for a typed code.
        number: As a QR code tells it.
        registered: Filings the register has under that code.
    """

    code: str
    signer: str
    number: str
    registered: tuple[Registered, ...]


@dataclass(frozen=True)
class VerifyPage:
    """The two forms, and the answer to one of them.

    Attributes:
        text: The code as typed before.
        newer: The newest version, when the register has a newer one.
    """

    text: str = ""
    file: FileAnswer | None = None
    code: CodeAnswer | None = None
    newer: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
