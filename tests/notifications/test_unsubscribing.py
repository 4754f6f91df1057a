"""Leaving a list of mails by an address in one of them, as programs do it (RFC 8058)."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask.testing import FlaskClient

from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import run_due
from forum.notifications.actions.following import set_category_level, set_thread_level
from forum.notifications.models import NotificationChoice, NotificationWishes, ThreadLevel
from forum.notifications.queries.wishes import wishes_of
from forum.notifications.unsubscribing import unsubscribe_url
from forum.threads.actions.posting import reply
from tests.letters import letters
from tests.make import make_thread, make_user
from tests.notifications.stage import notices_of

pytestmark = pytest.mark.usefixtures("app")

@pytest.fixture
def reader():
    return make_user(email="lin@starmap.example", language="en")


@pytest.fixture
def post(app):
    """One click, as a mail program sends it: without cookies, Origin, or a browser's headers."""

    def send(url, **given):
        db.session.rollback()
        given = {"data": {"List-Unsubscribe": "One-Click"}} | given
        with app.app_context():
            return FlaskClient(app, app.response_class).post(urlsplit(url).path, **given)

    return send


def rows():
    db.session.rollback()
    return [
        db.session.query(table).count()
        for table in (ThreadLevel, NotificationChoice, NotificationWishes)
    ]


def mailed(thread):
    reply(thread, f"Wait. {now()}", by=make_user())
    run_due()
    with time_machine.travel(now() + timedelta(minutes=11)):
        return letters()


def test_one_click_ends_mails_about_one_thread_only(reader, post):
    thread, other = make_thread(), make_thread()
    for each in (thread, other):
        set_thread_level(each, "watch", by=reader)

    answer = post(unsubscribe_url(reader.id, "thread", thread.id))

    assert answer.status_code == 200
    assert mailed(thread) == []
    assert len(mailed(other)) == 1
    # It still stands in their list.
    assert {notice.thread_id for notice in notices_of(reader)} == {thread.id, other.id}


def test_who_watches_the_category_still_finds_it_in_the_list(reader, post):
    thread = make_thread()
    set_category_level(thread.category, "watch", by=reader)

    post(unsubscribe_url(reader.id, "thread", thread.id))

    assert mailed(thread) == []
    assert [notice.kind for notice in notices_of(reader)] == ["thread_post"]
    assert len(mailed(make_thread(category=thread.category))) == 1


def test_one_click_ends_one_topic_only(reader, post):
    post(unsubscribe_url(reader.id, "topic", "moderation"))

    choices = wishes_of(reader.id).choices
    assert choices == {("moderation", "mail"): False}


def test_one_click_ends_the_digest_only(reader, post):
    post(unsubscribe_url(reader.id, "digest"))

    assert wishes_of(reader.id).digest == "none"
    assert wishes_of(reader.id).choices == {}


@pytest.mark.parametrize("what", [("thread", 1), ("topic", "replies"), ("digest", 0)])
def test_leaving_twice_is_leaving_once(reader, post, what):
    what = ("thread", make_thread().id) if what[0] == "thread" else what
    url = unsubscribe_url(reader.id, *what)
    post(url)
    once = rows()

    assert post(url).status_code == 200
    assert rows() == once


def test_looking_at_the_page_changes_nothing(reader, visit):
    thread = make_thread()
    set_thread_level(thread, "watch", by=reader)

    page = visit().get(urlsplit(unsubscribe_url(reader.id, "thread", thread.id)).path)

    assert page.status_code == 200
    assert "<form" in page.text
    assert len(mailed(thread)) == 1


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "One-Click"}, {"x": "y"}])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_it_works_with_whatever_a_program_sends(reader, post, body, kind):
    thread = make_thread()
    url = unsubscribe_url(reader.id, "thread", thread.id)

    answer = post(url, data=body, content_type=kind, headers={"Origin": "https://mail.test"})

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert db.session.get(ThreadLevel, (reader.id, thread.id)).no_mail


def test_it_works_with_tokens_of_forms_required(app, reader, post, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert post(unsubscribe_url(reader.id, "digest")).status_code == 200
    assert wishes_of(reader.id).digest == "none"


def forge(token):
    # Not the last character: the signature fills only a part of it.
    head, _point, signature = token.rpartition(".")
    yield f"{head}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    yield token[:-3]
    yield "x" + token
    yield "."
    yield "x" * 3000
    yield "%00"


def test_a_forged_address_leads_nowhere(reader, visit, post):
    url = unsubscribe_url(reader.id, "digest")

    for token in forge(url.rpartition("/")[2]):
        path = f"/unsubscribe/{token}"
        assert (post(path).status_code, visit().get(path).status_code) == (404, 404), token
    assert rows() == [0, 0, 0]


def test_who_is_suspended_can_leave(reader, post):
    with transaction():
        reader.suspended_until = now() + timedelta(days=3)

    assert post(unsubscribe_url(reader.id, "digest")).status_code == 200
    assert wishes_of(reader.id).digest == "none"


@pytest.mark.parametrize("what", [("thread", 987654), ("topic", "nonsense"), ("digest", 0)])
def test_what_is_gone_needs_no_leaving(reader, post, what):
    who = reader.id if what[0] != "digest" else 987654

    assert post(unsubscribe_url(who, *what)).status_code == 200
    assert rows() == [0, 0, 0]
