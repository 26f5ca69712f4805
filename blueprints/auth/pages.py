"""What the pages of this blueprint show."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SignInPage:
    """The way in.

    Attributes:
        next: Local path to go to afterwards.
        name: Account name as typed before.
        errors: Reason by field name.
    """

    next: str
    name: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


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
