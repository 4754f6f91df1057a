import json

import pytest
from sqlalchemy import update

from forum.core.db import db, transaction
from forum.threads.models import Thread
from tests.make import make_thread


@pytest.fixture
def run(app):
    return app.test_cli_runner().invoke


@transaction()
def spoil(thread):
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(reply_count=41))


def test_recount_says_that_nothing_is_off(run):
    make_thread(excerpt="Please help.")

    told = run(args=["threads", "recount"])

    assert told.exit_code == 0
    assert "1 threads counted. Nothing was off." in told.stdout


def test_recount_says_what_was_off(run):
    thread = make_thread(excerpt="Please help.")
    spoil(thread)

    told = run(args=["threads", "recount"])

    assert told.exit_code == 0
    assert "reply_count: 1 off, now right." in told.stdout
    assert f"thread {thread.id} said 41; it is 0." in told.stdout


def test_recount_tells_programs_too(run):
    spoil(make_thread(excerpt="Please help."))

    told = json.loads(run(args=["threads", "recount", "--json"]).stdout)

    assert told["threads"] == 1
    assert told["off"] == {"reply_count": 1}
    assert told["examples"][0]["counted"] == 0


def test_render_says_how_much_it_did(run):
    make_thread(body="A **new** look.")

    first, second = run(args=["threads", "render"]), run(args=["threads", "render"])

    assert "1 posts rendered; 1 look different now." in first.stdout
    assert "0 posts rendered; 0 look different now." in second.stdout
    assert "1 posts rendered; 0" in run(args=["threads", "render", "--all"]).stdout
