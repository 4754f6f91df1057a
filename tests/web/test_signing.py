import re
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from flask import current_app

from forum.accounts.actions.signing import end_all_sign_ins
from forum.accounts.actions.standing import set_standing
from forum.accounts.models import PasswordReset, PendingSignUp, SignIn, User
from forum.accounts.passwords import hash_password
from forum.accounts.queries import find_by_handle
from forum.core import settings
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.errors import TooMany
from forum.core.jobs import Job
from forum.http import limits
from tests.letters import code_in, letters
from tests.make import make_moderator, make_user

PASSWORD = "four unrelated words"
WISH = {"handle": "林夏", "email": "lin@starmap.example", "password": PASSWORD}


@pytest.fixture
def lin(app):
    hashed = hash_password(PASSWORD)
    return make_user(handle="lin", email="lin@starmap.example", password_hash=hashed)


def sign_in(browser, name="lin", password=PASSWORD, **more):
    return browser.post("/sign-in", data={"name": name, "password": password} | more)


def is_in(browser):
    return browser.get("/settings/profile").status_code == 200


# Signing in and out


def test_a_person_signs_in_and_out(visit, lin):
    browser = visit()

    answer = sign_in(browser, next="/unanswered")

    assert (answer.status_code, answer.location) == (303, "/unanswered")
    assert is_in(browser)
    browser.post("/sign-out")
    assert not is_in(browser)


def test_a_mistake_gives_the_name_back_but_not_the_password(visit, lin):
    page = sign_in(visit(), password="not this one")

    assert page.status_code == 422
    assert 'value="lin"' in page.text
    assert "not this one" not in page.text


def test_the_sign_in_page_sets_no_cookie_and_is_kept(visit):
    guest = visit()
    page = guest.get("/sign-in")

    assert "Set-Cookie" not in page.headers
    again = guest.get("/sign-in", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


def test_a_cookie_from_before_is_worth_nothing_after_signing_in(visit, lin):
    """Whoever planted their own cookie in a browser does not see what is done with it."""
    browser = visit(make_user())
    with browser.session_transaction() as planted:
        before = planted["token"]

    sign_in(browser)

    with browser.session_transaction() as session:
        assert session["token"] != before
    assert db.session.query(SignIn).filter(SignIn.ended_at.is_(None)).one().user_id == lin.id


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
     "javascript:x", "/\t/evil.example", "http://[", "///evil.example", "", "evil.example",
     "/\x00"],
)  # fmt: skip
def test_next_never_leads_elsewhere(visit, lin, target):
    answer = sign_in(visit(), next=target)

    assert (answer.status_code, answer.location) == (303, "/")


def test_the_cookie_is_for_this_site_only(visit, lin):
    cookie = sign_in(visit()).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_suspended_person_reads_until_when(visit, lin):
    browser, until = visit(lin), now() + timedelta(days=2)
    set_standing(lin, suspended_until=until)

    page = sign_in(visit())

    assert page.status_code == 403
    assert f"{until:%Y-%m-%d}" in page.text
    assert not is_in(browser)


def test_an_account_is_tried_ten_times_in_a_quarter_of_an_hour(visit, lin):
    start = now()
    for minutes in range(10):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert sign_in(visit(), password="wrong").status_code == 422

    with time_machine.travel(start + timedelta(minutes=10)):
        refused = sign_in(visit(), name="ＬＩＮ")
    assert refused.status_code == 429
    # Rounded up to whole seconds.
    assert int(refused.headers["Retry-After"]) <= 301
    with time_machine.travel(start + timedelta(minutes=16)):
        assert sign_in(visit()).status_code == 303


def test_spellings_of_one_address_share_a_count(visit, lin):
    for place in range(10):
        name = "lin@starmap.example".replace("", "\u200b", place + 1)
        address = {"REMOTE_ADDR": "198.51.100.7"}
        with time_machine.travel(now() + timedelta(minutes=place)):
            visit().post("/sign-in", data={"name": name, "password": "x"}, environ_base=address)

    with time_machine.travel(now() + timedelta(minutes=10)):
        answer = visit().post(
            "/sign-in", data={"name": "lin", "password": PASSWORD}, environ_base=address
        )
    assert answer.status_code == 429


def guess_a_hundred_times():
    """As a hundred addresses do it together."""
    with current_app.test_request_context(), suppress(TooMany):
        for _ in range(100):
            limits.spend("account", limits.ACCOUNT, f"user/{find_by_handle('lin').id}")


def test_others_who_guess_do_not_keep_the_owner_out(visit, lin):
    browser = visit(lin)
    end_all_sign_ins(lin)
    db.session.commit()
    for place in range(11):
        visit().post(
            "/sign-in",
            data={"name": "lin", "password": "x"},
            environ_base={"REMOTE_ADDR": f"198.51.100.{place}"},
        )

    assert sign_in(visit()).status_code == 303
    guess_a_hundred_times()
    assert sign_in(visit()).status_code == 429
    assert sign_in(browser).status_code == 303


def test_a_browser_of_somebody_else_is_not_let_through(visit, lin):
    guess_a_hundred_times()

    assert sign_in(visit(make_user())).status_code == 429


def test_a_name_that_nobody_has_is_limited_alike(visit):
    for minutes in range(11):
        with time_machine.travel(now() + timedelta(minutes=minutes)):
            last = sign_in(visit(), name="nobody", password="wrong")

    assert last.status_code == 429


def test_who_signs_in_rightly_is_not_counted(visit, lin):
    for minutes in range(15):
        with time_machine.travel(now() + timedelta(minutes=minutes)):
            assert sign_in(visit()).status_code == 303


@pytest.mark.parametrize(("path", "form"), [
    ("/sign-in", {"name": "{n}", "password": "x"}),
    ("/sign-up", {"handle": "", "email": "{n}@starmap.example", "password": ""}),
    ("/forgot", {"email": "{n}@starmap.example"}),
    ("/sign-up/code", {"code": "{n}"}),
    ("/reset", {"code": "{n}", "password": "x"}),
])  # fmt: skip
def test_an_address_is_limited_to_ten_a_minute(visit, path, form):
    answers = [
        visit().post(path, data={key: value.format(n=f"x{n}") for key, value in form.items()})
        for n in range(11)
    ]

    assert {answer.status_code for answer in answers[:10]} <= {303, 409, 422}
    assert answers[10].status_code == 429
    assert 0 < int(answers[10].headers["Retry-After"]) <= 60
    other = visit().post(path, data=form, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert other.status_code != 429


def test_a_mailbox_is_not_filled(visit):
    for _ in range(5):
        visit().post("/forgot", data={"email": "lin@starmap.example"})

    assert visit().post("/forgot", data={"email": "LIN@starmap.example "}).status_code == 429


def test_no_spelling_fills_a_mailbox(visit):
    spellings = ["lin@starmap.example", "l\u200bin@starmap.example", "lin@STARMAP.example",
                 "lin\u2060@starmap.example", "\ufefflin@starmap.example"]  # fmt: skip
    for email in spellings:
        visit().post("/forgot", data={"email": email})

    assert visit().post("/forgot", data={"email": "lin\u200b@starmap.example"}).status_code == 429
    assert visit().post("/sign-up", data=WISH).status_code == 429


# Signing up


def test_a_person_signs_up(visit):
    browser = visit()

    answer = browser.post("/sign-up", data=WISH)
    (mail,) = letters()
    page = browser.get(answer.location)
    done = browser.post("/sign-up/code", data={"code": code_in(mail)})

    assert (answer.status_code, answer.location) == (303, "/sign-up/code")
    assert "lin@starmap.example" in page.text
    assert done.status_code == 303
    assert "林夏" in browser.get("/u/me", follow_redirects=True).text


def test_who_wanted_to_ask_comes_to_ask(visit):
    browser = visit()
    asked_in = browser.get("/ask").location
    assert 'href="/sign-up?next=/ask"' in browser.get(asked_in).text
    assert 'name="next" value="/ask"' in browser.get("/sign-up?next=/ask").text

    browser.post("/sign-up", data=WISH | {"next": "/ask"})
    answer = browser.post("/sign-up/code", data={"code": code_in(letters()[-1])})

    assert answer.location == "/ask"
    assert "Welcome!" in browser.get("/ask").text


@pytest.mark.parametrize("target", ["//evil.example", "/" + "x" * 9000])
def test_signing_up_never_leads_elsewhere(visit, target):
    browser = visit()

    browser.post("/sign-up", data=WISH | {"next": target})
    answer = browser.post("/sign-up/code", data={"code": code_in(letters()[-1])})

    assert answer.location == "/"


def test_a_code_belongs_to_the_browser_that_asked(visit):
    visit().post("/sign-up", data=WISH)
    (mail,) = letters()
    other = visit()
    other.post("/sign-up", data=WISH | {"handle": "other", "email": "other@starmap.example"})

    assert other.post("/sign-up/code", data={"code": code_in(mail)}).status_code == 422
    assert visit().post("/sign-up/code", data={"code": code_in(mail)}).status_code == 409
    assert db.session.query(User).filter_by(handle="林夏").count() == 0


def alike(answer):
    """An answer without what differs by chance, or by what was typed."""
    headers = {key: value for key, value in answer.headers if key not in ("Set-Cookie", "Date")}
    cookie = re.sub(r"=[^;]+;", "=…;", answer.headers.get("Set-Cookie", ""), count=1)
    text = re.sub(r"[\w.]+@starmap\.example", "…", answer.text)
    return answer.status_code, headers | {"Content-Length": "…"}, cookie, text


def answers_to_sign_up(browser, email, handle):
    yield browser.post("/sign-up", data=WISH | {"email": email, "handle": handle})
    yield browser.get("/sign-up/code")
    letters()
    yield browser.get("/sign-up/code")
    yield browser.post("/sign-up/code", data={"code": "00000000"})
    yield browser.post("/sign-up/code/again")
    letters()
    for _ in range(5):
        yield browser.post("/sign-up/code", data={"code": "00000000"})
    yield browser.post("/sign-up/code/again")


def answers_to_forgot(browser, email, _handle):
    yield browser.post("/forgot", data={"email": email})
    yield browser.get("/reset")
    letters()
    yield browser.get("/reset")
    for _ in range(6):
        yield browser.post("/reset", data={"code": "00000000", "password": PASSWORD})


@pytest.mark.parametrize("walk", [answers_to_sign_up, answers_to_forgot])
def test_no_answer_tells_whether_an_address_has_an_account(visit, lin, walk):
    known = [alike(answer) for answer in walk(visit(), "lin@starmap.example", "one")]
    known_jobs = [(job.name, sorted(job.arguments)) for job in db.session.query(Job)]
    limits.forget()
    new = [alike(answer) for answer in walk(visit(), "new@starmap.example", "two")]
    jobs = [(job.name, sorted(job.arguments)) for job in db.session.query(Job)]

    assert known == new
    assert jobs == known_jobs * 2


def test_what_was_typed_is_given_back_but_the_password(visit):
    make_user(handle="linxia")

    page = visit().post("/sign-up", data=WISH | {"handle": "linx1a", "password": PASSWORD})

    assert page.status_code == 409
    assert "linx1a" in page.text and "lin@starmap.example" in page.text
    assert PASSWORD not in page.text
    assert db.session.query(PendingSignUp).count() == 0


@transaction()
def close():
    settings.store(db.session(), "sign_ups", False)


def test_a_closed_sign_up_says_so(visit):
    close()

    assert "come back later" in visit().get("/sign-up").text
    refused = visit().post("/sign-up", data=WISH)
    assert refused.status_code == 403
    assert "come back later" in refused.text


def test_another_code_can_be_had_once_a_minute(visit):
    browser = visit()
    browser.post("/sign-up", data=WISH)

    assert browser.post("/sign-up/code/again").status_code == 200
    assert browser.post("/sign-up/code/again").status_code == 429
    _first, second = letters()
    assert browser.post("/sign-up/code", data={"code": code_in(second)}).status_code == 303


def test_the_code_page_without_an_attempt_leads_to_its_beginning(visit):
    assert visit().get("/sign-up/code").location == "/sign-up"
    assert visit().get("/reset").location == "/forgot"
    assert visit().post("/sign-up/code/again").status_code == 409


# A new password


def test_a_lost_password_is_replaced(visit, lin):
    elsewhere, browser = visit(lin), visit()
    browser.post("/forgot", data={"email": "lin@starmap.example"})
    (mail,) = letters()

    form = {"code": code_in(mail), "password": "another set of words"}
    answer = browser.post("/reset", data=form)

    assert "Sign in with the new one" in browser.get(answer.location).text
    assert not is_in(elsewhere)
    assert sign_in(browser, password="another set of words").status_code == 303
    assert "http" not in re.sub(r"http://127\.0\.0\.1:8000[)）]", "", letters()[0].get_content())


def test_an_easy_new_password_is_said_at_its_field(visit, lin):
    browser = visit()
    browser.post("/forgot", data={"email": "lin@starmap.example"})
    (mail,) = letters()

    page = browser.post("/reset", data={"code": code_in(mail), "password": "password"})

    assert page.status_code == 422
    assert 'id="field-password-error"' in page.text
    assert 'id="field-code-error"' not in page.text


# Last seen


def test_a_sign_in_is_seen_at_most_every_ten_minutes(visit, lin):
    browser = visit(lin)
    row = db.session.query(SignIn).one()
    first, start = row.seen_at, now()

    browser.get("/")
    db.session.refresh(row)
    assert row.seen_at == first

    with time_machine.travel(start + timedelta(minutes=11)):
        browser.get("/")
    db.session.refresh(row)
    assert row.seen_at > first


def test_a_browser_whose_sign_in_has_ended_is_a_guest_without_a_new_cookie(visit, lin):
    browser = visit(lin)
    set_standing(lin, suspended_until=now() + timedelta(days=1))

    page = browser.get("/")

    assert "Set-Cookie" not in page.headers
    assert "ETag" in page.headers


# What people and machines send by mistake

LONG = "x" * 100_000
BAD = [
    ("/sign-in", b""),
    ("/sign-in", b"name=lin"),
    ("/sign-in", b"name=a%00b&password=%00"),
    ("/sign-in", b"name=" + LONG.encode() + b"&password=" + LONG.encode()),
    ("/sign-in", b"name=a&name=b&password=c&password=d"),
    ("/sign-up", b""),
    ("/sign-up", b"handle=a%00b&email=a%40b.example&password=four+unrelated+words"),
    ("/sign-up", b"handle=lin&email=%00%40b.example&password=four+unrelated+words"),
    ("/sign-up", b"handle=lin&email=" + LONG.encode() + b"&password=four+unrelated+words"),
    ("/sign-up", b"handle=" + LONG.encode() + b"&email=a%40b.example&password=x"),
    ("/sign-up", b"handle=lin&email=a%40b.example&password=" + LONG.encode()),
    ("/sign-up", b"handle[]=lin&email[$gt]=&password="),
    ("/sign-up/code", b"code=%00"),
    ("/sign-up/code", b"code=" + LONG.encode()),
    ("/forgot", b""),
    ("/forgot", b"email=lin%0d%0aBcc%3Ax%40y.example"),
    ("/reset", b"code=%00&password=%00"),
]


NOT_UTF8 = [
    ("/sign-in", b"name=%ED%A0%80&password=%ED%A0%80"),
    ("/sign-in", b"name=%FF%FE&password=%FF"),
    ("/sign-up", b"handle=%ED%A0%80&email=a%40b.example&password=four+unrelated+words"),
    ("/sign-up", b"handle=%FF%FF&email=a%40b.example&password=four+unrelated+words"),
    ("/sign-up", b"handle=lin&email=a%40%ED%A0%80.example&password=four+unrelated+words"),
    ("/forgot", b"email=%ED%A0%80"),
    ("/reset", b"code=12345678&password=%ED%A0%80%ED%A0%80%ED%A0%80%ED%A0%80"),
]


@pytest.mark.parametrize(("path", "body"), NOT_UTF8)
def test_what_is_not_utf8_is_refused_whole_and_stores_nothing(visit, path, body):
    answer = visit().post(path, data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400
    for table in (PendingSignUp, PasswordReset, SignIn, Job):
        assert db.session.query(table).count() == 0


@pytest.mark.parametrize(("path", "body"), BAD)
def test_bad_input_is_refused_with_a_sentence_and_stores_nothing(visit, path, body):
    answer = visit().post(path, data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code in (409, 422)
    assert 'class="error"' in answer.text or "flash warn" in answer.text
    for table in (PendingSignUp, PasswordReset, SignIn, Job):
        assert db.session.query(table).count() == 0


@pytest.mark.parametrize(("body", "kind", "status"), [
    (b'{"name": "lin"}', "application/json", 422),
    (b"\x00\x01", "application/octet-stream", 422),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x", 422),
    (b"x=" + b"y" * 600_000, "application/x-www-form-urlencoded", 413),
])  # fmt: skip
def test_other_kinds_of_content_are_refused(visit, body, kind, status):
    assert visit().post("/sign-in", data=body, content_type=kind).status_code == status


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": None, "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": None, "Origin": "http://["},
    {"Sec-Fetch-Site": None},
])  # fmt: skip
def test_forms_of_other_sites_are_refused(visit, lin, headers):
    given = {"Sec-Fetch-Site": "", **headers}
    form = {"name": "lin", "password": PASSWORD}

    answer = visit().post("/sign-in", data=form, headers=given)

    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


def test_moderators_have_no_other_door(visit):
    assert visit(make_moderator()).get("/sign-in").status_code == 303
