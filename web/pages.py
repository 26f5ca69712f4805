"""Rendering: one template and one frozen dataclass a page."""

from flask import Flask, make_response, render_template
from flask.wrappers import Response
from jinja2 import StrictUndefined

from web.htmx import wants_fragment


def init_app(app: Flask) -> None:
    """Make a misspelt name in a template an error, and its blocks leave no gaps."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def page(template: str, data: object = None, status: int = 200) -> Response:
    """The template with data, a frozen dataclass, as ``page``."""
    response = make_response(render_template(template, page=data))
    response.status_code = status
    return response


def page_or_fragment(
    template: str, fragment: str, data: object, status: int = 200
) -> Response:
    """The whole page, or only its fragment for htmx.

    Args:
        template: The page; it includes the fragment.
        fragment: A file ``_name.html`` that renders alone from the same data.
        data: A frozen dataclass, named ``page`` in both.
        status: 422 for a form that comes back with errors.
    """
    return page(fragment if wants_fragment() else template, data, status)
