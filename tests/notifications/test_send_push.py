"""What a push service and a browser get, over a real connection."""

import logging
from datetime import timedelta

import pytest
import time_machine
from py_vapid import Vapid02
from py_vapid.jwt import decode
from sqlalchemy import event

from forum.accounts.models import User
from forum.core import jobs
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job
from forum.notifications.actions.push_keys import push_pair
from forum.notifications.actions.reading import read_notifications
from forum.notifications.actions.wishes import change_notification_wishes
from forum.notifications.devices import PushSubscription
from forum.notifications.models import Notification
from forum.notifications.pushing import send_push
from forum.notifications.reach import Told
from forum.notifications.writing import Event, tell
from forum.threads.actions.hiding import hide_post
from forum.threads.actions.posting import reply
from tests.make import make_device, make_moderator, make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def person():
    # Without an address: pushes come all the same, and no mail is left for other tests.
    return make_user(language="en")


@pytest.fixture
def browser(service, person):
    browser = service.browser()
    make_device(person, browser)
    return browser


def answered(person, **given):
    """Somebody answers their question; nobody has been told yet."""
    thread = make_thread(author=person, title="Where is my money?")
    return reply(thread, "It needs one more block.", by=make_user(**given))


def work(times=3):
    for _ in range(times):
        jobs.run_due()
        db.session.rollback()
    db.session.expire_all()


def waiting():
    db.session.expire_all()
    left = db.session.query(Job).filter(Job.done_at.is_(None), Job.name == "send_push")
    return [job.run_at for job in left]


def test_a_browser_is_told_in_words_that_only_it_can_read(service, person, browser):
    answered(person, handle="helper")

    work()

    [said] = service.read(browser)
    notice = db.session.query(Notification).filter_by(user_id=person.id).one()
    assert said == {
        "title": "Waymark",
        "body": "helper answered your question “Where is my money?”",
        "url": f"/notifications/{notice.id}",
        "tag": f"thread-{notice.thread_id}",
        "lang": "en",
    }
    [(_path, headers, body)] = service.got
    assert headers["Content-Encoding"] == "aes128gcm"
    assert (headers["TTL"], headers["Urgency"]) == ("86400", "normal")
    assert b"money" not in body and "money" not in str(headers)
    assert waiting() == []


def test_the_push_service_knows_who_sends(service, person, browser):
    answered(person)

    work()

    [headers] = service.headers()
    signed = headers["Authorization"]
    parts = dict(part.split("=", 1) for part in signed.removeprefix("vapid ").split(","))
    claims = decode(parts["t"], parts["k"])
    assert Vapid02.verify(signed)
    assert parts["k"] == push_pair().public
    assert claims["aud"] == service.url
    assert claims["sub"] == "mailto:forum@localhost"
    assert 0 < claims["exp"] - now().timestamp() < 86_400
    assert push_pair().private not in str(headers)


def test_of_one_thread_the_last_takes_the_place_of_the_others(service, person, browser):
    first = answered(person)
    reply(first.thread, "And then another one.", by=make_user())
    answered(person)

    work()

    topics = [headers["Topic"] for headers in service.headers()]
    tags = [said["tag"] for said in service.read(browser)]
    assert len(topics) == 3 and len(set(topics)) == len(set(tags)) == 2
    assert all(len(topic) == 32 and topic.isascii() for topic in topics)


def test_done_twice_it_takes_the_place_of_itself(service, person, browser):
    answered(person)
    work()
    notice, device = db.session.query(Notification).one(), db.session.query(PushSubscription).one()

    send_push(notice.id, device.id)

    first, second = service.headers()
    assert first["Topic"] == second["Topic"]
    assert len({str(said) for said in service.read(browser)}) == 1


def test_the_sentence_is_in_their_language(service, person, browser):
    with transaction():
        db.session.get(User, person.id).language = "zh-Hans"
    answered(person)

    work()

    [said] = service.read(browser)
    assert (said["title"], said["lang"]) == ("指津", "zh-Hans")
    assert "Where is my money?" in said["body"] and "answered" not in said["body"]


def test_each_device_is_told_and_who_has_none_is_not(service, person, browser):
    other = service.browser()
    make_device(person, other)
    answered(person)
    answered(make_user())

    work()

    assert len(service.read(browser)) == len(service.read(other)) == 1
    assert len(service.got) == 2


def test_what_was_read_meanwhile_is_not_sent(service, person, browser):
    answered(person)
    jobs.run_due(1)
    db.session.rollback()
    assert len(waiting()) == 1

    read_notifications(by=person)
    work()

    assert service.got == []


def test_what_is_not_theirs_to_see_any_more_is_not_sent(service, person, browser):
    post = answered(person)
    jobs.run_due(1)
    db.session.rollback()
    assert len(waiting()) == 1

    hide_post(post, "Spam.", by=make_moderator())
    work()

    assert service.read(browser) == []


def test_what_is_not_wanted_any_more_is_not_sent(service, person, browser):
    answered(person)
    jobs.run_due(1)
    db.session.rollback()
    assert len(waiting()) == 1

    change_notification_wishes(choices={("answers", "push"): False}, by=person)
    work()

    assert service.got == []


def test_a_browser_that_moved_to_another_account_is_not_told_of_the_first(
    service, person, browser
):
    answered(person)
    jobs.run_due(1)
    db.session.rollback()
    assert len(waiting()) == 1

    make_device(make_user(), browser)
    work()

    assert service.got == []


def test_a_suspended_person_is_not_told(service, person, browser):
    answered(person)
    with transaction():
        db.session.get(User, person.id).suspended_until = now() + timedelta(days=1)

    work()

    assert service.got == []


def test_in_quiet_hours_it_waits(service, person, browser):
    with transaction():
        db.session.get(User, person.id).time_zone = "UTC"
    change_notification_wishes(quiet=(22 * 60, 7 * 60), by=person)
    night = now().replace(hour=23, minute=0) + timedelta(days=1)
    with time_machine.travel(night, tick=False):
        # The sign-in would be idle for nobody: it was made today.
        answered(person)
        work()
        assert service.got == []
        [until] = waiting()

    assert until == (night + timedelta(hours=8)).replace(minute=0, second=0, microsecond=0)
    with time_machine.travel(until + timedelta(seconds=1)):
        work()
    assert len(service.got) == 1


def test_what_is_a_day_old_is_not_sent(service, person, browser):
    answered(person)
    jobs.run_due(1)
    db.session.rollback()

    with time_machine.travel(now() + timedelta(hours=25)):
        work()

    assert service.got == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_its_service_knows_no_more_goes(service, person, browser, status):
    service.status = status
    answered(person)

    work()

    assert db.session.query(PushSubscription).count() == 0
    assert waiting() == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_wants_time_gets_it(service, person, browser, status):
    service.status, service.answers = status, {"Retry-After": "600"}
    answered(person)

    work()

    assert len(service.got) == 1
    [again] = waiting()
    assert timedelta(seconds=590) < again - now() < timedelta(seconds=760)
    service.status = 201
    with time_machine.travel(again + timedelta(seconds=1)):
        work()
    assert len(service.read(browser)) == 2
    assert db.session.query(PushSubscription).one().failing_since is None


def test_what_a_service_refuses_is_not_tried_again(service, person, browser, caplog):
    service.status = 403
    answered(person)

    with caplog.at_level(logging.WARNING):
        work()

    assert len(service.got) == 1 and waiting() == []
    assert db.session.query(PushSubscription).one().failing_since is not None
    assert "answered 403" in caplog.text
    assert browser.endpoint not in caplog.text and push_pair().private not in caplog.text


def test_a_service_that_is_away_is_asked_once_a_minute(service, person, browser, caplog):
    service.close()
    answered(person)
    answered(person)

    with caplog.at_level(logging.WARNING):
        work()

    assert len(waiting()) == 2
    assert caplog.text.count("is away") == 1


def test_a_device_that_nothing_reaches_for_a_week_goes(service, person, browser):
    service.status = 500
    with transaction():
        device = db.session.query(PushSubscription).one()
        device.failing_since = now() - timedelta(days=7, hours=1)
    answered(person)

    work()

    assert db.session.query(PushSubscription).count() == 0


def test_one_who_wants_only_pushes_is_led_to_the_post(service, person, browser):
    change_notification_wishes(
        choices={("answers", "app"): False, ("answers", "mail"): False}, by=person
    )
    post = answered(person)

    work()

    [said] = service.read(browser)
    assert said["url"] == post.path


def test_who_wants_no_pushes_gets_none(service, person, browser):
    change_notification_wishes(choices={("answers", "push"): False}, by=person)
    answered(person)

    work()

    assert service.got == []


def test_what_comes_quietly_is_not_pushed(service, person, browser):
    change_notification_wishes(choices={("following", "push"): True}, by=person)
    post = make_post(thread=make_thread(), body="Something new.")
    about = (post.thread, post, post.author_id)

    tell(Event("post/quiet", *about), {person.id: Told("thread_post", is_quiet=True)})
    tell(Event("post/loud", *about), {person.id: Told("thread_post")})
    work()

    assert len(service.got) == 1


def test_who_tells_many_asks_once_who_has_a_device(service):
    people = [make_user() for _ in range(5)]
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    tell(Event("token/1", about={"name": "x"}), {one.id: Told("token_made") for one in people})
    event.remove(db.engine, "before_cursor_execute", note)

    assert len([statement for statement in asked if "push_subscriptions" in statement]) == 1
    assert waiting() == []


def test_a_change_of_the_account_is_urgent_and_leads_to_the_notice(service, person, browser):
    tell(Event("token/1", about={"name": "backup"}), {person.id: Told("token_made")})

    work()

    [said] = service.read(browser)
    notice = db.session.query(Notification).one()
    assert said["body"] == "An API token was made: backup"
    assert (said["url"], said["tag"]) == (f"/notifications/{notice.id}", f"notice-{notice.id}")
    assert service.headers()[0]["Urgency"] == "high"


@pytest.mark.commits
def test_nothing_of_the_database_is_held_while_the_service_takes_its_time(service):
    with transaction():
        person = make_user(language="en")
        make_device(person, service.browser())
        answered(person)
    held, pool = [], db.engine.pool

    class Watching(list):
        def append(self, one):
            held.append(pool.checkedout())
            super().append(one)

    service.got = Watching()

    work()

    assert held == [0]
