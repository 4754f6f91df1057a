from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions.passwords import replace_password
from forum.accounts.actions.signing import (
    begin_sign_in,
    end_other_sign_ins,
    end_sign_in,
    sign_in,
    sign_out,
)
from forum.accounts.actions.standing import set_standing
from forum.accounts.devices import device
from forum.accounts.passwords import hash_password
from forum.accounts.queries import find_visitor, sign_ins
from forum.core.clock import now
from forum.core.errors import Forbidden, Invalid, NotFound
from tests.make import make_user

pytestmark = pytest.mark.usefixtures("app")


def id_of(token):
    return find_visitor(token).sign_in_id


@pytest.mark.parametrize("name", ["老许", " 老许 ", "xu@starmap.example", "XU@Starmap.example"])
def test_people_sign_in_by_handle_or_address(name):
    hashed = hash_password("secret words")
    make_user(handle="老许", email="xu@starmap.example", password_hash=hashed)

    assert find_visitor(sign_in(name, "secret words", agent="")).handle == "老许"


@pytest.mark.parametrize(("name", "password"), [
    ("lin", "wrong"), ("nobody", "secret words"), ("", ""), ("lin\x00", "secret words"),
    ("\ud800", "\ud800"), ("@", "x"), ("x" * 10_000, "x" * 10_000), ("system", ""),
])  # fmt: skip
def test_every_mistake_is_answered_alike(name, password):
    make_user(handle="lin", password_hash=hash_password("secret words"))

    with pytest.raises(Invalid, match="^The name or the password is not right.$"):
        sign_in(name, password, agent="")


def test_a_token_is_not_stored():
    token = begin_sign_in(make_user(), "")

    assert find_visitor(token)
    assert find_visitor(sign_ins(find_visitor(token).id)[0].token_hash) is None


def test_signing_out_ends_this_browser():
    user = make_user()
    here, there = begin_sign_in(user, ""), begin_sign_in(user, "")

    sign_out(here)

    assert find_visitor(here) is None
    assert find_visitor(there)


def test_a_browser_that_nobody_used_for_two_months_is_signed_out():
    token = begin_sign_in(make_user(), "")

    with time_machine.travel(now() + timedelta(days=61)):
        assert find_visitor(token) is None


def test_one_of_mine_can_be_ended_once():
    user = make_user()
    here, there = begin_sign_in(user, ""), begin_sign_in(user, "")
    lost = id_of(there)

    end_sign_in(user, lost, by=user)

    assert find_visitor(there) is None
    assert [row.id for row in sign_ins(user.id)] == [id_of(here)]
    with pytest.raises(NotFound):
        end_sign_in(user, lost, by=user)


def test_anothers_cannot_be_ended():
    user, other = make_user(), make_user()
    token = begin_sign_in(other, "")

    with pytest.raises(NotFound):
        end_sign_in(user, id_of(token), by=user)
    with pytest.raises(Forbidden):
        end_sign_in(other, id_of(token), by=user)
    with pytest.raises(Forbidden):
        end_other_sign_ins(other, keep=None, by=user)
    assert find_visitor(token)


def test_all_others_can_be_ended():
    user = make_user()
    here, *others = (begin_sign_in(user, "") for _ in range(3))

    end_other_sign_ins(user, keep=id_of(here), by=user)

    assert find_visitor(here)
    assert [find_visitor(token) for token in others] == [None, None]


def test_a_suspension_ends_all_sign_ins_and_says_until_when():
    user = make_user(handle="lin", password_hash=hash_password("secret words"))
    token, until = begin_sign_in(user, ""), now() + timedelta(days=3)

    set_standing(user, suspended_until=until)

    assert find_visitor(token) is None
    with pytest.raises(Forbidden, match=f"{until:%Y-%m-%d}"):
        sign_in("lin", "secret words", agent="")
    with pytest.raises(Invalid):
        sign_in("lin", "wrong", agent="")
    with time_machine.travel(until + timedelta(seconds=1)):
        assert sign_in("lin", "secret words", agent="")


def test_what_standing_does_not_name_stays():
    user, until = make_user(), now() + timedelta(days=1)
    token = begin_sign_in(user, "")
    set_standing(user, silenced_until=until)

    set_standing(user, suspended_until=None)
    assert user.silenced_until == until
    assert find_visitor(token)

    set_standing(user, silenced_until=None)
    assert user.silenced_until is None


@pytest.mark.parametrize(("agent", "words"), [
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
     "Firefox · Windows"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
     " Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
    ("Mozilla/5.0 (Linux; Android 14; V2310A) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
     " MicroMessenger/8.0.50", "WeChat · Android"),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0",
     "Edge · Windows"),
    ("curl/8.1", "curl"),
    ("", ""),
])  # fmt: skip
def test_a_device_is_named_in_words(agent, words):
    assert device(agent) == words


def test_a_password_that_is_replaced_while_it_is_checked_opens_nothing(monkeypatch):
    lin = make_user(handle="lin", password_hash=hash_password("old words"))
    token = begin_sign_in(lin, "")

    def slow(password, hashed):
        replace_password(lin, hash_password("new words"))
        return True

    monkeypatch.setattr("forum.accounts.actions.signing.matches", slow)
    with pytest.raises(Invalid, match="not right"):
        sign_in("lin", "old words", agent="")

    assert find_visitor(token) is None
    assert sign_ins(lin.id) == []
