"""Views of signing in and out."""

from flask import flash, request
from flask.wrappers import Response

from blueprints.auth import bp
from blueprints.auth.pages import PasswordPage, ResumePage
from domain.errors import Invalid
from services import accounts, sessions
from web import login, look
from web.htmx import see_other
from web.kept import form_kept
from web.login import SignInPage
from web.pages import page
from web.paths import local_path
from web.policy import current_actor, newcomers, public

UNEQUAL = {"again": "两次输入的新密码不一样，请重新输入。"}


@bp.get("/sign-in")
@public
def show_sign_in() -> Response:
    """The way in; whoever is in already goes on."""
    target = local_path(request.args.get("next", "/"))
    if login.signed_in():
        return see_other(target)
    return page("auth/sign_in.html", SignInPage(next=target))


@bp.post("/sign-in")
@public
def sign_in() -> Response:
    """Open a session and go where one wanted to go."""
    target, kept = local_path(request.form.get("next", "/")), form_kept()
    name, password = request.form.get("name", ""), request.form.get("password", "")
    try:
        token = sessions.sign_in(name, password, login.address(), login.token())
    except Invalid as error:
        data = SignInPage(target, name, {"name": error.message}, kept)
        return page("auth/sign_in.html", data, 422)
    login.start(token)
    if kept:
        return page("auth/resume.html", ResumePage(name, kept))
    return see_other(target)


@bp.post("/sign-out")
@newcomers
def sign_out() -> Response:
    """End the session here and in the table."""
    actor = current_actor()
    sessions.sign_out(login.token(), actor.account_name)
    login.end()
    return see_other("/sign-in")


@bp.get("/password")
@newcomers
def show_password() -> Response:
    """Choose a password; the first thing after a one-time one."""
    return page("auth/password.html", _password_page({}))


@bp.post("/password")
@newcomers
def change_password() -> Response:
    """Keep the new password; every other session of the account ends."""
    actor = current_actor()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if new != request.form.get("again", ""):
        return page("auth/password.html", _password_page(UNEQUAL), 422)
    try:
        accounts.change_password(actor.account_id, old, new)
    except Invalid as error:
        return page("auth/password.html", _password_page(error.fields), 422)
    login.start(sessions.sign_in(actor.account_name, new, login.address()))
    flash("密码已修改。其他电脑上的登录已全部结束。", "ok")
    return see_other("/")


@bp.get("/alive")
@newcomers
def alive() -> Response:
    """Keep the session of somebody who writes for long; scripts ask now and then."""
    return Response(status=204)


@bp.post("/look")
@public
def set_look() -> Response:
    """Keep text size and contrast in this browser."""
    now = look.current_look()
    chosen = look.look_of(
        request.form.get("size", now.size), request.form.get("contrast", now.contrast)
    )
    response = see_other(local_path(request.form.get("back", "/")))
    look.keep_look(response, chosen)
    return response


def _password_page(errors: dict[str, str]) -> PasswordPage:
    found = login.signed_in()
    assert found is not None
    return PasswordPage(found.actor.account_name, found.must_change, errors)
