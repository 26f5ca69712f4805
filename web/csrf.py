"""Unsafe requests come from our own pages: token, Origin and Sec-Fetch-Site agree."""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from domain.errors import Forbidden

FOREIGN = "这个请求不是从本系统的页面发出的，没有执行。请回到本系统的页面上操作。"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Check the origin, then the token, which lasts as long as the session."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_I18N_ENABLED"] = False
    app.before_request(_check_origin)
    CSRFProtect(app)


def _check_origin() -> None:
    if request.method not in SAFE_METHODS and not is_same_origin():
        raise Forbidden(FOREIGN)


def is_same_origin() -> bool:
    """Whether the browser says that our own page sent this request.

    Programs that are no browsers send neither header; the token still holds for them.
    """
    site = request.headers.get("Sec-Fetch-Site", "none")
    origin = request.headers.get("Origin")
    if site not in {"same-origin", "none"}:
        return False
    return origin is None or urlsplit(origin).netloc == request.host
