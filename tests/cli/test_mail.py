import os
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from forum.core.errors import Conflict
from forum.core.inbound import LARGEST, fetching
from forum.core.mailbox import reply_address
from tests.core.incoming_mails import HEAD, mail
from tests.core.test_inbound import OURS
from tests.imap import imap_server
from tests.letters import letters


@pytest.fixture
def taken(app, monkeypatch):
    """What was taken, or what to raise instead."""
    taken = []

    def take(ids, incoming):
        if taken and isinstance(taken[0], Exception):
            raise taken[0]
        taken.append((ids, incoming.text))

    config = replace(app.extensions["config"], reply_to="reply@in.starmap.example")
    monkeypatch.setitem(app.extensions, "config", config)
    monkeypatch.setitem(app.extensions, "incoming", {"reply": take})
    return taken


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *words, stdin=b"": runner.invoke(args=["mail", *words], input=stdin)


def reply(app, body="重启后好了。"):
    ours = reply_address(app.extensions["config"], "reply", 7, 345)
    return mail(body, head=HEAD.replace(OURS, ours))


def test_a_mail_on_standard_input_is_taken(app, run, taken):
    result = run("receive", stdin=reply(app))

    assert (result.exit_code, result.output) == (0, "taken: reply\n")
    assert taken == [((7, 345), "重启后好了。")]


def test_a_large_mail_is_read_to_its_end(app, run, taken):
    result = run("receive", stdin=reply(app, "x" * 99 + "\n\n" + "y\n" * LARGEST * 2))

    assert result.exit_code == 0
    assert taken[0][1].startswith("x" * 99)


@pytest.mark.parametrize("stdin", [b"", b"\xff\x00", mail("x")])
def test_what_is_not_for_us_is_dealt_with(run, taken, stdin):
    result = run("receive", stdin=stdin)

    assert result.exit_code == 0
    assert result.output.startswith("not for us")


def test_a_refusal_is_dealt_with_by_an_answer(app, run, taken):
    taken.append(Conflict("The thread is locked."))

    result = run("receive", stdin=reply(app))

    assert (result.exit_code, result.output) == (0, "refused: conflict\n")
    assert len(letters()) == 1


@pytest.mark.parametrize(
    "error", [OperationalError("SELECT", {}, Exception("away")), OSError("away"), KeyError("ours")]
)
def test_the_mail_server_keeps_what_cannot_be_taken_now(app, run, taken, error):
    taken.append(error)

    assert run("receive", stdin=reply(app)).exit_code == os.EX_TEMPFAIL


def test_a_mailbox_is_fetched(app, run, taken, monkeypatch):
    with imap_server(reply(app)) as (_folders, url):
        config = replace(app.extensions["config"], inbox_url=url)
        monkeypatch.setitem(app.extensions, "config", config)

        result = run("fetch")

    assert (result.exit_code, result.output) == (0, "1 mails.\n")
    assert taken == [((7, 345), "重启后好了。")]


def test_a_full_mailbox_does_not_keep_the_worker_from_its_jobs(app, run, taken, monkeypatch):
    monkeypatch.setattr(fetching, "WHOLE_S", 0)
    with imap_server(reply(app), reply(app, "还有一句。")) as (_folders, url):
        config = replace(app.extensions["config"], inbox_url=url)
        monkeypatch.setitem(app.extensions, "config", config)

        outputs = [run("fetch").output for _minute in range(3)]

    assert outputs == ["1 mails.\n", "1 mails.\n", "0 mails.\n"]
    assert [text for _ids, text in taken] == ["重启后好了。", "还有一句。"]


def test_a_mailbox_that_is_away_is_said(app, run, taken, monkeypatch):
    config = replace(app.extensions["config"], inbox_url="imap://forum:x@127.0.0.1:9/INBOX")
    monkeypatch.setitem(app.extensions, "config", config)

    result = run("fetch")

    assert result.exit_code == 1
    assert "refused" in result.output
