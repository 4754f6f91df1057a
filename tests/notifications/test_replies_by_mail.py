"""Who writes by mail in whose name, and who hears of what was refused."""

from dataclasses import replace

import pytest

from forum.core.db import db
from forum.core.inbound.taking import take
from forum.core.mailbox import reply_address
from forum.threads.models import Post
from tests.letters import letters, text_of
from tests.make import make_thread, make_user


@pytest.fixture
def config(app, monkeypatch):
    config = replace(app.extensions["config"], reply_to="reply@in.starmap.example")
    monkeypatch.setitem(app.extensions, "config", config)
    return config


def test_nobody_s_words_are_carried_to_an_address_that_they_put_into_from(config):
    user = make_user(email="mallory@starmap.example", language="en")
    post = db.session.query(Post).filter_by(thread_id=make_thread().id).one()
    to = reply_address(config, "reply", user.id, post.id)
    raw = (
        f"From: victim@bank.example\nTo: {to}\nMessage-ID: <1@x.example>\n"
        "Subject: Your wallet is at risk\n\nVerify at https://evil.example/\n"
    )

    assert take(raw.encode()) == "refused: bad_request"

    (letter,) = letters()
    assert letter["To"] == "mallory@starmap.example"
    assert letter["References"] is None
    assert "Write from the address of your account" in text_of(letter)
    assert "evil" not in text_of(letter) and "at risk" not in text_of(letter)
    assert db.session.query(Post).count() == 1
