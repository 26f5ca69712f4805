"""Browsers for tests: they fill hidden fields as pages do, and sign in for real."""

import re
import secrets
from collections.abc import Callable
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services import sessions
from store import clock
from store.db import write
from store.tables.access import Credential

PASSWORD = "我们的落实 2026"

ClientAs = Callable[[str], "Browser"]


class Browser(FlaskClient):
    """A test client that fills the hidden fields of forms as a page would."""

    csrf_token = ""

    def visit(self, path: str = "/password") -> str:
        """Text of the page; remembers its CSRF token."""
        text = self.get(path, follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        assert found, f"{path} shows no form"
        self.csrf_token = found[1]
        return text

    def submit(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        htmx: bool = False,
        follow: bool = False,
    ) -> TestResponse:
        """POST a form with its token and a fresh once key (or the one in data)."""
        if not self.csrf_token:
            self.visit()
        hidden = {"csrf_token": self.csrf_token, "once": secrets.token_urlsafe(16)}
        headers = {"HX-Request": "true"} if htmx else {}
        return self.post(
            path,
            data={**hidden, **(data or {})},
            headers=headers,
            follow_redirects=follow,
        )

    def fragment(self, path: str) -> TestResponse:
        """GET as htmx does."""
        return self.get(path, headers={"HX-Request": "true"})


def sign_in(browser: Browser, name: str, password: str) -> TestResponse:
    """Through the page, as a person does."""
    browser.visit("/sign-in")
    answer = browser.submit("/sign-in", {"name": name, "password": password})
    browser.csrf_token = ""
    return answer


@cache
def _password_hash() -> str:
    """Hashed once a run; hashing is slow on purpose."""
    return sessions.hash_password(PASSWORD)


def give_password(account_id: int) -> None:
    """Make PASSWORD the account's own, chosen password."""
    with write() as session:
        session.merge(
            Credential(
                account_id=account_id,
                password_hash=_password_hash(),
                must_change=0,
                changed_at=clock.now_utc(),
            )
        )
