"""The gate: a view says who may use it, or nobody may."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request, url_for
from flask.wrappers import Response
from werkzeug.exceptions import InternalServerError

from domain.errors import Forbidden
from domain.policy import ACTION_LABELS, Action, Actor
from store.scope import clear_scope, set_scope
from web.htmx import see_other
from web.login import ask_to_sign_in, signed_in
from web.site_calls import let_site_in

View = TypeVar("View", bound=Callable[..., Any])
NOT_SIGNED_IN = "请先登录，再办理这件事。"
_MARK = "luoshi_policy"


@dataclass(frozen=True)
class Policy:
    """What a view asks of whoever calls it.

    Attributes:
        actions: One of these must be granted somewhere; none asks for sign-in only.
        is_public: Nobody needs to be signed in.
        is_for_newcomers: Open even while a one-time password is to be changed.
        is_for_sites: Another node calls and signs with its key; no account is asked.
    """

    actions: tuple[Action, ...] = ()
    is_public: bool = False
    is_for_newcomers: bool = False
    is_for_sites: bool = False


def requires(*actions: Action) -> Callable[[View], View]:
    """One of the actions must be granted; where, the service checks."""
    return _declare(Policy(actions))


def public(view: View) -> View:
    """For everybody, signed in or not; sees no unit-bound rows."""
    return _declare(Policy(is_public=True))(view)


def signed_in_only(view: View) -> View:
    """For every account, whatever its roles."""
    return _declare(Policy())(view)


def newcomers(view: View) -> View:
    """For every account, even before its one-time password is changed."""
    return _declare(Policy(is_for_newcomers=True))(view)


def for_sites(view: View) -> View:
    """For branches of this node that sign their call; sees no unit-bound rows."""
    return _declare(Policy(is_for_sites=True))(view)


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """What the view declared, or None."""
    return getattr(view, _MARK, None)


def current_actor() -> Actor:
    """Whoever is acting; only in views that are not public.

    Raises:
        Forbidden: Nobody is signed in.
    """
    found = signed_in()
    if found is None:
        raise Forbidden(NOT_SIGNED_IN)
    return found.actor


def init_app(app: Flask) -> None:
    """Stand before every view; limit reads to the actor's units while it runs."""
    app.view_functions["static"] = public(app.view_functions["static"])
    app.before_request(_gate)
    app.teardown_request(_leave)


def _declare(policy: Policy) -> Callable[[View], View]:
    def declare(view: View) -> View:
        setattr(view, _MARK, policy)
        return view

    return declare


def _gate() -> Response | None:
    if request.endpoint is None:
        return None
    policy = policy_of(current_app.view_functions[request.endpoint])
    if policy is None:
        message = f"the view {request.endpoint} does not say who may use it"
        raise InternalServerError(original_exception=RuntimeError(message))
    if policy.is_for_sites:
        let_site_in()
        return None
    if policy.is_public:
        _know_who_is_here()
        return None
    return _let_in(policy)


def _know_who_is_here() -> None:
    """Load the session now: noting its use later would end the view's reading."""
    if request.endpoint != "static":
        signed_in()


def _let_in(policy: Policy) -> Response | None:
    found = signed_in()
    if found is None:
        return ask_to_sign_in()
    if found.must_change and not policy.is_for_newcomers:
        return see_other(url_for("auth.show_password"))
    if policy.actions and not any(map(found.actor.may, policy.actions)):
        wanted = "、".join(ACTION_LABELS[action] for action in policy.actions)
        message = f"您的账号没有“{wanted}”的权限。确需使用，请联系安全管理员授予角色。"
        raise Forbidden(message)
    set_scope(found.actor.scope)
    return None


def _leave(_error: BaseException | None) -> None:
    clear_scope()
