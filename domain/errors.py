"""Refusals: each class takes the facts and writes the sentence a person reads."""

from collections.abc import Mapping


class DomainError(Exception):
    """A rule said no; the message is Chinese, whole, and says what to do next.

    Attributes:
        code: Stable word for programs, never shown alone.
        message: The sentence for the person at the screen.
        fields: Message by field name, for forms; empty when no field is at fault.
    """

    code = "refused"

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class Forbidden(DomainError):
    """The actor may not do this here."""

    code = "forbidden"


class NotFound(DomainError):
    """Nothing of that name or number lies within the actor's scope."""

    code = "not_found"


class Invalid(DomainError):
    """Input that breaks a hard check; nothing was written."""

    code = "invalid"


class Overtaken(Invalid):
    """Somebody changed the same thing meanwhile; nothing was written.

    ``fields`` names what both changed; empty when the status moved.
    """

    code = "overtaken"


class WrongState(DomainError):
    """The move is not one of the legal next moves."""

    code = "wrong_state"


class Refused(DomainError):
    """A foreign file is not let in; the node is unchanged."""

    code = "refused"
