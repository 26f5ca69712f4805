"""Requests of other nodes: signed by their key, with a nonce that we gave."""

import base64
import json
import secrets

from flask import current_app, g, request
from itsdangerous import BadData, URLSafeTimedSerializer

from domain.errors import Forbidden
from services.online_calls import Call, require_branch
from sync.sites import Site

NONCE_SECONDS = 600
STALE = "这次连接已过期，没有办理。请重新开始在线交换。"
UNREADABLE = "这个请求没有节点的签名，或签名的写法不对，没有办理。"


def new_nonce() -> str:
    """For calls of the next ten minutes."""
    return _nonces().dumps(secrets.token_urlsafe(12))


def let_site_in() -> None:
    """Only a branch of this node may pass.

    Raises:
        Forbidden: The call is not signed, is stale, or its site is not known.
    """
    call = _call()
    try:
        _nonces().loads(call.nonce, max_age=NONCE_SECONDS)
    except BadData as error:
        raise Forbidden(STALE) from error
    g.calling_site = require_branch(call)


def calling_site() -> Site:
    """The branch that calls; only in views for sites."""
    site: Site = g.calling_site
    return site


def _nonces() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="online")


def _call() -> Call:
    token = request.authorization.token if request.authorization else None
    try:
        words = json.loads(base64.b64decode(token or "", validate=True))
        site, enrolment = int(words["site"]), words["enrolment"]
        nonce, signature = str(words["nonce"]), str(words["signature"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Forbidden(UNREADABLE) from error
    return Call(
        site=site,
        nonce=nonce,
        method=request.method,
        target=request.full_path.rstrip("?"),
        body=request.get_data(),
        signature=signature,
        enrolment=enrolment if isinstance(enrolment, dict) else None,
    )
