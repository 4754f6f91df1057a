import json

import pytest

from forum.accounts.actions.creating import create_account_with_password
from forum.accounts.actions.signing import begin_sign_in, sign_in
from forum.accounts.models import SYSTEM_ID
from forum.accounts.queries import find_by_handle, find_program, find_visitor
from forum.core.db import db
from forum.core.errors import Forbidden
from forum.moderation.models import LogLine
from tests.make import make_moderator, make_official, make_user


@pytest.fixture
def run(app):
    """``run("role", "lin", "moderator")``: the command's result."""
    return lambda *words: app.test_cli_runner().invoke(args=["accounts", *words])


def test_create_makes_an_account_that_can_sign_in(run):
    done = run("create", "老许", "--email", "xu@starmap.example", "--password", "1234",
               "--role", "official", "--trust", "2")  # fmt: skip

    assert done.exit_code == 0
    user = find_by_handle("老许")
    assert (user.role, user.trust_level) == ("official", 2)
    assert sign_in("老许", "1234", agent="")
    line = db.session.query(LogLine).one()
    assert (line.by_id, line.verb, line.subject) == (SYSTEM_ID, "create_account", f"user/{user.id}")
    assert line.changes == {"role": "official", "trust_level": 2}


@pytest.mark.parametrize("maker", [make_user, make_moderator, make_official])
def test_who_is_no_administrator_makes_no_accounts(app, maker):
    with pytest.raises(Forbidden):
        create_account_with_password("lin", "lin@starmap.example", "1234", by=maker())

    assert find_by_handle("lin") is None


@pytest.mark.parametrize("words", [
    ("create", "a b", "--email", "x@starmap.example", "--password", "x"),
    ("create", "lin", "--email", "nonsense", "--password", "x"),
    ("create", "taken", "--email", "x@starmap.example", "--password", "x"),
    ("role", "nobody", "moderator"), ("role", "system", "administrator"), ("trust", "nobody", "1"),
    ("token", "nobody", "--scope", "read"), ("token", "taken", "--scope", "admin"),
    ("end-sessions", "nobody"), ("reset-password", "nobody"),
])  # fmt: skip
def test_what_cannot_be_done_is_a_sentence_on_standard_error(run, words):
    make_user(handle="taken")

    done = run(*words)

    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ") and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [("role", "lin", "king"), ("trust", "lin", "5"), ("token", "lin"), ("create", "lin")]
)
def test_what_is_misspelt_is_said(run, words):
    assert run(*words).exit_code == 2


def test_role_and_trust_are_set(run):
    user = make_user(handle="lin")

    run("role", "lin", "moderator", "--reason", "Knows the place.")
    run("trust", "lin", "4")

    assert (user.role, user.trust_level) == ("moderator", 4)


def test_token_prints_the_token_alone(run):
    user = make_user(handle="lin")

    done = run("token", "lin", "--scope", "read", "--scope", "write", "--name", "backup")

    program = find_program(done.stdout.removesuffix("\n"))
    assert (program.id, program.scopes) == (user.id, ("read", "write"))


def test_everybody_is_listed_for_people_and_for_programs(run):
    make_user(handle="老许")
    make_user(handle="lin")

    assert [line.split("\t")[0] for line in run("list").stdout.splitlines()] == ["老许", "lin"]
    rows = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert [row["handle"] for row in rows] == ["老许", "lin"]
    assert "password_hash" not in rows[0]


def test_sessions_are_ended(run):
    token = begin_sign_in(make_user(handle="lin"), "")

    run("end-sessions", "lin")

    assert find_visitor(token) is None


def test_a_new_password_is_printed_alone(run):
    make_user(handle="lin")

    done = run("reset-password", "lin")

    assert sign_in("lin", done.stdout.strip(), agent="")
