"""The forms of an account, declared."""

from flask import url_for

from blueprints.units.forms import FormPage, unit_options
from domain.fields import Field
from domain.policy import ROLE_LABELS

LABELS = tuple(ROLE_LABELS.values())
ROLE_BY_LABEL = {label: role for role, label in ROLE_LABELS.items()}
ROLE = Field(
    "role",
    "角色",
    "choice",
    required=True,
    choices=LABELS,
    help="在所选单位及其下级有效。系统、安全、审计三员应由三个人分任。",
)
GRANT_FIELDS = (
    ROLE,
    Field("unit", "在哪个单位", "unit", required=True),
    Field("from", "从哪天起", "date", help="留空为今天。"),
    Field("to", "到哪天止", "date", help="代理等临时授权请写明，留空为长期。"),
)


def new_form() -> FormPage:
    """An account to come."""
    return FormPage(
        title="增加账号",
        lead="增加后给出一次性密码，只显示一次；本人首次登录时必须改掉。",
        crumbs=[("账号", url_for("accounts.list"))],
        action=url_for("accounts.create"),
        button="增加账号并给出一次性密码",
        back=url_for("accounts.list"),
        fields=[
            Field("name", "账号名", "text", required=True, help="登录时用，不带空格。"),
            Field("unit", "单位", "unit", required=True),
            ROLE,
            Field("person", "人员编号", "text", help="这个账号由谁使用，可留空。"),
        ],
        options={"unit": unit_options("accounts.manage")},
    )
