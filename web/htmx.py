"""htmx on the server: which requests want a fragment, and answers they understand.

Wraps htmx-flask 0.1.0, which neither decodes Chinese header values nor sets Vary, and
refuses some swaps that htmx knows.
"""

from urllib.parse import unquote

from flask import Flask, redirect, request
from flask.wrappers import Response
from htmx_flask import Htmx
from htmx_flask.requests import HtmxAwareRequest, HtmxHeaders
from werkzeug.datastructures import Headers

VARY = ("HX-Request", "HX-History-Restore-Request")


class DecodedHeaders(HtmxHeaders):  # type: ignore[misc]  # the package is untyped
    """The headers as typed: htmx sends what is not Latin URI-encoded."""

    def __init__(self, headers: Headers) -> None:
        super().__init__(_decoded(headers))


class Request(HtmxAwareRequest):  # type: ignore[misc]  # the package is untyped
    """A request with .htmx decoded."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.htmx = DecodedHeaders(self.headers)


def init_app(app: Flask) -> None:
    """Let requests know htmx; its own class would undo ours, so ours comes last."""
    Htmx(app)
    app.request_class = Request
    app.after_request(_vary)


def is_htmx() -> bool:
    """Whether htmx sent this request."""
    return bool(_headers())


def wants_fragment() -> bool:
    """Whether only the changed part is wanted, not the whole page."""
    headers = _headers()
    whole_page = headers.history_restore_request or headers.boosted
    return bool(headers) and not whole_page


def current_url() -> str:
    """Address of the page the htmx request came from; empty when unknown."""
    return _headers().current_url or ""


def see_other(url: str) -> Response:
    """Go and look there: 303 after a write; htmx loads the page itself."""
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": url})
    answer = redirect(url, 303)
    assert isinstance(answer, Response)
    return answer


def reswap(response: Response, target: str, swap: str = "innerHTML") -> Response:
    """Put this answer somewhere else than the element asked for."""
    response.headers["HX-Retarget"] = target
    response.headers["HX-Reswap"] = swap
    return response


def _headers() -> HtmxHeaders:
    assert isinstance(request, object)
    return request.htmx  # type: ignore[attr-defined]  # set by our Request


def _decoded(headers: Headers) -> Headers:
    return Headers(
        (name, unquote(value) if f"{name}-URI-AutoEncoded" in headers else value)
        for name, value in headers.items()
    )


def _vary(response: Response) -> Response:
    if request.endpoint != "static":
        response.vary.update(VARY)
    return response
