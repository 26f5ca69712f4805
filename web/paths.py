"""Which addresses are ours to lead to."""

from urllib.parse import urlsplit

from flask import request


def local_path(url: str) -> str:
    """The path of an address of ours; ``/`` for anything else, such as //evil.cn."""
    parts = urlsplit(url)
    is_ours = parts.netloc in {"", request.host} and parts.scheme in {
        "",
        request.scheme,
    }
    path = parts.path
    is_plain = path.startswith("/") and not path.startswith("//") and "\\" not in url
    if not (is_ours and is_plain and url.isprintable()):
        return "/"
    return f"{path}?{parts.query}" if parts.query else path
