import re

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from domain.records import Said
from services import records
from store.db import db
from store.queries.reviews import review_queue, waiting_count
from store.scope import acting_in
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation
from tests.factories.records import (
    NOTE,
    SESSION,
    actor_of,
    detail_of,
    make_campaign,
    make_draft,
)


@pytest.fixture
def submitted(app: Flask, organisation: Organisation) -> list[int]:
    """A session of A, then one of B, both submitted; ids in that order."""
    with app.app_context():
        make_campaign(organisation)
        made = []
        for unit, clerk in (("A", "clerk-a"), ("B", "clerk-b")):
            record_id = make_draft(
                organisation, SESSION, unit, clerk, title=f"{unit}队学习"
            )
            records.move(actor_of(clerk), SESSION, record_id, "submit")
            made.append(record_id)
    return made


@pytest.fixture
def office(client_as: ClientAs, submitted: list[int]) -> Browser:
    del submitted
    return client_as("office")


def text_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def keys(record_ids: list[int]) -> list[str]:
    return [f"study_session/{record_id}" for record_id in record_ids]


def test_queue_shows_the_oldest_first(office: Browser) -> None:
    text = text_of(office.get("/reviews/"))
    assert re.findall("[AB]队学习", text)[0] == "A队学习"
    assert "待审核 2 条" in text


def test_queue_is_filtered_by_unit_and_kind(
    office: Browser, organisation: Organisation
) -> None:
    text = text_of(office.get(f"/reviews/?unit={organisation.units['B']}"))
    assert "A队学习" not in text
    assert "没有待审核的记录" in text_of(office.get("/reviews/?kind=opinion"))


def test_head_sees_only_own_unit_and_clerk_nothing(
    client_as: ClientAs, submitted: list[int]
) -> None:
    del submitted
    text = text_of(client_as("head-a").get("/reviews/"))
    assert "B队学习" not in text
    assert "通过勾选的记录" not in text
    assert client_as("clerk-a").get("/reviews/").status_code == 403


def test_bulk_accept_reports_every_row(
    app: Flask, office: Browser, submitted: list[int]
) -> None:
    with app.app_context():
        records.move(actor_of("clerk-b"), SESSION, submitted[1], "withdraw")
    answer = office.submit(
        "/reviews/", {"record": keys(submitted), "move": "accept"}, follow=True
    )
    text = text_of(answer)
    assert "2 条中办成 1 条" in text
    assert "状态是“草稿”，不能通过" in text
    with app.app_context():
        assert detail_of(submitted[0]).record.status == "accepted"


def test_bulk_return_needs_a_reason_and_keeps_what_was_ticked(
    app: Flask, office: Browser, submitted: list[int]
) -> None:
    data = {"record": keys(submitted), "move": "return"}
    refused = office.submit("/reviews/", data)
    assert refused.status_code == 422
    assert text_of(refused).count(" checked>") == 2
    office.submit("/reviews/", {**data, "why": "缺签到表"})
    with app.app_context():
        found = detail_of(submitted[1])
    assert (found.record.status, found.moves[-1].why) == ("returned", "缺签到表")


@pytest.mark.parametrize(
    "data", [{"move": "accept"}, {"move": "delete", "record": "study_session/1"}, {}]
)
def test_decision_that_says_too_little_is_refused(
    office: Browser, data: dict[str, str]
) -> None:
    answer = office.submit("/reviews/", data)
    assert answer.status_code == 422
    assert "没有办理" in text_of(answer)
    fragment = office.submit("/reviews/", data, htmx=True)
    assert text_of(fragment).lstrip().startswith('<div id="queue">')


def test_decision_on_one_record_leads_back_to_the_queue(
    office: Browser, submitted: list[int]
) -> None:
    path = f"/records/study-session/{submitted[0]}"
    assert 'name="back" value="reviews"' in text_of(office.get(f"{path}?back=reviews"))
    answer = office.submit(f"{path}/accept", {"back": "reviews"})
    assert answer.location == "/reviews/"


def test_queue_is_read_in_three_statements_however_long(
    app: Flask, organisation: Organisation, submitted: list[int]
) -> None:
    del submitted
    seen: list[object] = []
    with app.app_context():
        record_id = make_draft(organisation, NOTE)
        records.move(actor_of("clerk-a"), NOTE, record_id, "submit")
        reach = actor_of("office").reach["records.accept"]
        with acting_in(reach):
            event.listen(
                db.engine, "before_cursor_execute", lambda *words: seen.append(words[2])
            )
            queue = review_queue(reach)
            assert len(seen) == 3
            assert [row.kind.key for row in queue.rows][-1] == "study_note"
            assert waiting_count(reach) == queue.count == 3
        with acting_in(frozenset()):
            assert review_queue(reach).count == 0
        records.move(actor_of("office"), NOTE, record_id, "delete", Said(why="重复"))
        with acting_in(reach):
            assert waiting_count(reach) == 2
