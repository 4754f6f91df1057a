"""Mails when things go wrong: a job that runs twice, a server that is away, two at once."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread as Process

import pytest
import time_machine
from sqlalchemy import select, text

from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job, run_due
from forum.notifications import writing
from forum.notifications.actions.following import set_thread_level
from forum.notifications.mailing import resume_mailings, send_mailing
from forum.notifications.models import Mailing, Notification
from forum.notifications.reach import Told
from forum.threads.actions.posting import reply
from forum.threads.events import Replied
from forum.threads.models import Post, Thread
from tests.databases import ON_POSTGRESQL
from tests.letters import letters
from tests.make import make_post, make_thread, make_user
from tests.redises import free_port
from tests.threads.conftest import at_once  # noqa: F401

pytestmark = pytest.mark.usefixtures("app")

LATER = timedelta(minutes=11)


def make_watched():
    reader, thread = make_user(email="lin@starmap.example", language="en"), make_thread()
    set_thread_level(thread, "watch", by=reader)
    return reader, thread


def the_mailing():
    db.session.rollback()
    return db.session.query(Mailing).one()


def test_a_job_that_is_run_twice_sends_once():
    _reader, thread = make_watched()
    reply(thread, "Wait.", by=make_user())
    run_due()
    mailing_id = the_mailing().id

    send_mailing(mailing_id)
    sent_at = the_mailing().sent_at
    send_mailing(mailing_id)

    assert len(letters()) == 1
    assert the_mailing().sent_at == sent_at


def test_a_mail_that_was_sent_and_not_noted_is_sent_again_as_the_same():
    _reader, thread = make_watched()
    reply(thread, "Wait.", by=make_user())
    run_due()
    mailing_id = the_mailing().id
    send_mailing(mailing_id)
    with transaction():
        the_mailing().sent_at = None
    # What happens meanwhile goes into the next one.
    with time_machine.travel(now() + timedelta(minutes=1)):
        reply(thread, "And then?", by=make_user())
        run_due()

    send_mailing(mailing_id)

    first, second = letters()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Subject"] == second["Subject"]
    assert first.get_body(("plain",)).get_content() == second.get_body(("plain",)).get_content()
    assert db.session.query(Mailing).count() == 2


def test_a_mail_server_that_is_away_undoes_nothing(app, monkeypatch):
    _reader, thread = make_watched()
    config = app.extensions["config"]
    away = replace(config, smtp_url=f"smtp://127.0.0.1:{free_port()}")
    monkeypatch.setitem(app.extensions, "config", away)
    post_id = reply(thread, "Wait.", by=make_user()).id
    run_due()

    with time_machine.travel(now() + LATER):
        run_due()
        job = db.session.query(Job).filter_by(name="send_mailing").one()
        assert (job.attempts, job.failed_at) == (1, None)
        assert "ConnectionRefusedError" in job.error
    assert db.session.get(Post, post_id).state == "public"
    assert db.session.query(Notification).filter_by(post_id=post_id).count() == 2
    assert the_mailing().sent_at is None

    monkeypatch.setitem(app.extensions, "config", config)
    with time_machine.travel(now() + 2 * LATER):
        assert len(letters()) == 1


def test_a_listener_that_fails_undoes_what_it_heard_of(app, monkeypatch):
    _reader, thread = make_watched()
    thread_id, author = thread.id, make_user()

    def fail(event):
        raise ZeroDivisionError

    heard = app.extensions["listeners"]
    monkeypatch.setitem(app.extensions, "listeners", heard | {Replied: (*heard[Replied], fail)})
    with pytest.raises(ZeroDivisionError):
        reply(thread, "Wait.", by=author)

    thread = db.session.get(Thread, thread_id)
    assert (thread.last_number, thread.reply_count) == (1, 0)
    assert db.session.query(Post).filter_by(thread_id=thread_id).count() == 1
    assert run_due() == 0
    assert db.session.query(Notification).count() == 0


@pytest.mark.commits
def test_what_is_told_while_mails_are_sealed_is_mailed_once(at_once):  # noqa: F811
    """Eighteen events, and every mail that they open is sealed as fast as it can be."""
    with transaction():
        reader = make_user(email="lin@starmap.example", language="en")
        thread = make_thread()
        posts = [make_post(thread=thread, body=f"Number {n}.").id for n in range(18)]
    reader_id = reader.id

    def act(post_id):
        if post_id:
            post = db.session.get_one(Post, post_id)
            event = writing.Event(f"post/{post_id}", post.thread, post, post.author_id)
            return writing.tell(event, {reader_id: Told("mention")})
        for mailing_id in db.session.scalars(select(Mailing.id).where(Mailing.sent_at.is_(None))):
            send_mailing(mailing_id)

    at_once(act, [each for post_id in posts for each in (post_id, None)], workers=6)
    with time_machine.travel(now() + LATER):
        run_due(1000)

    rows = db.session.scalars(select(Notification)).all()
    assert len(rows) == len(posts)
    assert [row.id for row in rows if row.mailing_id is None] == []
    # Here nobody holds a lease: one mail may go out more than once, always as the same.
    sent = {(mail["Message-ID"], mail.get_body(("plain",)).get_content()) for mail in letters()}
    told = "\n".join(text for _id, text in sent)
    assert [told.count(f"Number {n}.") for n in range(18)] == [1] * 18


@pytest.mark.commits
@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite lets one write at a time.")
def test_a_mail_is_not_sealed_before_what_is_being_put_into_it(app):
    with transaction():
        reader, thread = make_user(email="lin@starmap.example"), make_thread()
        first, second = make_post(thread=thread), make_post(thread=thread)
    tell(first.id, reader.id)
    mailing_id, arguments = the_mailing().id, (second.id, reader.id)

    def seal():
        with app.app_context():
            send_mailing(mailing_id)

    sealing = Process(target=seal)
    with transaction():
        tell(*arguments)
        sealing.start()
        wait_until_somebody_waits()
    sealing.join()

    assert db.session.query(Mailing).count() == 1
    assert {row.mailing_id for row in db.session.query(Notification)} == {mailing_id}
    assert len(letters()) == 1


def tell(post_id, reader_id):
    post = db.session.get_one(Post, post_id)
    event = writing.Event(f"post/{post_id}", post.thread, post, post.author_id)
    writing.tell(event, {db.session.get_one(User, reader_id).id: Told("mention")})


def wait_until_somebody_waits():
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with db.engine.connect() as connection:
        while not connection.scalar(waiting):
            pass


def test_a_mailing_whose_job_was_given_up_leaves_after_all():
    _reader, thread = make_watched()
    reply(thread, "Wait.", by=make_user())
    run_due()
    with transaction():
        db.session.query(Job).delete()

    with time_machine.travel(now() + timedelta(hours=28)):
        resume_mailings()
        found = letters()

    assert len(found) == 1
