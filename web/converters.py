"""Row numbers in addresses."""

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from domain.reading import row_number


class RowConverter(BaseConverter):
    """``<row:unit_id>``: a row number; what can be none matches no address."""

    regex = r"\d{1,20}"

    def to_python(self, value: str) -> int:
        """The number."""
        try:
            return row_number(value)
        except ValueError:
            raise ValidationError from None


def init_app(app: Flask) -> None:
    """Let addresses name rows."""
    app.url_map.converters["row"] = RowConverter
