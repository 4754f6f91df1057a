"""What is new, once a day or a week."""

from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions.signing import begin_sign_in
from forum.accounts.models import SignIn
from forum.categories.actions import edit_category
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job
from forum.notifications.actions.following import (
    mute_person,
    set_category_level,
    set_tag_level,
    set_thread_level,
)
from forum.notifications.actions.unsubscribing import unsubscribe
from forum.notifications.actions.wishes import change_notification_wishes
from forum.notifications.digests import plan_digests, send_digest
from forum.notifications.models import NotificationWishes
from forum.threads.actions.hiding import hide_thread
from forum.threads.models import Tag, ThreadTag
from tests.letters import letters
from tests.make import (
    make_administrator,
    make_category,
    make_moderator,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def reader():
    person = make_user(email="lin@starmap.example", language="en")
    begin_sign_in(person, "a test")
    return person


def digests(after=timedelta()):
    with time_machine.travel(now() + after):
        plan_digests()
        return letters()


def wish(reader, digest="daily"):
    change_notification_wishes(digest=digest, by=reader)


def ask(**given):
    """A thread that is new."""
    return make_thread(**({"title": "Where are my coins?", "created_at": now() + HOUR} | given))


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def test_what_is_new_comes_once_a_day(reader):
    wish(reader)
    ask()

    assert digests(after=23 * HOUR) == []
    (mail,) = digests(after=25 * HOUR)
    assert digests(after=26 * HOUR) == []

    assert mail["Subject"] == "What is new"
    assert mail["List-Id"] == "<digest.127.0.0.1>"
    assert "/unsubscribe/" in mail["List-Unsubscribe"]
    assert "Where are my coins?" in text_of(mail)
    # Of what it told it does not tell again.
    assert digests(after=3 * DAY) == []


def test_what_is_new_comes_once_a_week(reader):
    wish(reader, "weekly")
    ask()

    assert digests(after=6 * DAY) == []
    assert len(digests(after=7 * DAY + HOUR)) == 1


def test_where_nothing_is_new_no_mail_is_sent(reader):
    wish(reader)
    make_thread(created_at=now() - DAY)

    assert digests(after=25 * HOUR) == []


def test_who_wants_none_gets_none(reader):
    wish(reader, "none")
    ask()

    assert digests(after=30 * DAY) == []


def test_newcomers_begin_with_a_week(reader):
    ask()

    assert digests() == []
    ask(title="How long does it take?")
    assert digests(after=6 * DAY) == []

    (mail,) = digests(after=8 * DAY)
    assert "How long does it take?" in text_of(mail)


def test_who_was_away_for_a_year_is_left_in_peace(reader):
    wish(reader)
    ask()
    with transaction():
        seen = db.session.query(SignIn).filter_by(user_id=reader.id).one()
        seen.seen_at = now() - timedelta(days=364)

    assert digests(after=2 * DAY) == []


@transaction()
def tag(thread, name="fees"):
    found = Tag(name=name, folded=name)
    db.session.add(found)
    db.session.flush()
    row = ThreadTag(thread_id=thread.id, tag_id=found.id, last_post_at=thread.last_post_at)
    db.session.add(row)
    return found


@transaction()
def make_private(_reader, thread):
    thread.audience = "participants"


UNSEEN = {
    "it was hidden": lambda r, t: hide_thread(t, "No.", by=make_moderator()),
    "its category is not for them": lambda r, t: edit_category(
        t.category, may_see="staff", by=make_administrator()
    ),
    "it is private": make_private,
    "they have muted it": lambda r, t: set_thread_level(t, "mute", by=r),
    "they have muted its category": lambda r, t: set_category_level(t.category, "mute", by=r),
    "they have muted its tag": lambda r, t: set_tag_level(tag(t), "mute", by=r),
    "they have muted its author": lambda r, t: mute_person(t.author, by=r),
}


@pytest.mark.parametrize("why", UNSEEN)
def test_what_is_not_for_them_is_left_out(reader, why):
    wish(reader)
    thread = ask(title="Something secret")
    ask(title="Something open")

    UNSEEN[why](reader, thread)

    (mail,) = digests(after=25 * HOUR)
    assert "Something open" in text_of(mail)
    assert "secret" not in mail.as_string()


def test_an_anonymous_asker_whom_they_have_muted_is_not_left_out(reader):
    wish(reader)
    thread = ask(category=make_category(hides_askers=True), is_anonymous=True)

    mute_person(thread.author, by=reader)

    (mail,) = digests(after=25 * HOUR)
    assert "Where are my coins?" in text_of(mail)


def test_their_own_threads_are_no_news(reader):
    wish(reader)
    ask(author=reader)

    assert digests(after=25 * HOUR) == []


def test_who_unsubscribes_gets_no_more_even_if_one_is_on_its_way(reader):
    wish(reader)
    ask()
    with time_machine.travel(now() + 25 * HOUR):
        plan_digests()
        unsubscribe(reader.id, "digest", 0)

        assert letters() == []
    assert digests(after=9 * DAY) == []


def test_a_digest_waits_for_the_morning(reader):
    wish(reader)
    change_notification_wishes(quiet=(0, 23 * 60 + 59), by=reader)
    ask()

    assert digests(after=25 * HOUR) == []
    job = db.session.query(Job).filter_by(name="send_digest").one()
    assert (job.attempts, job.failed_at) == (0, None)


def test_a_digest_that_is_sent_twice_is_the_same_mail(reader):
    wish(reader)
    ask()
    since = now().isoformat()
    with time_machine.travel(now() + 25 * HOUR):
        send_digest(reader.id, since)
        send_digest(reader.id, since)

    first, second = letters()
    assert first["Message-ID"] == second["Message-ID"]
    assert text_of(first) == text_of(second)


def test_planning_twice_sends_once(reader):
    wish(reader)
    ask()
    with time_machine.travel(now() + 25 * HOUR):
        plan_digests()
        plan_digests()

        assert len(letters()) == 1
    assert db.session.query(NotificationWishes).filter_by(user_id=reader.id).count() == 1
