"""Kinds in addresses: study-session stands for study_session."""

from werkzeug.routing import BaseConverter, ValidationError

from domain.fields import Kind
from store.describe import KIND_BY_KEY


class KindConverter(BaseConverter):
    """A kind of record; an unknown word matches no address."""

    regex = "[a-z][a-z-]*"

    def to_python(self, value: str) -> Kind:
        """The kind of the word."""
        kind = KIND_BY_KEY.get(value.replace("-", "_"))
        if kind is None:
            raise ValidationError
        return kind

    def to_url(self, value: Kind | str) -> str:
        """The word of a kind, or of its key."""
        key = value if isinstance(value, str) else value.key
        return key.replace("_", "-")
