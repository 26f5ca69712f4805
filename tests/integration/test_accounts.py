from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask

import commands.account
from domain.errors import Forbidden, Invalid
from domain.policy import Actor
from services import accounts, sessions
from services.accounts import NewAccount
from store import clock
from store.db import write
from store.queries import access
from store.queries.actors import actor_by_name
from store.tables.access import Credential, LoginSession
from tests.factories.organisation import Organisation

ADDRESS = "10.1.1.1"
LIMITS = sessions.Limits(idle=timedelta(minutes=30), longest=timedelta(hours=10))
OWN = "清明前后种瓜点豆"


def actor(name: str) -> Actor:
    found = actor_by_name(name)
    assert found is not None
    return found


@pytest.fixture
def clerk_id(organisation: Organisation) -> int:
    """clerk-a, whose password is OWN."""
    account_id = organisation.accounts["clerk-a"]
    issued = accounts.issue_one_time_password(account_id)
    accounts.change_password(account_id, issued, OWN)
    return account_id


def resumed(token: str, address: str = ADDRESS) -> sessions.Resumed | None:
    return sessions.resume(token, address, LIMITS)


def age(token: str, **by: timedelta) -> None:
    with write() as session:
        row = session.get_one(LoginSession, sessions.token_hash(token))
        row.seen_at -= by.get("seen", timedelta())
        row.created_at -= by.get("created", timedelta())


def test_right_password_opens_a_session_of_the_account(clerk_id: int) -> None:
    token = sessions.sign_in("clerk-a", OWN, ADDRESS)
    assert len(token) >= 22
    assert resumed(token) == sessions.Resumed(clerk_id, must_change=False)


@pytest.mark.usefixtures("clerk_id")
def test_token_is_kept_only_as_its_hash() -> None:
    token = sessions.sign_in("clerk-a", OWN, ADDRESS)
    assert access.open_session(token) is None
    assert access.open_session(sessions.token_hash(token)) is not None


@pytest.mark.usefixtures("clerk_id")
def test_unknown_name_and_wrong_password_get_the_same_answer() -> None:
    with pytest.raises(Invalid) as unknown:
        sessions.sign_in("ghost", OWN, ADDRESS)
    with pytest.raises(Invalid) as wrong:
        sessions.sign_in("clerk-a", "不是这个密码", ADDRESS)
    assert unknown.value.message == wrong.value.message


@pytest.mark.parametrize("name", ["clerk-a", "ghost"])
@pytest.mark.usefixtures("clerk_id")
def test_five_failures_lock_the_name_from_every_address(name: str) -> None:
    for number in range(5):
        with pytest.raises(Invalid, match="不对"):
            sessions.sign_in(name, "不是这个密码", f"10.1.1.{number}")
    with pytest.raises(Invalid, match="次数过多"):
        sessions.sign_in(name, OWN, "10.9.9.9")


@pytest.mark.usefixtures("clerk_id")
def test_five_failures_of_many_names_hold_up_their_address() -> None:
    for number in range(5):
        with pytest.raises(Invalid, match="不对"):
            sessions.sign_in(f"ghost{number}", "不是这个密码", ADDRESS)
    with pytest.raises(Invalid, match="次数过多"):
        sessions.sign_in("clerk-a", OWN, ADDRESS)
    assert sessions.sign_in("clerk-a", OWN, "10.1.1.2")


@pytest.mark.usefixtures("clerk_id")
@pytest.mark.both_databases
def test_tries_at_once_count_as_many(bare_app: Flask) -> None:
    def attempt(number: int) -> str:
        with bare_app.app_context(), pytest.raises(Invalid) as refusal:
            sessions.sign_in("clerk-a", "不是这个密码", f"10.2.2.{number}")
        return refusal.value.message

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(attempt, range(12)))
    assert answers.count(sessions.WRONG) == 5


def test_ended_sessions_are_dead_everywhere(clerk_id: int) -> None:
    tokens = [sessions.sign_in("clerk-a", OWN, ADDRESS) for _ in range(2)]
    accounts.end_sessions(clerk_id)
    assert [resumed(token) for token in tokens] == [None, None]


def test_one_time_password_ends_the_lock(clerk_id: int) -> None:
    for number in range(5):
        with pytest.raises(Invalid):
            sessions.sign_in("clerk-a", "不是这个密码", f"10.1.1.{number}")
    issued = accounts.issue_one_time_password(clerk_id)
    token = sessions.sign_in("clerk-a", issued, ADDRESS)
    assert resumed(token) == sessions.Resumed(clerk_id, must_change=True)


@pytest.mark.parametrize(
    "by",
    [
        {"seen": timedelta(minutes=31)},
        {"created": timedelta(hours=10, minutes=1)},
    ],
)
@pytest.mark.usefixtures("clerk_id")
def test_session_ends_unused_and_at_the_latest(by: dict[str, timedelta]) -> None:
    token = sessions.sign_in("clerk-a", OWN, ADDRESS)
    age(token, **by)
    assert resumed(token) is None


@pytest.mark.usefixtures("clerk_id")
def test_use_prolongs_a_session_a_minute_at_a_time() -> None:
    token = sessions.sign_in("clerk-a", OWN, ADDRESS)
    age(token, seen=timedelta(minutes=20))
    assert resumed(token)
    found = access.open_session(sessions.token_hash(token))
    assert found is not None
    assert clock.now_utc() - found.seen_at < timedelta(minutes=1)


@pytest.mark.usefixtures("clerk_id")
def test_session_holds_only_from_its_own_address() -> None:
    token = sessions.sign_in("clerk-a", OWN, ADDRESS)
    assert resumed(token, "10.1.1.9") is None
    assert resumed(token)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("错的原密码", OWN + "！", "old"), (OWN, "短", "new"), (OWN, OWN, "new")],
)
def test_password_change_is_refused_by_field(
    clerk_id: int, old: str, new: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        accounts.change_password(clerk_id, old, new)
    assert list(refusal.value.fields) == [field]


def test_weaker_stored_hash_is_renewed_at_sign_in(clerk_id: int) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with write() as session:
        session.get_one(Credential, clerk_id).password_hash = weak.hash(OWN)
    sessions.sign_in("clerk-a", OWN, ADDRESS)
    assert "m=19456,t=2,p=1" in access.password_hash_of(clerk_id)


def test_disabled_account_is_out_at_once_and_stays_out(clerk_id: int) -> None:
    token = sessions.sign_in("clerk-a", OWN, ADDRESS)
    accounts.set_active(actor("admin"), clerk_id, is_active=False)
    assert resumed(token) is None
    with pytest.raises(Invalid, match="不对"):
        sessions.sign_in("clerk-a", OWN, ADDRESS)
    accounts.set_active(actor("admin"), clerk_id, is_active=True)
    assert sessions.sign_in("clerk-a", OWN, ADDRESS)


def test_only_a_security_administrator_manages_accounts(clerk_id: int) -> None:
    with pytest.raises(Forbidden):
        accounts.set_active(actor("office"), clerk_id, is_active=False)
    with pytest.raises(Forbidden):
        accounts.reset_password(actor("head-a"), clerk_id)


def test_nobody_manages_the_own_account(organisation: Organisation) -> None:
    own_id = organisation.accounts["admin"]
    with pytest.raises(Forbidden, match="自己"):
        accounts.set_active(actor("admin"), own_id, is_active=False)


@pytest.mark.usefixtures("organisation")
def test_added_account_signs_in_with_its_one_time_password() -> None:
    wanted = NewAccount("clerk-a2", "A", "clerk", "A003")
    issued = accounts.add_account(actor("admin"), wanted)
    assert sessions.sign_in("clerk-a2", issued, ADDRESS)
    assert actor("clerk-a2").display_name == "喆3𠮷"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (NewAccount("clerk-a", "A", "clerk"), "name"),
        (NewAccount("新 人", "A", "clerk"), "name"),
        (NewAccount("new", "没有", "clerk"), "unit"),
        (NewAccount("new", "A", "king"), "role"),
        (NewAccount("new", "A", "clerk", "没有"), "person"),
    ],
)
@pytest.mark.usefixtures("organisation")
def test_account_that_cannot_be_is_refused_by_field(
    wanted: NewAccount, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        accounts.add_account_at_console(wanted)
    assert list(refusal.value.fields) == [field]
    assert access.account_by_name("new") is None


@pytest.mark.usefixtures("organisation")
def test_add_command_prints_only_the_password(bare_app: Flask) -> None:
    args = ["add", "office-2", "--unit", "HW", "--role", "office"]
    result = bare_app.test_cli_runner().invoke(commands.account.group, args)
    assert result.exit_code == 0
    assert sessions.sign_in("office-2", result.stdout.strip(), ADDRESS)
