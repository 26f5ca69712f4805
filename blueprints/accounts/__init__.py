"""Accounts: adding, one-time passwords, roles with days, what an account sees."""

from flask import Blueprint

from domain.policy import ROLE_LABELS, Role

bp = Blueprint("accounts", __name__, url_prefix="/accounts")


@bp.app_template_filter("role_label")
def role_label(role: Role) -> str:
    """The role in Chinese."""
    return ROLE_LABELS[role]


from blueprints.accounts import routes  # noqa: E402, F401 - the views need bp
