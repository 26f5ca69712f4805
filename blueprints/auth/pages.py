"""What the pages of this blueprint show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from web.kept import KeptForm


@dataclass(frozen=True)
class PasswordPage:
    """Choosing a password.

    Attributes:
        must_change: The present one is a one-time password.
        errors: Reason by field name.
    """

    account_name: str
    must_change: bool
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ResumePage:
    """Sending a kept form again."""

    display_name: str
    kept: KeptForm
