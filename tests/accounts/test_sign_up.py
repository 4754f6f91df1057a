from datetime import timedelta
from threading import Thread

import pytest
import time_machine

from forum.accounts.actions import codes
from forum.accounts.actions.signing_up import Wish, begin_sign_up, confirm_sign_up
from forum.accounts.models import PendingSignUp, User
from forum.accounts.queries import find_by_handle, find_visitor
from forum.core import settings
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.core.jobs import Job, run_due
from tests.letters import code_in, letters, text_of
from tests.make import make_official, make_user

pytestmark = pytest.mark.usefixtures("app")

PASSWORD = "four unrelated words here"


def begin(handle="linxia", email="lin@starmap.example", password=PASSWORD, language="en"):
    return begin_sign_up(Wish(handle, email, password), language)


def a_mail(token=None, **given):
    token = token or begin(**given)
    (mail,) = letters()
    return token, mail


def test_the_right_code_makes_the_account_and_signs_in():
    token, mail = a_mail(handle="林夏", language="zh-Hans")

    browser = confirm_sign_up(token, code_in(mail), agent="Firefox")

    assert mail["To"] == "lin@starmap.example"
    assert find_visitor(browser).handle == "林夏"
    assert find_by_handle("林夏").language == "zh-Hans"
    assert db.session.query(PendingSignUp).count() == 0


def test_a_code_may_be_typed_with_blanks():
    token, mail = a_mail()
    code = code_in(mail)

    assert confirm_sign_up(token, f" {code[:4]} {code[4:]} ", agent="")


def test_a_code_works_once():
    token, mail = a_mail()
    confirm_sign_up(token, code_in(mail), agent="")

    with pytest.raises(Conflict):
        confirm_sign_up(token, code_in(mail), agent="")


def test_a_wrong_code_makes_nothing():
    token, mail = a_mail()
    wrong = f"{(int(code_in(mail)) + 1) % 10**8:08}"

    with pytest.raises(Invalid, match="not right"):
        confirm_sign_up(token, wrong, agent="")

    assert find_by_handle("linxia") is None


@pytest.mark.parametrize("code", ["", "１２３４５６７８", "\x00", "9" * 5000, "\ud800", "'--"])
def test_nonsense_is_a_wrong_code(code):
    token, _ = a_mail()

    with pytest.raises(Invalid):
        confirm_sign_up(token, code, agent="")


def test_after_five_attempts_even_the_right_code_is_refused():
    token, mail = a_mail()
    for _ in range(5):
        with pytest.raises(Invalid):
            confirm_sign_up(token, "x", agent="")

    with pytest.raises(Conflict, match="begin again"):
        confirm_sign_up(token, code_in(mail), agent="")


def test_another_code_does_not_forget_the_attempts():
    token, _ = a_mail()
    for _ in range(4):
        with pytest.raises(Invalid):
            confirm_sign_up(token, "x", agent="")

    codes.send_again(PendingSignUp, token)
    letters()

    with pytest.raises(Invalid):
        confirm_sign_up(token, "x", agent="")
    with pytest.raises(Conflict):
        codes.send_again(PendingSignUp, token)


def test_a_code_is_too_old_after_half_an_hour():
    token, mail = a_mail()

    with time_machine.travel(now() + timedelta(minutes=31)), pytest.raises(Invalid, match="old"):
        confirm_sign_up(token, code_in(mail), agent="")


def test_a_second_run_of_the_job_replaces_the_code():
    token, first = a_mail()
    codes.send_again(PendingSignUp, token)
    (second,) = letters()

    with pytest.raises(Invalid):
        confirm_sign_up(token, code_in(first), agent="")
    assert confirm_sign_up(token, code_in(second), agent="")


def test_the_owner_of_a_known_address_is_told_and_no_code_works():
    make_user(handle="老许", email="lin@starmap.example", language="zh-Hans")

    token, mail = a_mail()

    assert "老许" in text_of(mail)
    assert not any(character.isdigit() for character in mail["Subject"])
    with pytest.raises(Invalid, match="not right"):
        confirm_sign_up(token, "12345678", agent="")


def test_a_known_and_a_new_address_leave_the_same_rows_and_refusals():
    make_user(email="known@starmap.example")
    known, new = begin("lin", "known@starmap.example"), begin("xia", "new@starmap.example")

    jobs = db.session.query(Job).order_by(Job.id).all()
    assert [(job.name, sorted(job.arguments)) for job in jobs] == [
        ("send_sign_up_code", ["request_id"])
    ] * 2

    letters()
    with time_machine.travel(now() + timedelta(minutes=31)):
        refusals = []
        for token in (known, new):
            with pytest.raises(Invalid) as refused:
                confirm_sign_up(token, "12345678", agent="")
            refusals.append(refused.value.message)
    assert refusals[0] == refusals[1]


def test_a_name_that_was_taken_meanwhile_is_a_conflict():
    token, mail = a_mail(handle="linxia")
    make_user(handle="Iinxia")

    with pytest.raises(Conflict, match="taken"):
        confirm_sign_up(token, code_in(mail), agent="")


@transaction()
def close():
    settings.store(db.session(), "sign_ups", False)


def test_nobody_signs_up_while_it_is_closed():
    token, mail = a_mail()
    close()

    with pytest.raises(Forbidden, match="come back later"):
        begin(handle="another", email="other@starmap.example")
    with pytest.raises(Forbidden):
        confirm_sign_up(token, code_in(mail), agent="")


def test_what_nobody_finished_is_forgotten_after_a_day():
    begin()

    with time_machine.travel(now() + timedelta(hours=25)):
        codes.sweep()

    assert db.session.query(PendingSignUp).count() == 0
    run_due()


@pytest.mark.commits
def test_two_confirmations_at_once_make_one_account(app):
    token, mail = a_mail()
    code, outcomes = code_in(mail), []

    def confirm():
        with app.app_context():
            try:
                outcomes.append(confirm_sign_up(token, code, agent=""))
            except Conflict as error:
                outcomes.append(error)

    threads = [Thread(target=confirm) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.rollback()
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1
    assert len(outcomes) == 4
    assert db.session.query(User).filter_by(handle="linxia").count() == 1


@pytest.mark.parametrize("handle", ["运维小组", "运维-小组", "何安全团队", "csw", "c.s.w"])
def test_nobody_signs_up_by_a_name_under_which_staff_speak(handle):
    make_official(handle="ops", display_name="运维小组")
    make_official(handle="he", display_name="何 · 安全团队")
    make_official(handle="chen", display_name="c s w")

    with pytest.raises(Invalid):
        begin(handle=handle)
