import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from flask import Flask

from commands.campaign import campaign_group
from domain.errors import Invalid
from domain.plan_mapping import editing, forms
from domain.plan_mapping.codec import dump, load
from domain.plan_mapping.difference import differences
from domain.plan_mapping.model import PlanDraft
from services import campaigns, plan_campaigns
from store.queries.campaigns import campaign, campaign_row, campaign_rows
from store.queries.plans import anchors, plan_text
from store.scope import EVERYTHING, acting_in
from tests.factories.organisation import Organisation

PLAN = Path(__file__).parents[1] / "corpus/journey/plan.txt"
TEXT = PLAN.read_text(encoding="utf-8")


def _run(*words: object) -> Result:
    return CliRunner().invoke(campaign_group, [str(word) for word in words])


@pytest.mark.usefixtures("organisation")
def test_create_from_a_plan_prints_the_id_and_tells_what_was_not_mapped() -> None:
    made = _run("create", "--plan", PLAN, "--unit", "HW", "--publish")
    assert made.exit_code == 0, made.stderr
    campaign_id = int(made.stdout)
    assert "从方案读出 3 个阶段、" in made.stderr
    assert "群众满意率要达到90%以上（满意率、支持率由测评得出" in made.stderr
    assert "计入 3 个单位、24 名人员" in made.stderr
    with acting_in(EVERYTHING):
        row = campaign_row(campaign_id)
        assert plan_text(campaign_id) == TEXT
    assert row is not None
    assert (row.status, row.template) == ("published", "plan")


@pytest.mark.usefixtures("organisation")
def test_requirements_of_a_plan_stand_as_metrics_tiers_and_windows() -> None:
    campaign_id = int(_run("create", "--plan", PLAN, "--unit", "HW").stdout)
    shown = json.loads(_run("show", campaign_id, "--json").stdout)
    found = {
        (one["metric"], one["value"], one["measure"], one["per"], one["tier"])
        for one in shown["requirements"]
    }
    assert {
        ("group_study", 20.0, "学时", "person", "党员"),
        ("notes_words", 5000.0, "字", "person", "党员"),
        ("essays", 1.0, "篇", "person", "党员"),
        ("symposia", 2.0, "次", "unit", None),
        ("opinions", 30.0, "条", "unit", None),
    } <= found
    assert [one["start"] for one in shown["phases"]] == [
        "2027-03-01", "2027-05-01", "2027-07-01",
    ]  # fmt: skip


@pytest.mark.usefixtures("organisation")
def test_every_part_of_the_campaign_has_its_place_in_the_text() -> None:
    campaign_id = int(_run("create", "--plan", PLAN, "--unit", "HW").stdout)
    with acting_in(EVERYTHING):
        kept, found = anchors(campaign_id), campaign(campaign_id)
    assert found is not None
    own = {(one.part, one.part_id): one for one in kept if not one.field}
    for one in found.requirements:
        anchor = own["requirement", one.id]
        assert TEXT[anchor.text_start : anchor.text_end] == one.raw
    named = [("phase", one.id, one.name) for one in found.phases]
    named += [("task", one.id, one.name) for one in found.tasks]
    for part, part_id, name in named:
        anchor = own[part, part_id]
        assert name in TEXT[anchor.text_start : anchor.text_end]
    doubts = [one for one in kept if one.reason]
    assert all(one.field and one.sureness != "sure" for one in doubts)


@pytest.mark.usefixtures("organisation")
def test_create_from_a_word_file_reads_its_paragraphs(tmp_path: Path) -> None:
    document = Document()
    for line in TEXT.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "方案.docx"))
    made = _run("create", "--plan", tmp_path / "方案.docx", "--unit", "HW")
    assert made.exit_code == 0, made.stderr
    assert "从方案读出 3 个阶段" in made.stderr


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "方案里没有文字"),
        (b"PK\x03\x04 broken", "打不开"),
        ("今天天气很好。".encode(), "没有写活动从哪天开始"),
    ],
)
def test_plan_that_makes_no_campaign_is_refused_and_nothing_kept(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "plan.txt").write_bytes(content)
    made = _run("create", "--plan", tmp_path / "plan.txt", "--unit", "HW")
    assert made.exit_code == 1
    assert said in made.stderr
    assert made.stdout == ""
    assert campaign_rows() == []


@pytest.mark.parametrize(
    "words", [["create"], ["create", "--plan", PLAN, "--template", "p3"]]
)
@pytest.mark.usefixtures("organisation")
def test_create_wants_either_a_plan_or_a_template(words: list[object]) -> None:
    assert _run(*words, "--unit", "HW").exit_code == 2


def test_draft_edited_by_hand_is_what_the_campaign_becomes(
    bare_app: Flask, organisation: Organisation
) -> None:
    del bare_app
    mapped = plan_campaigns.map_file(TEXT.encode())
    draft = editing.remove(mapped.draft, "phase", mapped.draft.phases[1].id)
    added = forms.put_in(
        forms.BLANK_TASK, {"name": "回头看", "phase_id": draft.phases[1].id}
    )
    draft, _ = editing.add(draft, "task", added)
    kept = load(dump(draft))
    assert kept == draft
    edited = plan_campaigns.MappedPlan(TEXT, kept)
    campaign_id = plan_campaigns.create_from_draft(edited, organisation.units["HW"])
    campaigns.publish(campaign_id)
    with acting_in(EVERYTHING):
        found = campaign(campaign_id)
    assert found is not None
    assert len(found.phases) == 2
    assert found.tasks[-1].name == "回头看"
    assert found.tasks[-1].phase_id == found.phases[1].id
    assert differences(found, draft, {}) == ()


def test_draft_without_days_says_what_is_missing() -> None:
    with pytest.raises(Invalid) as refused:
        editing.as_campaign(PlanDraft("活动", None, None))
    assert set(refused.value.fields) == {"start_on", "end_on"}
