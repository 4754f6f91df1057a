from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions.tokens import MOST, make_token, revoke_token
from forum.accounts.queries import find_program, tokens
from forum.core.clock import now
from forum.core.errors import Conflict, Forbidden, Invalid, NotFound
from tests.make import make_administrator, make_moderator, make_official, make_user

pytestmark = pytest.mark.usefixtures("app")


def test_a_program_acts_within_its_scopes():
    user = make_user()

    token = make_token(user, "a script", ["write", "read"], by=user)

    assert find_program(token).scopes == ("read", "write")
    assert find_program(token).id == user.id


@pytest.mark.parametrize(("make", "allowed"), [
    (make_user, {"read", "write"}),
    (make_moderator, {"read", "write", "moderate"}),
    (make_official, {"read", "write", "announce"}),
    (make_administrator, {"read", "write", "moderate", "announce", "admin"}),
])  # fmt: skip
def test_scopes_are_limited_by_role(make, allowed):
    user = make()

    for scope in ("read", "write", "moderate", "announce", "admin"):
        if scope in allowed:
            assert make_token(user, "x", [scope], by=user)
        else:
            with pytest.raises(Forbidden, match="more than you can"):
                make_token(user, "x", [scope], by=user)


@pytest.mark.parametrize(("name", "scopes", "days"), [
    ("x", [], None), ("x", ["everything"], None), ("", ["read"], None), ("x" * 61, ["read"], None),
    ("x\x00", ["read"], None), ("x", ["read"], 0), ("x", ["read"], 10**9),
])  # fmt: skip
def test_what_makes_no_token(name, scopes, days):
    user = make_user()

    with pytest.raises(Invalid):
        make_token(user, name, scopes, days=days, by=user)
    assert tokens(user.id) == []


def test_a_token_ends_in_time():
    user = make_user()
    token = make_token(user, "x", ["read"], days=30, by=user)

    with time_machine.travel(now() + timedelta(days=31)):
        assert find_program(token) is None


def test_a_revoked_token_is_nobody():
    user = make_user()
    token = make_token(user, "x", ["read"], by=user)
    (row,) = tokens(user.id)

    revoke_token(user, row.id, by=user)

    assert find_program(token) is None
    with pytest.raises(NotFound):
        revoke_token(user, row.id, by=user)


def test_nobody_makes_or_revokes_anothers():
    user, other = make_user(), make_administrator()
    make_token(user, "x", ["read"], by=user)
    (row,) = tokens(user.id)

    with pytest.raises(Forbidden):
        make_token(user, "x", ["read"], by=other)
    with pytest.raises(Forbidden):
        revoke_token(user, row.id, by=other)
    with pytest.raises(NotFound):
        revoke_token(other, row.id, by=other)


def test_tokens_are_not_heaped_up():
    user = make_user()
    for _ in range(MOST):
        make_token(user, "x", ["read"], by=user)

    with pytest.raises(Conflict, match="Revoke one"):
        make_token(user, "x", ["read"], by=user)
