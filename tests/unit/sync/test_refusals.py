"""Every sentence is whole: it names its facts and ends with what to do."""

import re

import pytest

from domain.errors import Refused
from sync.core import refusals
from sync.core.refusals import Gap, Parked, refuse

SENTENCES = {**refusals._GAP, **refusals._PARKED, **refusals._REFUSED}


@pytest.mark.parametrize("key", list(SENTENCES))
def test_sentence_when_filled_then_whole(key: str) -> None:
    facts = dict.fromkeys(re.findall(r"{(\w+)}", SENTENCES[key]), "甲")
    with pytest.raises(Refused) as caught:
        refuse(key, **facts)
    assert caught.value.message.endswith(("。", "）。"))
    assert "{" not in caught.value.message
    assert len(caught.value.message) > 10


def test_refusal_when_gap_or_parked_then_told_apart() -> None:
    with pytest.raises(Gap):
        refuse("gap", site=1, at="x")
    with pytest.raises(Parked):
        refuse("retired", site=1)
    assert (Gap.code, Parked.code, Refused.code) == ("gap", "parked", "refused")
