"""Mails about what happened: how many, to whom, and what stands in them."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions.mailing import resume_mail
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job, run_due
from forum.notifications.actions.following import mute_person, set_thread_level
from forum.notifications.actions.reading import read_notifications
from forum.notifications.actions.unsubscribing import unsubscribe
from forum.notifications.actions.wishes import change_notification_wishes
from forum.notifications.models import Mailing, Notification
from forum.threads.actions.hiding import hide_thread
from forum.threads.actions.posting import reply
from forum.threads.models import Post
from tests.letters import letters
from tests.make import make_moderator, make_thread, make_user
from tests.smtp import smtp_server

pytestmark = pytest.mark.usefixtures("app")

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BATCH = 11 * MINUTE


@pytest.fixture
def reader():
    return make_user(email="lin@starmap.example", language="en")


@pytest.fixture
def thread(reader):
    thread = make_thread(title="Where are my coins?")
    set_thread_level(thread, "watch", by=reader)
    return thread


def say(thread, words="Wait.", by=None):
    post = reply(thread, words, by=by or make_user())
    run_due()
    return post


def mails(after=BATCH):
    with time_machine.travel(now() + after):
        return letters()


def text_of(mail, kind="plain"):
    return mail.get_body((kind,)).get_content()


def only(found):
    assert len(found) == 1, [mail["Subject"] for mail in found]
    return found[0]


def test_what_happens_within_ten_minutes_is_one_mail(thread):
    for number in range(5):
        say(thread, f"This is number {number}.")
    assert letters() == []

    text = text_of(only(mails()))

    assert [f"This is number {number}." in text for number in range(5)] == [True] * 5
    assert db.session.query(Mailing).one().sent_at is not None


def test_what_happens_afterwards_is_another_mail_of_the_same_conversation(app, thread):
    say(thread)
    first = only(mails())
    with time_machine.travel(now() + 20 * MINUTE):
        say(thread, "And then?")
        second = only(mails())

    mailing = db.session.query(Mailing).order_by(Mailing.id).first()
    assert first["Message-ID"] == f"<mailing.{mailing.id}@127.0.0.1>"
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["Subject"] == second["Subject"]


def test_a_mail_says_who_writes_and_how_to_leave(app, thread, monkeypatch):
    config = replace(app.extensions["config"], site_url="https://community.starmap.example")
    monkeypatch.setitem(app.extensions, "config", config)
    post = say(thread)

    mail = only(mails())

    # Not as the site: these are a member's words.
    name = f"{post.author.display_name} in the community · Waymark"
    assert mail["From"].addresses[0].display_name == name
    assert mail["List-Id"] == f"<thread-{thread.id}.community.starmap.example>"
    assert mail["List-Unsubscribe"].startswith("<https://community.starmap.example/unsubscribe/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_without_https_no_single_click_is_offered(thread):
    say(thread)

    mail = only(mails())

    assert mail["List-Unsubscribe"].startswith("<http://")
    assert mail["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Choose what you get"),
        ("zh-Hans", "选择接收哪些邮件"),
        ("zh-Hant", "選擇接收哪些郵件"),
    ],
)
def test_a_mail_speaks_its_reader_s_language(reader, thread, language, words):
    with transaction():
        reader.language = language
    say(thread)

    mail = only(mails())

    assert f'lang="{language}"' in text_of(mail, "html")
    assert words in text_of(mail)


def test_nothing_that_people_write_is_markup_in_a_mail(reader):
    title = "<script>alert(1)</script> & <b>my</b> coins"
    thread = make_thread(title=title)
    set_thread_level(thread, "watch", by=reader)
    author = make_user(display_name="<img src=x onerror=alert(2)>")
    say(thread, "<script>alert(3)</script> [click](javascript:alert(4)) {{ 7*7 }}", by=author)

    mail = only(mails())

    page = text_of(mail, "html").lower()
    assert mail["Subject"] == f"[Thread] {title}"
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "<b>my" not in page
    assert "javascript:" not in page.replace("&lt;", "<") or "href=\"javascript" not in page
    assert title in text_of(mail)
    assert "49" not in text_of(mail)


def test_what_was_read_meanwhile_is_not_mailed(reader, thread):
    say(thread)
    read_notifications(by=reader)

    assert mails() == []


@transaction()
def suspend(reader, _thread):
    reader.suspended_until = now() + DAY


@transaction()
def forget_address(reader, _thread):
    reader.email = None


def choose(topic, channel="mail"):
    return lambda reader, _thread: change_notification_wishes(
        choices={(topic, channel): False}, by=reader
    )


@transaction()
def leave_for_two(reader, thread):
    thread.audience = "participants"


MEANWHILE = {
    "the thread was hidden": lambda r, t: hide_thread(t, "No.", by=make_moderator()),
    "the thread became private": leave_for_two,
    "they have muted the thread": lambda r, t: set_thread_level(t, "mute", by=r),
    "they only follow the thread now": lambda r, t: set_thread_level(t, "follow", by=r),
    "they have unsubscribed from the thread": lambda r, t: unsubscribe(r.id, "thread", t.id),
    "they want no such mails": choose("following"),
    "they have muted who wrote": lambda r, t: mute_person(t.last_author, by=r),
    "they were suspended": suspend,
    "they have no address any more": forget_address,
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_nothing_is_mailed_once(reader, thread, what):
    post = say(thread)
    thread.last_author = post.author

    MEANWHILE[what](reader, thread)

    assert mails() == []
    assert db.session.query(Mailing).one().sent_at is None
    assert db.session.query(Job).filter(Job.done_at.is_(None)).count() == 0


def test_of_what_is_not_theirs_to_see_any_more_no_word_is_mailed(reader, thread):
    say(thread, "Secret.", by=(author := make_user()))
    say(thread, "Open.")
    with transaction():
        db.session.query(Post).filter_by(body="Secret.").one().staff_only = True

    mail = only(mails())

    assert "Secret" not in mail.as_string()
    assert author.display_name not in text_of(mail)
    assert "Open." in text_of(mail)


def test_who_takes_their_thread_level_back_is_written_to_again(reader, thread):
    unsubscribe(reader.id, "thread", thread.id)
    set_thread_level(thread, "watch", by=reader)

    say(thread)

    assert len(mails()) == 1


def test_nobody_gets_more_than_a_hundred_mails_a_day(reader, thread):
    with transaction():
        for _ in range(100):
            sent = {"sealed_at": now(), "sent_at": now() - DAY + 30 * MINUTE}
            db.session.add(Mailing(user_id=reader.id, **sent))
    say(thread)

    assert mails() == []
    with time_machine.travel(now() + 31 * MINUTE):
        say(thread, "Again.")
        mail = only(mails())

    # What was too much stands in the list.
    assert "Wait." not in text_of(mail)
    assert db.session.query(Notification).filter_by(user_id=reader.id).count() == 2


def test_an_address_where_nobody_is_gets_no_more_mail_until_they_say_so(
    app, visit, reader, thread, monkeypatch
):
    with smtp_server() as (box, url):
        config = replace(app.extensions["config"], smtp_url=url)
        monkeypatch.setitem(app.extensions, "config", config)
        box.answers = {reader.email: "550 5.1.1 No such user here"}
        say(thread)
        mails()

        db.session.refresh(reader)
        assert reader.mail_stopped_why == "550 5.1.1 No such user here"
        assert "Our mails do not reach you." in visit(reader).get("/").text
        settings = visit(reader).get("/settings/notifications").text
        assert "550 5.1.1 No such user here" in settings

        box.answers.clear()
        with time_machine.travel(now() + 20 * MINUTE):
            say(thread, "Once more.")
            mails()
            assert box.envelopes == []
            resume_mail(reader, by=reader)
            say(thread, "And once more.")
            mails()
        assert len(box.envelopes) == 1
    assert "Our mails do not reach you." not in visit(reader).get("/").text
