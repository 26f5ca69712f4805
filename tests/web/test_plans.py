import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from domain.plan_mapping.model import PlanDraft
from store.queries.campaigns import campaign, campaign_row, campaign_rows
from store.queries.plans import anchors, kept_draft, plan_text
from store.scope import EVERYTHING, acting_in
from tests.factories.browsers import Browser, ClientAs
from tests.factories.organisation import Organisation

TEXT = (Path(__file__).parents[1] / "corpus/journey/plan.txt").read_text(
    encoding="utf-8"
)


@pytest.fixture
def office(client_as: ClientAs) -> Browser:
    return client_as("office")


@pytest.fixture
def address(office: Browser, organisation: Organisation) -> str:
    """Of a reading of TEXT at HW."""
    answer = office.submit(
        "/campaigns/plans/", {"unit": str(organisation.units["HW"]), "text": TEXT}
    )
    assert answer.status_code == 303
    return str(answer.location)


def _draft(app: Flask, address: str) -> PlanDraft:
    with app.app_context():
        kept = kept_draft(int(address.rsplit("/", 1)[1]))
    assert kept is not None
    return kept.draft


def _requirement(draft: PlanDraft, metric: str) -> int:
    return next(one.id for one in draft.requirements if one.metric == metric)


def _seen(office: Browser, path: str) -> dict[str, str]:
    """The hidden and visible values of a form, as a browser would send them back."""
    text = office.visit(path)
    form = text[text.index('class="form-part"') :]
    found = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    found |= {
        name: value
        for value, name in re.findall(
            r'value="([^"]*)"[^>]*? name="(\w+)"', form.split("</form>")[0]
        )
    }
    for name, body in re.findall(
        r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return {
        name: value
        for name, value in found.items()
        if name not in ("csrf_token", "once")
    }


def test_new_without_text_or_file_comes_back_with_the_reason(office: Browser) -> None:
    answer = office.submit("/campaigns/plans/", {"unit": "1", "text": "  "})
    assert answer.status_code == 422
    assert "请粘贴方案文字，或选择方案文件" in answer.get_data(as_text=True)


def test_new_at_a_foreign_unit_keeps_the_pasted_text(office: Browser) -> None:
    answer = office.submit("/campaigns/plans/", {"unit": "1", "text": TEXT})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "请选择您管理的单位" in text
    assert "征求意见不少于30条" in text


def test_upload_of_an_unreadable_file_says_what_to_do(
    office: Browser, organisation: Organisation
) -> None:
    data = {
        "unit": str(organisation.units["HW"]),
        "file": (BytesIO(b"PK\x03\x04 broken"), "方案.docx"),
    }
    answer = office.submit("/campaigns/plans/", data)
    assert answer.status_code == 422
    assert "打不开" in answer.get_data(as_text=True)


def test_upload_of_a_text_file_is_read(
    office: Browser, organisation: Organisation
) -> None:
    data = {
        "unit": str(organisation.units["HW"]),
        "file": (BytesIO(TEXT.encode("gb18030")), "方案.txt"),
    }
    answer = office.submit("/campaigns/plans/", data)
    assert answer.status_code == 303
    assert "学习动员" in office.visit(answer.location)
    assert "方案.txt" in office.visit("/campaigns/plans/")


def test_show_links_every_part_to_its_place_and_back(
    app: Flask, office: Browser, address: str
) -> None:
    text = office.visit(address)
    draft = _draft(app, address)
    assert min(map(len, (draft.phases, draft.tasks, draft.requirements))) > 0
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for anchor in draft.anchors:
        key = f"{anchor.part}-{anchor.id}"
        assert f'id="item-{key}"' in text
        if anchor.at:
            assert f'id="s-{key}"' in text
            assert TEXT[anchor.at[0] : anchor.at[1]] == anchor.raw
    for left in draft.leftovers:
        assert f'id="item-left-{left.id}"' in text


def test_text_on_the_left_is_the_plan_word_for_word(
    office: Browser, address: str
) -> None:
    page = office.visit(address)
    pane = page[page.index('id="plan-text"') : page.index('class="plan-parts"')]
    lines = re.findall(r"<p>(.*?)</p>", pane, re.DOTALL)
    shown = [re.sub(r"<[^>]+>", "", line) for line in lines]
    assert shown == TEXT.split("\n")


def test_sureness_is_told_by_words(office: Browser, address: str) -> None:
    text = office.visit(address)
    assert "读准" in text
    assert "存疑：" in text
    assert "未读出" in text
    assert "满意率、支持率由测评得出" in text


def test_correction_is_kept_and_ends_the_doubt(
    app: Flask, office: Browser, address: str
) -> None:
    draft = _draft(app, address)
    number = _requirement(draft, "notes_words")
    path = f"{address}/requirement/{number}"
    form = _seen(office, f"{path}/edit") | {"value": "８０００"}
    answer = office.submit(path, form)
    assert answer.status_code == 303
    assert answer.location.endswith(f"#item-requirement-{number}")
    changed = _draft(app, address)
    found = changed.part("requirement", number)
    assert found is not None
    assert getattr(found, "value", None) == 8000
    assert changed.anchor("requirement", number).is_checked
    assert changed.anchor("requirement", number).sureness == "sure"


def test_wrong_correction_comes_back_filled_in(
    app: Flask, office: Browser, address: str
) -> None:
    number = _requirement(_draft(app, address), "notes_words")
    path = f"{address}/requirement/{number}"
    form = _seen(office, f"{path}/edit") | {"value": "很多", "measure": "吨"}
    answer = office.submit(path, form, htmx=True)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "数值应为数字" in text
    assert "不能以“吨”计" in text
    assert 'value="很多"' in text
    assert "<html" not in text


def test_correction_of_what_somebody_else_changed_is_refused_and_kept(
    app: Flask, office: Browser, address: str
) -> None:
    number = _draft(app, address).tasks[0].id
    path = f"{address}/task/{number}"
    form = _seen(office, f"{path}/edit") | {"who": "unit"}
    assert office.submit(path, form | {"name": "召开大会"}).status_code == 303
    answer = office.submit(path, form | {"name": "开个大会"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "这一项刚被改过" in text
    assert 'value="开个大会"' in text


def test_sentence_becomes_a_requirement_and_is_no_longer_open(
    app: Flask, office: Browser, address: str
) -> None:
    draft = _draft(app, address)
    left = next(one for one in draft.leftovers if "90%" in one.raw)
    path = f"{address}/requirement"
    form = _seen(office, f"{path}/new?source={left.id}")
    form |= {"metric": "satisfaction", "measure": "次", "value": "1", "per": "unit"}
    form |= {"comparison": "at_least", "source": str(left.id)}
    assert office.submit(path, form).status_code == 303
    changed = _draft(app, address)
    made = changed.requirements[-1]
    assert made.raw == left.raw
    assert changed.anchor("requirement", made.id).at == left.at
    assert left.id not in {one.id for one in changed.open_leftovers}


def test_seen_sentence_leaves_the_open_ones_and_comes_back(
    app: Flask, office: Browser, address: str
) -> None:
    left = _draft(app, address).leftovers[0]
    path = f"{address}/leftovers/{left.id}"
    assert office.submit(path, {"handled": "seen"}).status_code == 303
    assert left.id not in {one.id for one in _draft(app, address).open_leftovers}
    assert office.submit(path).status_code == 303
    assert left.id in {one.id for one in _draft(app, address).open_leftovers}


def test_ticked_sentences_are_seen_together(
    app: Flask, office: Browser, address: str
) -> None:
    lefts = _draft(app, address).open_leftovers
    ticked = {"leftover": [str(one.id) for one in lefts[:2]]}
    assert office.submit(f"{address}/leftovers", ticked).status_code == 303
    assert _draft(app, address).open_leftovers == lefts[2:]


def test_removed_phase_leaves_its_tasks_and_its_sentence(
    app: Flask, office: Browser, address: str
) -> None:
    draft = _draft(app, address)
    phase = draft.phases[0]
    assert office.submit(f"{address}/phase/{phase.id}/remove").status_code == 303
    changed = _draft(app, address)
    assert phase.id not in {one.id for one in changed.phases}
    assert len(changed.tasks) == len(draft.tasks)
    assert [one.kind for one in changed.open_leftovers].count("removed") == 1
    assert "不属于某个阶段的" in office.visit(address)


def test_edit_without_scripts_is_a_page_and_with_htmx_a_fragment(
    app: Flask, office: Browser, address: str
) -> None:
    number = _draft(app, address).tasks[0].id
    path = f"{address}/task/{number}/edit"
    assert "<html" in office.visit(path)
    fragment = office.fragment(path).get_data(as_text=True)
    assert "<html" not in fragment
    assert f'id="own-task-{number}"' in fragment
    assert office.get(f"{address}/task/{number}").status_code == 302


def test_confirm_shows_whom_it_freezes_and_publishes(
    app: Flask, office: Browser, address: str
) -> None:
    text = office.visit(f"{address}/confirm")
    assert "建立并发布给这 3 个单位" in text
    assert "存疑或没有读全" in text
    with app.app_context():
        assert campaign_rows() == []
    answer = office.submit(f"{address}/confirm", {"then": "publish"})
    assert answer.status_code == 303
    campaign_id = int(answer.location.rsplit("/", 1)[1])
    with app.app_context(), acting_in(EVERYTHING):
        row, found = campaign_row(campaign_id), campaign(campaign_id)
        kept = anchors(campaign_id)
        assert plan_text(campaign_id) == TEXT
    assert row is not None
    assert found is not None
    assert (row.status, row.unit_count) == ("published", 3)
    ids = {one.id for one in found.phases} | {one.id for one in found.tasks}
    ids |= {one.id for one in found.requirements}
    assert ids <= {one.part_id for one in kept}
    assert "已经建立活动" in office.visit(address)
    assert office.submit(f"{address}/task/1/check").status_code == 409


def test_confirm_sent_twice_makes_one_campaign(
    app: Flask, office: Browser, address: str
) -> None:
    form = {"then": "draft", "once": "a-key-of-twenty-char"}
    first = office.submit(f"{address}/confirm", form)
    second = office.submit(f"{address}/confirm", form)
    assert first.location == second.location
    with app.app_context():
        assert [row.status for row in campaign_rows()] == ["draft"]


def test_confirm_without_days_says_where_to_fill_them(
    app: Flask, office: Browser, organisation: Organisation
) -> None:
    data = {
        "unit": str(organisation.units["HW"]),
        "text": "关于开会的通知\n请按时参加。",
    }
    address = office.submit("/campaigns/plans/", data).location
    answer = office.submit(f"{address}/confirm", {"then": "publish"})
    assert answer.status_code == 422
    assert "没有写活动从哪天开始" in answer.get_data(as_text=True)
    form = _seen(office, f"{address}/campaign/0/edit")
    form |= {"name": "开会", "start_on": "2027-03-01", "end_on": "2027-02-01"}
    assert office.submit(f"{address}/campaign/0", form).status_code == 422
    form |= {"end_on": "2027-04-01"}
    assert office.submit(f"{address}/campaign/0", form).status_code == 303
    assert office.submit(f"{address}/confirm", {"then": "draft"}).status_code == 303
    with app.app_context():
        assert [row.name for row in campaign_rows()] == ["开会"]


def test_amended_plan_shows_what_changed(
    office: Browser, organisation: Organisation, address: str
) -> None:
    office.submit(f"{address}/confirm", {"then": "draft"})
    text = office.visit("/campaigns/plans/new")
    against = re.search(r'value="(campaign-\d+)"', text)
    assert against
    amended = TEXT.replace("不少于20学时", "不少于30学时")
    amended = amended.replace("2.开展自查自纠。", "2.组织岗位练兵竞赛。")
    data = {
        "unit": str(organisation.units["HW"]),
        "text": amended,
        "against": against[1],
    }
    second = office.submit("/campaigns/plans/", data).location
    text = office.visit(f"{second}/difference")
    assert "不少于 20学时" in text
    assert "不少于 30学时" in text
    assert "增加任务" in text
    assert "去掉任务" in text
    assert "与原方案比较" in office.visit(second)


def test_discarded_reading_is_gone(app: Flask, office: Browser, address: str) -> None:
    assert office.submit(f"{address}/discard").status_code == 303
    assert office.get(address).status_code == 404
    with app.app_context():
        assert campaign_rows() == []


def test_clerk_may_not_read_plans(client_as: ClientAs, address: str) -> None:
    clerk = client_as("clerk-a")
    assert clerk.get("/campaigns/plans/new").status_code == 403
    assert clerk.get(address).status_code == 403
    assert clerk.submit(f"{address}/confirm").status_code == 403


def test_script_in_a_plan_is_shown_as_text(
    office: Browser, organisation: Organisation
) -> None:
    hostile = TEXT.replace("召开动员大会", "<script>alert(1)</script>动员")
    data = {"unit": str(organisation.units["HW"]), "text": hostile}
    address = office.submit("/campaigns/plans/", data).location
    assert "<script>alert" not in office.visit(address)
