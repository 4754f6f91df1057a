from dataclasses import replace
from email import message_from_bytes
from email.utils import parseaddr

import pytest

from forum.accounts.actions.passwords import request_reset
from forum.accounts.mails import send
from forum.core.db import db
from forum.core.jobs import Job, run_due
from tests.letters import letters, text_of
from tests.make import make_user
from tests.smtp import smtp_server

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def mailbox(app, monkeypatch):
    with smtp_server() as (box, url):
        _deliver_to(app, monkeypatch, url)
        yield box


def _deliver_to(app, monkeypatch, url):
    config = app.extensions["config"]
    monkeypatch.setitem(app.extensions, "config", replace(config, smtp_url=url))


def test_mail_goes_to_the_smtp_server(mailbox):
    make_user(handle="老许", email="xu@starmap.example")
    request_reset("xu@starmap.example", "zh-Hans")

    run_due()

    (envelope,) = mailbox.envelopes
    mail = message_from_bytes(envelope.content)
    assert mail["To"] == "xu@starmap.example"
    assert parseaddr(mail["From"])[1] == "forum@localhost"
    assert "老许" in mail.get_payload(decode=True).decode()


def test_a_server_that_is_away_is_tried_again(app, monkeypatch):
    _deliver_to(app, monkeypatch, "smtp://127.0.0.1:9")
    make_user(email="xu@starmap.example")
    request_reset("xu@starmap.example", "en")

    run_due()

    job = db.session.query(Job).one()
    assert (job.done_at, job.attempts) == (None, 1)
    assert "refused" in job.error


def test_an_address_where_nobody_is_is_not_tried_again(mailbox):
    mailbox.answers["xu@starmap.example"] = "550 5.1.1 No such user"
    make_user(email="xu@starmap.example")
    request_reset("xu@starmap.example", "en")

    run_due()

    job = db.session.query(Job).one()
    assert (job.done_at is None, job.attempts) == (False, 1)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en", None])
@pytest.mark.parametrize(
    "template", ["sign_up_code", "account_exists", "reset_code", "password_changed"]
)
def test_every_mail_has_a_subject_and_no_link(template, language):
    shown = {"code": "12345678", "minutes": 30, "handle": "lin", "name": "Lin"}
    send("lin@starmap.example", language, template, **shown)

    (mail,) = letters()

    assert mail["Subject"].strip()
    assert text_of(mail).count("http") <= 1
    assert "<" not in text_of(mail)
    assert "%(" not in text_of(mail) + mail["Subject"]
    assert mail["Message-ID"].endswith("@127.0.0.1>")


def test_a_mail_is_written_in_the_readers_language(app):
    shown = {"code": "12345678", "minutes": 30}
    send("lin@starmap.example", "en", "sign_up_code", **shown)
    send("lin@starmap.example", "zh-Hans", "sign_up_code", **shown)

    english, chinese = letters()

    assert "Waymark" in english["Subject"]
    assert "指津" in chinese["Subject"]
