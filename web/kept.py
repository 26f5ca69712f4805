"""A form sent after its session had ended is kept through the sign-in, not lost."""

import json
from dataclasses import dataclass

from flask import request

from web.paths import local_path

FIELD, PATH_FIELD = "kept", "kept_path"
_OWN_FIELDS = frozenset({"csrf_token"})


@dataclass(frozen=True)
class KeptForm:
    """What was sent, to be sent again once somebody has signed in.

    Attributes:
        path: Local path it was sent to.
        pairs: (name, value) in the order of the form; files cannot be kept.
    """

    path: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The pairs as one hidden field carries them."""
        return json.dumps(self.pairs, ensure_ascii=False)

    @property
    def long_texts(self) -> tuple[str, ...]:
        """What somebody may want to copy before going on."""
        return tuple(value for _, value in self.pairs if len(value) > 20)


def form_sent() -> KeptForm | None:
    """The form of this request, or None when it sent none, or passwords."""
    if request.blueprint == "auth":
        return None
    pairs = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _OWN_FIELDS
    )
    return KeptForm(local_path(request.full_path), pairs) if pairs else None


def form_kept() -> KeptForm | None:
    """The form a sign-in carries along, or None; junk counts as none."""
    try:
        pairs = json.loads(request.form.get(FIELD, ""))
        known = tuple((str(name), str(value)) for name, value in pairs)
    except (ValueError, TypeError):
        return None
    return KeptForm(local_path(request.form.get(PATH_FIELD, "/")), known)
