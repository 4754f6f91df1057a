from contextlib import suppress
from datetime import timedelta
from time import process_time

import pytest
import time_machine
from argon2 import extract_parameters
from argon2.low_level import Type

from forum.accounts import passwords as hashing
from forum.accounts.actions.passwords import (
    change_password,
    give_new_password,
    request_reset,
    reset_password,
)
from forum.accounts.actions.signing import begin_sign_in, sign_in
from forum.accounts.actions.tokens import make_token
from forum.accounts.models import PasswordReset
from forum.accounts.queries import find_program, find_visitor
from forum.core.clock import now
from forum.core.config import Config
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.core.jobs import Job
from tests.letters import code_in, letters, text_of
from tests.make import make_user

OLD, NEW = "an old set of words", "a new set of words"


@pytest.fixture
def lin(app):
    return make_user(handle="lin", email="lin@starmap.example", language="en",
                     password_hash=hashing.hash_password(OLD))  # fmt: skip


def test_passwords_are_hashed_with_argon2id_as_owasp_says(app, monkeypatch):
    default = Config(database_url="", data_dir=None, secret_key="")
    monkeypatch.setitem(app.extensions, "config", default)

    found = extract_parameters(hashing.hash_password("x"))

    assert found.type is Type.ID
    assert (found.memory_cost, found.time_cost, found.parallelism) == (19456, 2, 1)


@pytest.mark.parametrize("password", ["", "short", "password", "12345678", "qwertyuiop", "x" * 129,
                                      "linlinlin", "\ud800" * 20])  # fmt: skip
def test_an_easy_password_is_refused(app, password):
    with pytest.raises(Invalid) as refused:
        hashing.check_strength(password, "lin")

    assert refused.value.field == "password"


@pytest.mark.parametrize("password", ["三个不相干的词语", "four unrelated words", "tR7!kq2z"])
def test_a_good_password_is_taken(app, password):
    hashing.check_strength(password, "lin")


def test_a_code_from_the_mail_sets_a_new_password(lin):
    token = request_reset("Lin@starmap.example", "en")
    (mail,) = letters()

    reset_password(token, code_in(mail), NEW)

    assert sign_in("lin", NEW, agent="")
    with pytest.raises(Invalid):
        sign_in("lin", OLD, agent="")


def test_a_reset_ends_all_sign_ins_and_tokens_and_tells_the_owner(lin):
    browser, program = begin_sign_in(lin, ""), make_token(lin, "a script", ["read"], by=lin)
    letters()
    token = request_reset("lin@starmap.example", "en")
    (mail,) = letters()

    reset_password(token, code_in(mail), NEW)

    assert find_visitor(browser) is None
    assert find_program(program) is None
    (news,) = letters()
    assert "was changed" in news["Subject"]
    assert "lin" in text_of(news)


def test_an_address_without_an_account_gets_no_mail(lin):
    token = request_reset("nobody@starmap.example", "en")

    assert [job.name for job in db.session.query(Job)] == ["send_reset_code"]
    assert letters() == []
    with pytest.raises(Invalid, match="not right"):
        reset_password(token, "12345678", NEW)


def test_a_known_and_an_unknown_address_are_refused_alike(lin):
    tokens = [request_reset(f"{who}@starmap.example", "en") for who in ("lin", "nobody")]
    letters()

    for later in (0, 31):
        refusals = set()
        for token in tokens:
            with time_machine.travel(now() + timedelta(minutes=later)):
                with pytest.raises(Invalid) as refused:
                    reset_password(token, "x", NEW)
                refusals.add(refused.value.message)
        assert len(refusals) == 1


def test_a_reset_code_works_once(lin):
    token = request_reset("lin@starmap.example", "en")
    (mail,) = letters()
    reset_password(token, code_in(mail), NEW)

    with pytest.raises(Conflict):
        reset_password(token, code_in(mail), OLD)
    assert db.session.query(PasswordReset).count() == 0


def test_an_easy_new_password_costs_no_attempt(lin):
    token = request_reset("lin@starmap.example", "en")
    (mail,) = letters()
    for _ in range(6):
        with pytest.raises(Invalid, match="easy to guess|characters"):
            reset_password(token, code_in(mail), "12345678")

    reset_password(token, code_in(mail), NEW)

    assert sign_in("lin", NEW, agent="")


def test_changing_it_ends_the_other_browsers_only(lin):
    here, there = begin_sign_in(lin, "here"), begin_sign_in(lin, "there")

    change_password(lin, OLD, NEW, keep=find_visitor(here).sign_in_id, by=lin)

    assert find_visitor(here) is not None
    assert find_visitor(there) is None
    assert "was changed" in letters()[0]["Subject"]


def test_it_is_changed_by_who_knows_the_present_one(lin):
    with pytest.raises(Invalid) as refused:
        change_password(lin, "a guess", NEW, keep=None, by=lin)

    assert refused.value.field == "current"


def test_nobody_changes_another_persons_password(lin):
    with pytest.raises(Forbidden):
        change_password(lin, OLD, NEW, keep=None, by=make_user(role="administrator"))


def test_somebody_without_a_password_cannot_sign_in(app):
    make_user(handle="imported", password_hash=None)

    for guess in ("", "None", "nobody has this password"):
        with pytest.raises(Invalid):
            sign_in("imported", guess, agent="")


def test_the_operator_gives_a_new_one(lin):
    browser = begin_sign_in(lin, "")

    password = give_new_password(lin)

    assert find_visitor(browser) is None
    assert sign_in("lin", password, agent="")


SIGNS = "4@8({[<369|1!7$5+%20"


@pytest.mark.parametrize(
    "hostile", [SIGNS * 7, "17|![(" * 22, "".join(sign + "o" for sign in SIGNS) * 4, "@4" * 64]
)
def test_no_password_takes_long_to_judge(app, hostile):
    began = process_time()

    with suppress(Invalid):
        hashing.check_strength(hostile[:128], "lin", "lin@starmap.example")

    assert process_time() - began < 0.5


def test_a_long_password_of_many_signs_is_a_good_one(app):
    hashing.check_strength("x(7Q!m2$Lp9{vT4@kR8+", "lin")


def test_whoever_has_asked_for_no_code_has_no_password_judged(app):
    with pytest.raises(Conflict):
        reset_password("made-up", "12345678", "12345678")


def test_changing_it_ends_all_tokens(lin):
    program = make_token(lin, "a script", ["read"], by=lin)

    change_password(lin, OLD, NEW, keep=None, by=lin)

    assert find_program(program) is None


def test_a_new_password_makes_the_codes_useless_that_were_asked_for_before(lin):
    token = request_reset("lin@starmap.example", "en")
    (mail,) = letters()

    change_password(lin, OLD, NEW, keep=None, by=lin)

    with pytest.raises(Conflict):
        reset_password(token, code_in(mail), OLD)
