"""A person's browser without a screen, over real HTTP: cookies, tokens, redirects."""

import re
import secrets
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPResponse
from http.cookiejar import CookieJar


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Answers 303 are looked at, not followed."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class WebUser:
    """Signed in at address; every form it posts carries token and once key."""

    def __init__(self, address: str, name: str, password: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), NoRedirect
        )
        self.token = ""
        self.get("/sign-in")
        status, _, _ = self.post("/sign-in", {"name": name, "password": password})
        assert status == 303, f"{name} could not sign in: {status}"
        self.get("/password")

    def get(self, path: str) -> str:
        with self._open(urllib.request.Request(self.address + path)) as answer:
            text: str = answer.read().decode()
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        self.token = found[1] if found else self.token
        return text

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str, str]:
        """Status, Location and text of the answer."""
        hidden = {"csrf_token": self.token, "once": secrets.token_urlsafe(16)}
        body = urllib.parse.urlencode({**hidden, **form}).encode()
        with self._open(urllib.request.Request(self.address + path, body)) as answer:
            location = answer.headers.get("Location") or ""
            return answer.status, location, answer.read().decode()

    def _open(self, request: urllib.request.Request) -> HTTPResponse:
        try:
            answer: HTTPResponse = self.opener.open(request)
        except urllib.error.HTTPError as error:
            return error  # type: ignore[return-value]  # it is an answer, too
        return answer
