import io
import re

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from domain.fields import Kind
from services import records
from store.describe import KIND_BY_KEY
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation
from tests.factories.records import (
    SESSION,
    Work,
    actor_of,
    detail_of,
    full_texts,
    make_campaign,
    make_draft,
    seen_in,
)

KINDS = list(KIND_BY_KEY.values())
each_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.key for kind in KINDS])
NEW = "/records/study-session/new"


@pytest.fixture
def work(app: Flask, organisation: Organisation) -> Work:
    with app.app_context():
        return make_campaign(organisation)


@pytest.fixture
def clerk(client_as: ClientAs, work: Work) -> Browser:
    del work
    return client_as("clerk-a")


@pytest.fixture
def office(client_as: ClientAs, work: Work) -> Browser:
    del work
    return client_as("office")


@pytest.fixture
def draft_id(app: Flask, organisation: Organisation, work: Work) -> int:
    del work
    with app.app_context():
        return make_draft(organisation)


def text_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def typed(
    organisation: Organisation, kind: Kind = SESSION, **changed: str | list[str]
) -> dict[str, str | list[str]]:
    person = str(organisation.people["A001"])
    unit = str(organisation.units["A"])
    return {**full_texts(kind, person, unit), **changed}


def address(record_id: int, rest: str = "") -> str:
    return f"/records/study-session/{record_id}{rest}"


def shown_to(browser: Browser, record_id: int) -> dict[str, str]:
    return seen_in(text_of(browser.get(address(record_id, "/edit"))))


def submit_as_clerk(app: Flask, record_id: int) -> None:
    with app.app_context():
        records.move(actor_of("clerk-a"), SESSION, record_id, "submit")


@each_kind
def test_every_kind_has_its_pages(
    kind: Kind, clerk: Browser, organisation: Organisation
) -> None:
    word = kind.key.replace("_", "-")
    form = text_of(clerk.get(f"/records/{word}/new"))
    assert all(f'name="{one.name}"' in form for one in kind.fields)
    answer = clerk.submit(f"/records/{word}/new", typed(organisation, kind))
    assert answer.status_code == 303
    edit = text_of(clerk.get(answer.location))
    assert "2026-09-18" in edit
    show = answer.location.removesuffix("/edit")
    for path in (show, f"{show}/check", f"/records/{word}/", f"/records/{word}/print"):
        shown = clerk.get(path)
        assert shown.status_code == 200, path
        assert "喆" in text_of(shown), path
    fragment = text_of(clerk.fragment(f"/records/{word}/"))
    assert fragment.lstrip().startswith('<div id="ledger">')


def test_typed_markup_is_shown_as_text(clerk: Browser, draft_id: int) -> None:
    shown = text_of(clerk.get(address(draft_id)))
    assert "<b>&”" not in shown
    assert "&lt;b&gt;" in shown


def test_empty_form_is_kept_as_a_draft(clerk: Browser) -> None:
    answer = clerk.submit(NEW, {"go": "stay"}, follow=True)
    assert "暂存，尚未上报" in text_of(answer)
    checked = text_of(clerk.get(answer.request.path.replace("/edit", "/check")))
    assert "主题未填，上报前须填写。" in checked
    assert "提交给活动办" not in checked


def test_same_form_sent_twice_makes_one_record(
    app: Flask, clerk: Browser, organisation: Organisation
) -> None:
    data = {**typed(organisation), "once": "k" * 20}
    first, second = clerk.submit(NEW, data), clerk.submit(NEW, data)
    assert first.location == second.location
    assert "共 1 条" in text_of(clerk.get("/records/study-session/"))
    del app


def test_unreadable_form_comes_back_filled_in(
    clerk: Browser, organisation: Organisation
) -> None:
    data = typed(organisation, held_on="2026年2月30日", title="保留的主题")
    answer = clerk.submit(NEW, data)
    text = text_of(answer)
    assert answer.status_code == 422
    assert "没有2026年2月30日这一天" in text
    assert "保留的主题" in text
    assert "checked" in text
    assert "<title>错误：" in text
    fragment = clerk.submit(NEW, data, htmx=True)
    assert fragment.status_code == 422
    assert text_of(fragment).lstrip().startswith('<div id="record-form">')


def test_form_goes_through_check_to_the_office(
    app: Flask, clerk: Browser, organisation: Organisation
) -> None:
    answer = clerk.submit(NEW, {**typed(organisation), "go": "check"})
    assert answer.location.endswith("/check")
    assert "提交给活动办" in text_of(clerk.get(answer.location))
    sent = clerk.submit(answer.location.replace("/check", "/submit"), follow=True)
    assert "已提交给活动办" in text_of(sent)
    record_id = int(re.findall(r"\d+", answer.location)[0])
    with app.app_context():
        assert detail_of(record_id).record.status == "submitted"


def test_soft_problem_asks_for_a_note_before_submitting(
    clerk: Browser, organisation: Organisation
) -> None:
    data = {**typed(organisation, held_on="2026-08-01"), "go": "check"}
    check = clerk.submit(NEW, data).location
    submit = check.replace("/check", "/submit")
    refused = clerk.submit(submit)
    assert refused.status_code == 422
    assert "请写明情况" in text_of(refused)
    done = clerk.submit(submit, {"note": "经批准提前召开"}, follow=True)
    assert "说明：经批准提前召开" in text_of(done)


def test_save_keeps_people_ticked_and_takes_off_the_others(
    app: Flask, clerk: Browser, organisation: Organisation, draft_id: int
) -> None:
    people = [organisation.people[code] for code in ("A002", "A003")]
    data = typed(organisation, attendance=[str(one) for one in people])
    clerk.submit(address(draft_id, "/edit"), {**data, **shown_to(clerk, draft_id)})
    with app.app_context():
        assert list(detail_of(draft_id).person_ids_present) == people


def test_only_legal_moves_are_offered(
    app: Flask, clerk: Browser, office: Browser, draft_id: int
) -> None:
    assert "核对后提交" in text_of(clerk.get(address(draft_id)))
    submit_as_clerk(app, draft_id)
    shown = text_of(clerk.get(address(draft_id)))
    assert "撤回到草稿" in shown
    assert "审核通过" not in shown
    assert "审核通过" in text_of(office.get(address(draft_id)))
    refused = clerk.get(address(draft_id, "/edit"))
    assert refused.status_code == 409
    assert "撤回到草稿" in text_of(refused)


def test_return_with_reasons_by_field_reaches_the_form(
    app: Flask, clerk: Browser, office: Browser, draft_id: int
) -> None:
    submit_as_clerk(app, draft_id)
    path = address(draft_id, "/return")
    assert "日期有什么问题" in text_of(office.get(path))
    assert office.submit(path).status_code == 422
    office.submit(path, {"reason-held_on": "与签到表不符"})
    form = text_of(clerk.get(address(draft_id, "/edit")))
    assert "退回理由：与签到表不符" in form


def test_reviewer_sees_what_changed_since_the_submission_before(
    app: Flask,
    clerk: Browser,
    office: Browser,
    organisation: Organisation,
    draft_id: int,
) -> None:
    submit_as_clerk(app, draft_id)
    office.submit(address(draft_id, "/return"), {"why": "学时不符"})
    data = {**typed(organisation, amount="3"), **shown_to(clerk, draft_id)}
    clerk.submit(address(draft_id, "/edit"), data)
    submit_as_clerk(app, draft_id)
    shown = text_of(office.get(address(draft_id)))
    assert "<del>2.5</del> → <ins>3</ins>" in shown


def test_correction_of_an_accepted_record_needs_a_reason(
    app: Flask, office: Browser, organisation: Organisation, draft_id: int
) -> None:
    submit_as_clerk(app, draft_id)
    office.submit(address(draft_id, "/accept"))
    path = address(draft_id, "/edit")
    assert "更正理由" in text_of(office.get(path))
    data = {**typed(organisation, amount="3"), **shown_to(office, draft_id)}
    refused = office.submit(path, data)
    assert refused.status_code == 422
    assert 'value="3"' in text_of(refused)
    office.submit(path, {**data, "why": "以签到表为准"})
    with app.app_context():
        found = detail_of(draft_id)
    assert found.record.values["amount"] == 3.0
    assert found.moves[-1].why == "以签到表为准"


def test_deleted_record_is_shown_with_the_way_back(
    clerk: Browser, draft_id: int
) -> None:
    gone = text_of(clerk.submit(address(draft_id, "/delete"), follow=True))
    assert "恢复这条记录" in gone
    assert "还没有学习活动记录" in text_of(clerk.get("/records/study-session/"))
    back = text_of(clerk.submit(address(draft_id, "/restore"), follow=True))
    assert "核对后提交" in back


def test_file_is_added_downloaded_and_removed(clerk: Browser, draft_id: int) -> None:
    empty = clerk.submit(address(draft_id, "/attachments"))
    assert empty.status_code == 422
    assert "没有选择文件" in text_of(empty)
    chosen = {"file": (io.BytesIO(b"<html>evil</html>"), "签到表.html")}
    shown = text_of(
        clerk.submit(address(draft_id, "/attachments"), chosen, follow=True)
    )
    path = re.findall(r'href="(/records/attachments/\d+)"', shown)[0]
    with clerk.get(path) as got:
        assert got.data == b"<html>evil</html>"
        assert got.headers["Content-Disposition"].startswith("attachment;")
        assert got.mimetype == "application/octet-stream"
    remove = re.findall(r'action="([^"]+/remove)"', shown)[0]
    assert "没有附件" in text_of(clerk.submit(remove, follow=True))


def test_list_filters_stand_in_the_address(
    clerk: Browser, organisation: Organisation
) -> None:
    for title, day in (("九月学习", "2026-09-18"), ("十月学习", "2026-10-09")):
        clerk.submit(NEW, typed(organisation, title=title, held_on=day))
    path = "/records/study-session/?from=2026年10月1日&status=draft"
    text = text_of(clerk.get(path))
    assert "十月学习" in text
    assert "九月学习" not in text
    assert "合计（1条）" in text
    none = text_of(clerk.get("/records/study-session/?text=没有这样的"))
    assert "没有符合筛选条件" in none


def test_export_holds_exactly_the_filtered_rows(
    clerk: Browser, organisation: Organisation
) -> None:
    for title in ("九月学习", "十月学习"):
        clerk.submit(NEW, typed(organisation, title=title))
    with clerk.get("/records/study-session/export?text=十月") as answer:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert "十月学习" in rows[2]
    assert rows[-1][0] == "共1条"


def test_other_units_record_is_not_found(client_as: ClientAs, draft_id: int) -> None:
    stranger = client_as("clerk-b")
    for rest in ("", "/edit", "/check", "/delete"):
        assert stranger.get(address(draft_id, rest)).status_code == 404
    assert stranger.submit(address(draft_id, "/delete")).status_code == 404


def test_unknown_kind_and_leader_without_entering(
    client_as: ClientAs, work: Work
) -> None:
    del work
    leader = client_as("leader")
    assert leader.get("/records/diary/").status_code == 404
    assert leader.get(NEW).status_code == 403
    overview = text_of(leader.get("/records/"))
    assert "学习活动" in overview
    assert "新建学习活动" not in overview


def test_task_opens_the_form_for_it(clerk: Browser, work: Work) -> None:
    overview = text_of(clerk.get("/records/"))
    path = f"/records/study-note/new?task={work.task_id}"
    assert path in overview
    assert "任务：集中学习" in text_of(clerk.get(path))


def test_without_a_campaign_the_page_says_what_to_wait_for(
    client_as: ClientAs,
) -> None:
    clerk = client_as("clerk-a")
    assert "还没有已发布的活动" in text_of(clerk.get("/records/"))
    assert "没有已发布的活动，暂时不能填报" in text_of(clerk.get(NEW))


def test_office_chooses_for_which_unit_it_enters(
    office: Browser, organisation: Organisation
) -> None:
    chosen = text_of(office.get(f"{NEW}?choose=1"))
    assert "清扫二中队" in chosen
    form = text_of(office.get(f"{NEW}?unit={organisation.units['B']}"))
    assert "填报单位：清扫二中队" in form


@pytest.mark.parametrize(
    "path",
    [
        "/records/study-session/99999999999999999999",
        "/records/study-session/0",
        "/records/attachments/99999999999999999999",
    ],
)
def test_number_that_can_be_no_row_is_not_found(clerk: Browser, path: str) -> None:
    assert clerk.get(path).status_code == 404


def test_filter_words_that_make_no_sense_limit_nothing(
    clerk: Browser, draft_id: int
) -> None:
    del draft_id
    words = "unit=x&person=99999999999999999999&from=昨天&status=gone&page=999"
    assert "共 1 条" in text_of(clerk.get(f"/records/study-session/?{words}"))


def test_print_sheet_is_the_paper_form_of_the_record(
    app: Flask, clerk: Browser, organisation: Organisation, draft_id: int
) -> None:
    submit_as_clerk(app, draft_id)
    assert address(draft_id, "/print") in text_of(clerk.get(address(draft_id)))
    sheet = text_of(clerk.get(address(draft_id, "/print")))
    for words in ("学习活动登记表", "单位（盖章）：清扫一中队", "参加人员（1人）"):
        assert words in sheet
    assert "喆1𠮷</li>" in sheet
    assert "上报（草稿 → 已上报）" in sheet
    assert "&lt;b&gt;" in sheet
    del organisation


@each_kind
def test_every_kind_has_its_print_sheet(
    kind: Kind, clerk: Browser, organisation: Organisation
) -> None:
    word = kind.key.replace("_", "-")
    made = clerk.submit(f"/records/{word}/new", typed(organisation, kind))
    sheet = text_of(clerk.get(made.location.replace("/edit", "/print")))
    assert f"{kind.label}登记表" in sheet
    assert all(f">{one.label}</th>" in sheet for one in kind.fields)
