"""A form counts once, however often it is sent."""

import functools
import secrets
from collections.abc import Callable
from typing import ParamSpec

from flask import Flask, make_response, request
from flask.wrappers import Response

from domain.errors import Invalid, WrongState
from store import clock
from store.db import write
from store.queries import access
from store.tables.access import IdempotencyKey
from web.htmx import see_other
from web.policy import current_actor

Parameters = ParamSpec("Parameters")

FIELD = "once"
WITHOUT_KEY = "这张表单缺少编号，没有保存。请刷新页面后重新提交。"
FOREIGN_KEY = "这张表单是另一个账号提交过的。请刷新页面后重新填写。"
UNDERWAY = "这张表单已经提交，正在办理，没有重复执行。请稍候片刻，再回到列表查看结果。"
KEY_LENGTHS = range(16, 65)


class _NotKept(Exception):
    """Rolls the write back while the answer is given all the same."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def init_app(app: Flask) -> None:
    """Let form_start put a fresh key into each form."""
    app.jinja_env.globals["once_key"] = lambda: secrets.token_urlsafe(16)


def once(view: Callable[Parameters, Response]) -> Callable[Parameters, Response]:
    """Run a POST handler inside write(); a repeat is sent where the first was.

    The handler's answer is kept when it leads somewhere (see_other); any other answer,
    such as a form that comes back with errors, undoes what the handler wrote and
    leaves the key unused.
    """

    @functools.wraps(view)
    def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Response:
        try:
            with write(current_actor().account_name):
                key = _key()
                earlier = access.answer_to(key.key)
                if earlier is not None:
                    return see_other(_location(earlier))
                response = make_response(view(*args, **kwargs))
                _keep(key, response)
                return response
        except _NotKept as answer:
            return answer.response

    return wrapped


def once_apart(
    view: Callable[Parameters, Response],
) -> Callable[Parameters, Response]:
    """The same for a handler whose service locks and commits by itself.

    Exports and imports do, so they cannot run inside write(). The key is taken before
    and gets its answer afterwards; a repeat in between is refused. An answer that
    leads nowhere, or a refusal, gives the key back.
    """

    @functools.wraps(view)
    def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Response:
        key = _key().key
        location = _take(_key())
        if location is not None:
            return see_other(location)
        reached = ""
        try:
            response = make_response(view(*args, **kwargs))
            reached = _reached(response)
            return response
        finally:
            _answer(key, reached)

    return wrapped


def _take(key: IdempotencyKey) -> str | None:
    """Where the first arrival of this form was sent, or None when this is it."""
    with write(current_actor().account_name) as session:
        earlier = access.answer_to(key.key)
        if earlier is None:
            session.add(key)
            return None
        location = _location(earlier)
    if not location:
        raise WrongState(UNDERWAY)
    return location


def _answer(key: str, location: str) -> None:
    with write(current_actor().account_name) as session:
        taken = session.get_one(IdempotencyKey, key)
        if location:
            taken.location = location
        else:
            session.delete(taken)


def _key() -> IdempotencyKey:
    key = request.form.get(FIELD, "")
    if len(key) not in KEY_LENGTHS:
        raise Invalid(WITHOUT_KEY)
    account_id = current_actor().account_id
    return IdempotencyKey(
        key=key, account_id=account_id, location="", at=clock.now_utc()
    )


def _location(earlier: IdempotencyKey) -> str:
    if earlier.account_id != current_actor().account_id:
        raise Invalid(FOREIGN_KEY)
    return earlier.location


def _keep(key: IdempotencyKey, response: Response) -> None:
    key.location = _reached(response)
    if not key.location:
        raise _NotKept(response)
    with write() as session:
        session.add(key)


def _reached(response: Response) -> str:
    headers = response.headers
    return headers.get("HX-Redirect") or headers.get("Location") or ""
