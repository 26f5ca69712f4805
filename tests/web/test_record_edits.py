"""Two people with the same form open: nobody's work is undone in silence."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from domain.records import MoveName
from services import records
from store.queries.record_detail import RecordDetail
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation
from tests.factories.records import (
    SESSION,
    actor_of,
    detail_of,
    full_texts,
    make_campaign,
    make_draft,
    seen_in,
)

Form = dict[str, str | list[str]]


@pytest.fixture
def draft_id(app: Flask, organisation: Organisation) -> int:
    with app.app_context():
        make_campaign(organisation)
        return make_draft(organisation, place="一楼")


@pytest.fixture
def clerk(client_as: ClientAs, draft_id: int) -> Browser:
    del draft_id
    return client_as("clerk-a")


@pytest.fixture
def form(clerk: Browser, organisation: Organisation, draft_id: int) -> Form:
    """The form as it was opened, before anybody else did anything."""
    person, unit = str(organisation.people["A001"]), str(organisation.units["A"])
    page = text_of(clerk.get(f"/records/study-session/{draft_id}/edit"))
    return {**full_texts(SESSION, person, unit), "place": "一楼", **seen_in(page)}


def text_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def save(browser: Browser, record_id: int, form: Form, **typed: object) -> TestResponse:
    return browser.submit(f"/records/study-session/{record_id}/edit", {**form, **typed})


def stored(app: Flask, record_id: int) -> RecordDetail:
    with app.app_context():
        return detail_of(record_id)


def test_stale_form_leaves_the_fields_of_others_alone(
    app: Flask, clerk: Browser, draft_id: int, form: Form
) -> None:
    assert save(clerk, draft_id, form, place="二楼").status_code == 303
    assert save(clerk, draft_id, form, title="新标题").status_code == 303
    found = stored(app, draft_id)
    assert found.record.values["place"] == "二楼"
    assert found.record.title == "新标题"
    assert [sorted(move.changes) for move in found.moves[1:]] == [["place"], ["title"]]


def test_same_field_changed_by_both_comes_back_with_both_values(
    app: Flask, clerk: Browser, draft_id: int, form: Form
) -> None:
    save(clerk, draft_id, form, place="二楼", title="先改的标题")
    answer = save(clerk, draft_id, form, place="三楼", content="我的内容")
    text = text_of(answer)
    assert answer.status_code == 422
    assert "地点在您填写期间被clerk-a于" in text
    assert "改为“二楼”，您填的是“三楼”" in text
    assert 'value="三楼"' in text
    assert 'value="先改的标题"' in text
    assert "我的内容" in text
    assert stored(app, draft_id).record.values["place"] == "二楼"


def test_conflict_once_shown_is_decided_by_the_next_save(
    app: Flask, clerk: Browser, draft_id: int, form: Form
) -> None:
    save(clerk, draft_id, form, place="二楼")
    again = {**form, **seen_in(text_of(save(clerk, draft_id, form, place="三楼")))}
    assert save(clerk, draft_id, again, place="三楼").status_code == 303
    last = stored(app, draft_id).moves[-1]
    assert last.changes == {"place": ("二楼", "三楼")}


def test_same_value_from_both_is_no_conflict(
    app: Flask, clerk: Browser, draft_id: int, form: Form
) -> None:
    save(clerk, draft_id, form, place="二楼")
    assert save(clerk, draft_id, form, place="二楼").status_code == 303
    assert len(stored(app, draft_id).moves) == 2


def test_people_ticked_by_both_are_all_present(
    app: Flask, clerk: Browser, organisation: Organisation, draft_id: int, form: Form
) -> None:
    first, second, third = (organisation.people[f"A00{one}"] for one in (1, 2, 3))
    save(clerk, draft_id, form, attendance=[str(first), str(second)])
    save(clerk, draft_id, form, attendance=[str(third)])
    assert set(stored(app, draft_id).person_ids_present) == {second, third}


DONE: dict[MoveName, str] = {"submit": "转为“已上报”", "delete": "删除"}


@pytest.mark.parametrize("move", list(DONE))
def test_record_moved_meanwhile_brings_the_form_back_whole(
    app: Flask, clerk: Browser, draft_id: int, form: Form, move: MoveName
) -> None:
    with app.app_context():
        records.move(actor_of("head-a"), SESSION, draft_id, move)
    answer = save(clerk, draft_id, form, content="写了半天的内容")
    text = text_of(answer)
    assert answer.status_code == 422
    assert "这条记录在您填写期间已由head-a于" in text
    assert DONE[move] in text
    assert "写了半天的内容" in text


def test_withdrawn_again_the_form_that_came_back_is_saved(
    app: Flask, clerk: Browser, draft_id: int, form: Form
) -> None:
    with app.app_context():
        records.move(actor_of("clerk-a"), SESSION, draft_id, "submit")
    back = text_of(save(clerk, draft_id, form, content="写了半天"))
    with app.app_context():
        records.move(actor_of("clerk-a"), SESSION, draft_id, "withdraw")
    answer = save(clerk, draft_id, {**form, **seen_in(back)}, content="写了半天")
    assert answer.status_code == 303
    assert stored(app, draft_id).record.values["content"] == "写了半天"


def test_form_that_does_not_say_what_it_showed_overwrites_nothing(
    app: Flask, clerk: Browser, draft_id: int, form: Form
) -> None:
    damaged: Form = {**form, "seen": "status=draft place=x \x00 ="}
    assert save(clerk, draft_id, damaged, place="三楼").status_code == 422
    assert save(clerk, draft_id, {**form, "seen": ""}, place="三楼").status_code == 422
    assert stored(app, draft_id).record.values["place"] == "一楼"


def test_form_cannot_claim_to_have_shown_a_stranger(
    app: Flask, clerk: Browser, organisation: Organisation, draft_id: int, form: Form
) -> None:
    stranger = str(organisation.people["B001"])
    claimed: Form = {**form, "seen": f"{form['seen']},{stranger}"}
    save(clerk, draft_id, claimed, attendance=[stranger])
    assert stored(app, draft_id).person_ids_present == ()


def autosave(browser: Browser, record_id: int, form: Form) -> str:
    path = f"/records/study-session/{record_id}/autosave"
    answer = browser.submit(path, form, htmx=True)
    assert answer.status_code == 200
    return text_of(answer)


def test_autosave_keeps_what_is_readable(
    app: Flask, clerk: Browser, draft_id: int, form: Form
) -> None:
    typed: Form = {**form, "place": "二楼", "held_on": "2026年2月30日"}
    told = autosave(clerk, draft_id, typed)
    assert "自动暂存，其中1项填写有误，未存" in told
    found = stored(app, draft_id).record
    assert found.values["place"] == "二楼"
    assert found.day is not None


def test_saving_after_an_autosave_is_no_conflict_with_oneself(
    app: Flask, clerk: Browser, draft_id: int, form: Form
) -> None:
    told = autosave(clerk, draft_id, {**form, "place": "二楼", "attendance": []})
    again: Form = {**form, **seen_in(told), "attendance": []}
    assert save(clerk, draft_id, again, place="三楼").status_code == 303
    assert stored(app, draft_id).record.values["place"] == "三楼"
    assert stored(app, draft_id).person_ids_present == ()


def test_autosave_overwrites_nobody_and_leaves_no_draft_alone(
    app: Flask, clerk: Browser, draft_id: int, form: Form
) -> None:
    save(clerk, draft_id, form, place="二楼")
    assert "已被别人改过" in autosave(clerk, draft_id, {**form, "place": "三楼"})
    with app.app_context():
        records.move(actor_of("clerk-a"), SESSION, draft_id, "submit")
    assert "不是草稿" in autosave(clerk, draft_id, {**form, "place": "三楼"})
    assert stored(app, draft_id).record.values["place"] == "二楼"


def test_only_stored_drafts_save_themselves(clerk: Browser, draft_id: int) -> None:
    edit = text_of(clerk.get(f"/records/study-session/{draft_id}/edit"))
    assert "data-autosave" in edit
    new = text_of(clerk.get("/records/study-session/new"))
    assert "data-autosave" not in new


def test_saves_in_a_row_are_one_line_of_the_history(
    app: Flask, clerk: Browser, client_as: ClientAs, draft_id: int, form: Form
) -> None:
    url = f"/records/study-session/{draft_id}"
    for place in ("二楼", "三楼", "四楼"):
        fresh = {**form, **seen_in(text_of(clerk.get(f"{url}/edit")))}
        assert save(clerk, draft_id, fresh, place=place).status_code == 303
    page = text_of(clerk.get(url))
    assert "修改（3 次）" in page
    assert "<del>一楼</del> → <ins>四楼</ins>" in page
    assert "三楼" not in page
    assert len(stored(app, draft_id).moves) == 4
    office = client_as("office")
    fresh = {**form, **seen_in(text_of(office.get(f"{url}/edit")))}
    save(office, draft_id, fresh, place="五楼")
    fresh = {**form, **seen_in(text_of(clerk.get(f"{url}/edit")))}
    save(clerk, draft_id, fresh, place="六楼")
    page = text_of(clerk.get(url))
    assert "修改（3 次）" in page
    assert "<del>四楼</del> → <ins>五楼</ins>" in page
    assert "<del>五楼</del> → <ins>六楼</ins>" in page
