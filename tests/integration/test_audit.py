import pysqlite3.dbapi2 as sqlite
import pytest
from flask import Flask

import commands.audit
from services import audit
from store.db import database, write

FACTS = ("records:study_session:submit", "clerk-a", 7, "42", {"状态": "draft"})
COPY_OF_THE_LAST = (
    "INSERT INTO audit_entry SELECT 5, at, actor, event, unit_id, subject, detail,"
    " previous_hash, hash FROM audit_entry WHERE id = 4"
)


@pytest.fixture
def head(bare_app: Flask) -> str:
    """The head of a log of four entries."""
    del bare_app
    for number in range(3):
        audit.record("accounts:account:add", "admin", None, f"u{number}")
    return audit.record(*FACTS)


def tamper(*statements: str) -> None:
    """What somebody with the file can do: drop the guards, then change."""
    connection = database().connect()
    for event in ("update", "delete"):
        connection.execute(f"DROP TRIGGER audit_entry_no_{event}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_untouched_log_verifies(head: str) -> None:
    assert audit.verify() is None
    assert audit.verify(head) is None
    assert audit.current_head() == head


@pytest.mark.parametrize(
    ("statement", "no"),
    [
        ("UPDATE audit_entry SET actor = 'x' WHERE id = 2", 2),
        ("UPDATE audit_entry SET unit_id = 1 WHERE id = 3", 3),
        ("UPDATE audit_entry SET at = '2009-01-01T00:00:00.000Z' WHERE id = 1", 1),
        ("DELETE FROM audit_entry WHERE id = 2", 2),
        ("UPDATE audit_entry SET id = 9 WHERE id = 1", 1),
        (COPY_OF_THE_LAST, 5),
    ],
)
@pytest.mark.usefixtures("head")
def test_altered_log_names_its_first_broken_entry(statement: str, no: int) -> None:
    tamper(statement)
    broken = audit.verify()
    assert broken is not None
    assert broken.no == no


def test_cut_tail_shows_only_against_a_noted_head(head: str) -> None:
    tamper("DELETE FROM audit_entry WHERE id = 4")
    assert audit.verify() is None
    broken = audit.verify(head)
    assert broken is not None
    assert broken.no == 4


@pytest.mark.usefixtures("head")
def test_database_itself_refuses_to_change_the_log() -> None:
    connection = database().connect()
    with pytest.raises(sqlite.IntegrityError, match="only grows"):
        connection.execute("DELETE FROM audit_entry")
    connection.close()


@pytest.mark.usefixtures("bare_app")
def test_entry_and_deed_are_kept_together_or_not_at_all() -> None:
    def deed_that_fails() -> None:
        with write("admin"):
            audit.record(*FACTS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        deed_that_fails()
    assert audit.entry_count() == 0


def test_verify_command_passes_an_untouched_log(bare_app: Flask, head: str) -> None:
    args = ["verify", "--head", head]
    result = bare_app.test_cli_runner().invoke(commands.audit.group, args)
    assert result.exit_code == 0
    assert head in result.stdout


@pytest.mark.usefixtures("head")
def test_verify_command_exits_1_and_names_the_entry(bare_app: Flask) -> None:
    tamper("UPDATE audit_entry SET subject = '43' WHERE id = 4")
    result = bare_app.test_cli_runner().invoke(commands.audit.group, ["verify"])
    assert result.exit_code == 1
    assert "第 4 条" in result.stderr
