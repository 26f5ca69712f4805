"""Text size and contrast, chosen on any page and kept in a cookie."""

from dataclasses import dataclass

from flask import Flask, request
from flask.wrappers import Response

COOKIE = "luoshi-look"
SIZES = {"standard": "标准", "large": "大", "huge": "特大"}
CONTRASTS = {"normal": "普通", "high": "高对比"}
_YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Look:
    """How this browser shows pages."""

    size: str = "standard"
    contrast: str = "normal"


def init_app(app: Flask) -> None:
    """Make the look known to every template."""
    app.context_processor(
        lambda: {
            "look": current_look(),
            "look_sizes": SIZES,
            "look_contrasts": CONTRASTS,
        }
    )


def current_look() -> Look:
    """The look kept in the cookie; anything unknown in it is ignored."""
    return look_of(*request.cookies.get(COOKIE, "").split("."))


def look_of(size: str = "", contrast: str = "", *_rest: str) -> Look:
    """A look of known words; the ordinary one for others."""
    return Look(
        size if size in SIZES else "standard",
        contrast if contrast in CONTRASTS else "normal",
    )


def keep_look(response: Response, look: Look) -> None:
    """Set the cookie; it says nothing about the person."""
    response.set_cookie(
        COOKIE,
        f"{look.size}.{look.contrast}",
        max_age=_YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
    )
