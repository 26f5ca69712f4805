"""What all pages share: sign-in, policy gate, CSRF, CSP, htmx, forms."""

from typing import TYPE_CHECKING

from flask import Flask

from web import (
    converters,
    csrf,
    errors,
    filters,
    frame,
    headers,
    htmx,
    idempotency,
    login,
    look,
    pages,
    policy,
    switcher,
)

if TYPE_CHECKING:
    from config import Settings


def init_app(app: Flask, settings: "Settings") -> None:
    """Set up everything pages share, in the order requests pass through it."""
    converters.init_app(app)
    headers.init_app(app, settings)
    htmx.init_app(app)
    csrf.init_app(app)
    login.init_app(app, settings)
    policy.init_app(app)
    pages.init_app(app)
    filters.init_app(app)
    idempotency.init_app(app)
    look.init_app(app)
    switcher.init_app(app)
    frame.init_app(app)
    errors.init_app(app)
