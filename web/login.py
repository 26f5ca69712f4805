"""Who is at the screen: Flask-Login over the table of sessions.

The signed cookie holds the session's random token, nothing about the account.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Flask, Request, current_app, request, session, url_for
from flask.wrappers import Response
from flask_login import LoginManager, UserMixin, current_user

from domain.policy import Actor
from services import sessions
from store.queries.actors import actor_by_id
from web import htmx
from web.kept import KeptForm, form_sent
from web.pages import page
from web.paths import local_path

if TYPE_CHECKING:
    from config import Settings

TOKEN = "token"  # noqa: S105 - the name of the place, not a secret


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]  # the package is untyped
    """An actor with a session that holds."""

    actor: Actor
    must_change: bool

    def get_id(self) -> str:
        """The account's number."""
        return str(self.actor.account_id)


@dataclass(frozen=True)
class SignInPage:
    """The way in.

    Attributes:
        next: Local path to go to afterwards.
        name: Account name as typed before.
        errors: Reason by field name.
        kept: A form that was sent after its session had ended.
    """

    next: str
    name: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    kept: KeptForm | None = None


def init_app(app: Flask, settings: "Settings") -> None:
    """Load whoever is signed in; no remember-me cookie is ever set or read."""
    app.extensions["luoshi_limits"] = sessions.Limits(
        idle=timedelta(minutes=settings.session_idle_minutes),
        longest=timedelta(hours=settings.session_hours_max),
    )
    app.config["REMEMBER_COOKIE_NAME"] = "luoshi-never-remembers"
    manager = LoginManager()
    # bound to the address by our own table instead: see docs/decisions/0040
    manager.session_protection = None
    manager.request_loader(_load)
    manager.unauthorized_handler(ask_to_sign_in)
    manager.init_app(app)


def signed_in() -> SignedIn | None:
    """Whoever is signed in, or None."""
    return current_user if current_user.is_authenticated else None


def start(new_token: str) -> None:
    """Begin anew with this token: nothing of an earlier session is kept."""
    session.clear()
    session[TOKEN] = new_token


def token() -> str:
    """The session's token, to be ended in the table; empty when there is none."""
    return str(session.get(TOKEN, ""))


def end() -> None:
    """Forget the session here."""
    session.clear()


def address() -> str:
    """Where the request came from."""
    return request.remote_addr or ""


def ask_to_sign_in() -> Response:
    """Show the sign-in page and come back to this one afterwards.

    A form that was sent too late is kept; see web/kept.py.
    """
    sent = form_sent()
    if sent and htmx.is_htmx():
        # static/js/submit.js sends the form again as a page of its own
        return Response(status=401, headers={"HX-Trigger": "sessionEnded"})
    if sent:
        return page("auth/sign_in.html", SignInPage(next=sent.path, kept=sent), 401)
    target = url_for("auth.show_sign_in", next=_page_asked_for())
    if htmx.is_htmx():
        return Response(status=401, headers={"HX-Redirect": target})
    return htmx.see_other(target)


def _page_asked_for() -> str:
    if htmx.is_htmx():
        return local_path(htmx.current_url())
    if request.method in {"GET", "HEAD"}:
        return local_path(request.full_path.removesuffix("?"))
    return local_path(request.referrer or "/")


def _load(_request: Request) -> SignedIn | None:
    if not token():
        return None
    limits: sessions.Limits = current_app.extensions["luoshi_limits"]
    resumed = sessions.resume(token(), address(), limits)
    actor = actor_by_id(resumed.account_id) if resumed else None
    if resumed is None or actor is None:
        return None
    return SignedIn(actor, resumed.must_change)
