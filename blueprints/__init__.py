"""Pages: read input, call one service or query, answer."""

from importlib import import_module

from flask import Flask

NAMES: tuple[str, ...] = (
    "accounts",
    "audit",
    "auth",
    "campaigns",
    "exchange",
    "filings",
    "home",
    "online",
    "overview",
    "people",
    "pieces",
    "plans",
    "records",
    "reviews",
    "units",
    "verification",
)


def init_app(app: Flask) -> None:
    """Register every blueprint, each `bp` of its folder."""
    for name in NAMES:
        app.register_blueprint(import_module(f"blueprints.{name}").bp)
