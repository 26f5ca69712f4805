"""Cookie flags, limits and the headers every answer carries."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from flask.wrappers import Response

if TYPE_CHECKING:
    from config import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
STATIC_SECONDS = 30 * 24 * 3600


def init_app(app: Flask, settings: "Settings") -> None:
    """Fix the settings that guard cookies and bodies; add the headers."""
    key = _secret_key(settings.home / "keys" / "secret.key")
    prefix = "__Host-" if settings.secure_cookies else ""
    app.config.update(
        SECRET_KEY=key,
        # two nodes on one machine share cookies, so each has a name of its own
        SESSION_COOKIE_NAME=f"{prefix}luoshi-{hashlib.sha256(key).hexdigest()[:8]}",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=settings.upload_bytes_max,
        MAX_FORM_PARTS=5000,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS,
    )
    app.after_request(_add_headers)
    app.url_defaults(_stamp_static)


def _secret_key(path: Path) -> bytes:
    """The node's signing key, made at its first start, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(part)  # of two starting at once, one wins
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path.read_bytes()


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _stamp_static(endpoint: str, values: dict[str, Any]) -> None:
    """Name the version in each static address, so that an update is seen at once."""
    if endpoint == "static" and "filename" in values:
        path = Path(__file__).parent.parent / "static" / values["filename"]
        if path.is_file():
            values["v"] = f"{path.stat().st_mtime_ns // 1_000_000:x}"
