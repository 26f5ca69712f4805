"""Refusals and failures as pages: what happened, why, what to do next."""

from dataclasses import dataclass

from flask import Flask, current_app, request
from flask.wrappers import Response
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from domain.errors import (
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    WrongState,
)
from web.htmx import is_htmx, reswap
from web.pages import page

STATUS_BY_FAMILY: dict[type[DomainError], int] = {
    Forbidden: 403,
    NotFound: 404,
    Invalid: 422,
    WrongState: 409,
    Refused: 422,
}
TITLES = {
    400: "请求有误",
    401: "需要登录",
    403: "没有权限",
    404: "没有找到",
    405: "不能这样办理",
    409: "现在不能办理",
    413: "文件太大",
    422: "没有办成",
    500: "系统出错",
}
SENTENCES = {
    400: "浏览器发来的内容不完整或看不懂，没有执行。请返回上一页，刷新后重试。",
    401: "请先登录，再办理这件事。",
    403: "您的账号不能打开这一页。确需使用，请联系安全管理员授予相应角色。",
    404: "地址可能输错了，内容也可能已被删除，或不在您的单位范围内。请从首页重新进入。",
    405: "这个地址不能直接打开或提交。请从首页重新进入。",
    413: "上传的内容超过了允许的大小，没有保存。请压缩文件，或分几次上传。",
    500: "系统内部出错，这次操作没有保存。请稍后重试；"
    "仍不行，请把时间和所做的操作告诉系统管理员。",
}
FOREIGN_HOST = "请用单位公布的地址打开本系统；这个地址没有登记，不予应答。"
STALE_FORM = (
    "这一页放得太久，或在别的窗口换过登录，这次操作没有执行。"
    "请返回上一页，刷新后重新提交；填好的长文字请先复制下来。"
)


@dataclass(frozen=True)
class ErrorPage:
    """One refusal.

    Attributes:
        fields: Reason by field, when fields are at fault.
    """

    status: int
    title: str
    sentence: str
    fields: tuple[tuple[str, str], ...] = ()


def init_app(app: Flask) -> None:
    """Answer every refusal and every failure in words."""
    app.register_error_handler(DomainError, _on_refusal)
    app.register_error_handler(CSRFError, _on_stale_form)
    app.register_error_handler(SecurityError, _on_foreign_host)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(InternalServerError, _on_failure)


def answer(status: int, sentence: str, error: DomainError | None = None) -> Response:
    """The refusal as a page, or as a notice for htmx, with the same sentence."""
    fields = tuple(error.fields.items()) if error else ()
    data = ErrorPage(status, TITLES.get(status, TITLES[400]), sentence, fields)
    if is_htmx():
        return reswap(page("errors/_notice.html", data, status), "#notices")
    # the frame reads the database, which may be what failed
    template = "errors/failure.html" if status >= 500 else "errors/error.html"
    return page(template, data, status)


def _on_refusal(error: DomainError) -> Response:
    return answer(status_of(error), error.message, error)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal."""
    families = (STATUS_BY_FAMILY.get(family) for family in type(error).__mro__)
    return next((found for found in families if found), 400)


def _on_stale_form(_error: CSRFError) -> Response:
    return answer(400, STALE_FORM)


def _on_foreign_host(_error: SecurityError) -> Response:
    data = ErrorPage(400, TITLES[400], FOREIGN_HOST)
    return page("errors/failure.html", data, 400)


def _on_http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    return answer(status, SENTENCES.get(status, SENTENCES[400]))


def _on_failure(error: InternalServerError) -> Response:
    original = error.original_exception or error
    current_app.logger.error("%s %s", request.method, request.path, exc_info=original)
    return answer(500, SENTENCES[500])
