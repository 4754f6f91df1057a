import json

import pytest
from sqlalchemy import select, update

from forum.accounts.models import SYSTEM_ID
from forum.core.db import db, transaction
from forum.moderation.models import LogLine
from forum.threads.actions.posting import start_thread
from forum.threads.models import Tag, Thread
from forum.threads.queries.tags import get_tag
from tests.make import make_category, make_thread, make_user


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


def test_a_tag_becomes_a_synonym(run):
    author, category = make_user(), make_category()
    thread = start_thread(category, "Where are my coins?", "Help.", ["tether"], by=author)

    told = run(args=["threads", "tag-synonym", "Tether", "usdt"])

    assert (told.exit_code, told.stdout) == (0, "#Tether is #usdt from now on.\n")
    assert thread.tags == ["usdt"]
    assert get_tag("tether").name == "usdt"
    assert logged() == [(SYSTEM_ID, "merge_tag")]


def test_a_tag_is_reserved_and_given_back(run):
    reserved = run(args=["threads", "tag-reserve", "outage"])
    was_reserved = is_reserved("outage")
    given_back = run(args=["threads", "tag-reserve", "outage", "--undo"])

    assert (reserved.stdout, was_reserved) == ("#outage is for staff.\n", True)
    assert (given_back.stdout, is_reserved("outage")) == ("#outage is everybody's.\n", False)
    assert logged() == [(SYSTEM_ID, "reserve_tag")] * 2


def is_reserved(name):
    return db.session.scalar(select(Tag.is_reserved).where(Tag.folded == name))


def logged():
    return [(line.by_id, line.verb) for line in db.session.query(LogLine).order_by(LogLine.id)]


@pytest.mark.parametrize(
    "words", [("tag-synonym", "usdt", "USDT"), ("tag-synonym", "<b>", "usdt"), ("tag-reserve", "…")]
)
def test_a_tag_that_cannot_be_is_a_sentence_on_standard_error(run, words):
    told = run(args=["threads", *words])

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith("Error: ") and "Traceback" not in told.stderr
    assert logged() == []
