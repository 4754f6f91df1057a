"""Who gets a mail that came in, and what its writer hears when nobody takes it."""

import imaplib
from dataclasses import replace

import pytest
from flask_babel import gettext
from sqlalchemy.exc import OperationalError

from forum.core.db import db
from forum.core.errors import Conflict
from forum.core.inbound.fetching import fetch
from forum.core.inbound.taking import NotTaken, take
from forum.core.jobs import Job, run_due
from forum.core.mailbox import reply_address
from tests.core.incoming_mails import HEAD, mail
from tests.core.test_inbound import OURS, report
from tests.imap import imap_server
from tests.letters import letters, text_of


class Room:
    """Takes replies and bounces, or refuses them."""

    def __init__(self):
        self.taken, self.error = [], None

    def take(self, ids, incoming):
        if self.error:
            raise self.error
        self.taken.append((ids, incoming))


@pytest.fixture
def room(app, monkeypatch):
    room = Room()
    config = replace(app.extensions["config"], reply_to="reply@in.starmap.example")
    monkeypatch.setitem(app.extensions, "config", config)
    monkeypatch.setitem(app.extensions, "incoming", {"reply": room.take, "bounce": room.take})
    return room


def address(app, purpose, *ids):
    return reply_address(app.extensions["config"], purpose, *ids)


def reply(app, body="重启后好了。", **more):
    return mail(body, head=HEAD.replace(OURS, address(app, "reply", 7, 345)), **more)


def bounce(app):
    raw = report("failed", "5.1.1", "550 No such user")
    return raw.replace(b"reply+b.abc@in.starmap.example", address(app, "bounce", 7).encode())


def test_a_reply_goes_to_who_takes_replies(app, room):
    assert take(reply(app)) == "taken: reply"

    ((ids, incoming),) = room.taken
    assert ids == (7, 345)
    assert (incoming.sender, incoming.text) == ("lin@qq.com", "重启后好了。")


def test_a_bounce_goes_to_who_stops_mail(app, room):
    assert take(bounce(app)) == "taken: bounce"

    ((ids, incoming),) = room.taken
    assert ids == (7,)
    assert incoming.bounce.is_hard


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-replied\n", "Precedence: bulk\n"])
def test_an_automatic_answer_goes_to_nobody(app, room, header):
    assert take(reply(app, more=header)).startswith("not for us")

    assert room.taken == []
    assert letters() == []


def test_what_comes_to_the_wrong_address_goes_to_nobody(app, room):
    to_bounces = mail("x", head=HEAD.replace(OURS, address(app, "bounce", 7)))
    to_replies = bounce(app).replace(b"+b.", b"+r.")

    results = [take(raw) for raw in (mail("x"), to_bounces, to_replies, b"", b"\xff" * 99)]

    assert {result.split(" (")[0] for result in results} == {"not for us"}
    assert (room.taken, letters()) == ([], [])


def test_the_real_wiring_takes_only_what_a_room_wants(app):
    assert take(mail("x")).startswith("not for us")


def test_who_is_refused_hears_why(app, room):
    room.error = Conflict("The thread is locked.")

    assert take(reply(app)) == "refused: conflict"

    (answer,) = letters()
    assert answer["To"] == "lin@qq.com"
    assert answer["In-Reply-To"] == "<one@qq.com>"
    assert answer["Auto-Submitted"] == "auto-generated"
    assert "The thread is locked." in text_of(answer)
    assert "重启后好了。" in text_of(answer)
    assert "没有发布" in answer["Subject"]


def test_who_is_refused_hears_so_however_they_name_their_mail(app, room):
    room.error = Conflict("The thread is locked.")

    take(reply(app).replace(b"<one@qq.com>", "<一 @qq.com> x".encode()))

    (answer,) = letters()
    assert answer["References"] is None


def test_a_writer_who_cannot_be_told_holds_up_nobody(app, room, inbox, monkeypatch):
    config = replace(app.extensions["config"], smtp_url="smtp://127.0.0.1:9")
    monkeypatch.setitem(app.extensions, "config", config)
    room.error = Conflict("The thread is locked.")

    assert fetch() == 3
    run_due()

    assert inbox["INBOX"] == {}
    assert db.session.query(Job).one().attempts == 1


def test_a_refusal_may_name_the_language_of_its_reader(app, room):
    room.error = NotTaken("The thread is locked.", "en")

    take(reply(app))

    (answer,) = letters()
    assert answer["Subject"] == "Your mail to Waymark was not published"


def test_a_refusal_is_said_in_the_language_of_the_site(app, room, monkeypatch):
    def refuse(ids, incoming):
        raise Conflict(gettext("No more mails like this"))

    monkeypatch.setitem(app.extensions, "incoming", {"reply": refuse})

    take(reply(app))

    (answer,) = letters()
    assert "不再接收这类邮件" in text_of(answer)


def test_a_bounce_that_is_refused_is_not_answered(app, room):
    room.error = Conflict("No.")

    take(bounce(app))

    assert letters() == []


@pytest.fixture
def inbox(app, room, monkeypatch):
    with imap_server(reply(app), mail("not for us"), bounce(app)) as (folders, url):
        config = replace(app.extensions["config"], inbox_url=url)
        monkeypatch.setitem(app.extensions, "config", config)
        yield folders


def test_a_mailbox_is_emptied_once(inbox, room):
    assert fetch() == 3
    assert fetch() == 0

    assert [ids for ids, _incoming in room.taken] == [(7, 345), (7,)]
    assert inbox == {"INBOX": {}}


def test_a_mail_that_the_program_fails_over_is_put_aside(inbox, room):
    room.error = RuntimeError("a mistake of ours")

    fetch()

    assert inbox["INBOX"] == {}
    assert len(inbox["Failed"]) == 2


def test_while_the_database_is_away_mail_stays_where_it_is(inbox, room):
    room.error = OperationalError("SELECT", {}, Exception("away"))

    with pytest.raises(OperationalError):
        fetch()

    assert len(inbox["INBOX"]) == 3


def test_without_a_mailbox_nothing_is_fetched(room):
    assert fetch() == 0


@pytest.mark.parametrize("change", [("se%20cret", "wrong"), ("INBOX", "Nowhere")])
def test_a_mailbox_that_does_not_open_says_so(app, inbox, monkeypatch, change):
    config = app.extensions["config"]
    wrong = replace(config, inbox_url=config.inbox_url.replace(*change))
    monkeypatch.setitem(app.extensions, "config", wrong)

    with pytest.raises(imaplib.IMAP4.error):
        fetch()


def test_a_mail_that_the_server_does_not_give_stays(app, room, monkeypatch):
    with imap_server(b"not now", reply(app)) as (folders, url):
        config = replace(app.extensions["config"], inbox_url=url)
        monkeypatch.setitem(app.extensions, "config", config)

        fetch()

    assert folders["INBOX"] == {1: b"not now"}
    assert len(room.taken) == 1
