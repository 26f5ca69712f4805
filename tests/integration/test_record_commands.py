import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from commands.record import record_group
from tests.factories.organisation import Organisation
from tests.factories.records import SESSION, Work, full_texts, make_campaign

Run = Callable[..., Result]
PUT = ("put", "study_session", "--unit", "A", "--as", "clerk-a")
FULL = [f"{name}={text}" for name, text in full_texts(SESSION, "A001", "A").items()]


@pytest.fixture
def work(organisation: Organisation) -> Work:
    return make_campaign(organisation)


@pytest.fixture
def run(bare_app: Flask) -> Run:
    def invoke(*words: str) -> Result:
        info = ScriptInfo(create_app=lambda: bare_app)
        return CliRunner().invoke(record_group, list(words), obj=info)

    return invoke


def _listed(run: Run, *words: str) -> list[dict[str, object]]:
    answer = run("list", "study_session", "--json", *words)
    assert answer.exit_code == 0, answer.stderr
    listed: list[dict[str, object]] = json.loads(answer.stdout)
    return listed


@pytest.mark.usefixtures("work")
def test_record_is_put_and_listed_with_codes(run: Run) -> None:
    answer = run(*PUT, *FULL)
    assert answer.exit_code == 0, answer.stderr
    (row,) = _listed(run, "--unit", "HW")
    assert row["id"] == answer.stdout.strip()
    assert (row["unit"], row["status"]) == ("A", "draft")
    assert row["attendance"] == ["A001"]
    assert isinstance(row["fields"], dict)
    assert row["fields"]["host"] == "A001"
    assert row["fields"]["held_on"] == "2026-09-18"
    assert _listed(run, "--unit", "B") == []


@pytest.mark.usefixtures("work")
def test_record_walks_the_whole_flow(run: Run) -> None:
    record_id = run(*PUT, *FULL).stdout.strip()
    steps = [
        ("submitted", "clerk-a", ""),
        ("draft", "clerk-a", "写错了"),
        ("submitted", "clerk-a", ""),
        ("returned", "office", "缺签到表"),
        ("submitted", "clerk-a", ""),
        ("accepted", "office", ""),
    ]
    for status, account, why in steps:
        words = ("move", record_id, "--to", status, "--as", account, "--why", why)
        answer = run(*words)
        assert answer.exit_code == 0, answer.stderr
        assert _listed(run)[0]["status"] == status


@pytest.mark.usefixtures("work")
def test_set_changes_named_fields_and_no_other(run: Run) -> None:
    record_id = run(*PUT, *FULL).stdout.strip()
    before = _listed(run)[0]["fields"]
    words = ("set", "study-session", record_id, "--as", "office", "place=处机关")
    assert run(*words).exit_code == 0
    after = _listed(run)[0]["fields"]
    assert isinstance(before, dict)
    assert after == {**before, "place": "处机关"}


@pytest.mark.usefixtures("work")
def test_refusal_names_the_field_and_changes_nothing(run: Run) -> None:
    answer = run(*PUT, "held_on=2026-02-30", "attendance=Z9", "colour=红")
    assert (answer.exit_code, answer.stdout) == (1, "")
    for name in ("held_on", "attendance", "colour"):
        assert f"  {name}：" in answer.stderr
    assert _listed(run) == []


@pytest.mark.usefixtures("work")
def test_deleted_record_is_restored(run: Run) -> None:
    record_id = run(*PUT, *FULL).stdout.strip()
    assert run("delete", "study_session", record_id, "--as", "clerk-a").exit_code == 0
    assert _listed(run) == []
    assert run("restore", "study_session", record_id, "--as", "clerk-a").exit_code == 0
    assert len(_listed(run)) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("put", "study_session", "--unit", "NO", "--as", "clerk-a"),
        ("put", "study_session", "--unit", "B", "--as", "clerk-a"),
        ("put", "study_session", "--unit", "A", "--as", "ghost"),
        ("put", "study_session", "--unit", "A", "--as", "clerk-a", "title"),
        ("put", "opinion", "--unit", "A", "--as", "clerk-a", "--campaign", "5"),
        ("move", "77", "--to", "submitted", "--as", "clerk-a"),
        ("set", "opinion", "77", "--as", "clerk-a", "reply=好"),
    ],
)
@pytest.mark.usefixtures("work")
def test_what_cannot_be_done_is_refused_with_one(
    run: Run, words: tuple[str, ...]
) -> None:
    answer = run(*words)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.strip()


def test_unknown_kind_is_wrong_usage(run: Run) -> None:
    assert run("list", "diary").exit_code == 2


@pytest.mark.usefixtures("bare_app")
def test_kinds_are_described_with_types_choices_and_metrics(run: Run) -> None:
    kinds = {one["kind"]: one for one in json.loads(run("kinds", "--json").stdout)}
    assert len(kinds) == 12
    fields = {one["name"]: one for one in kinds["study_session"]["fields"]}
    assert fields["measure"]["choices"] == ["学时", "工作日", "小时"]
    assert kinds["study_note"]["metrics"][0]["metric"] == "notes_words"
