"""Who reads a thread for four minutes follows it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.core.clock import now
from forum.core.db import db
from forum.notifications.actions.following import set_thread_level
from forum.notifications.actions.wishes import change_notification_wishes
from forum.notifications.levels import ThreadLevel
from forum.threads.actions.posting import reply
from forum.threads.actions.reading import mark_read
from forum.threads.events import ReadLong
from forum.threads.models import ReadingPosition
from tests.make import make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def read(thread, by, clock, *seconds, pause=30, number=1):
    """Reports, each ``pause`` seconds after the one before."""
    for some in seconds:
        clock.shift(timedelta(seconds=pause))
        mark_read(thread, number, seconds=some, by=by)


def position(by, thread):
    where = {"user_id": by.id, "thread_id": thread.id}
    return db.session.execute(
        select(ReadingPosition.number, ReadingPosition.seconds).filter_by(**where)
    ).one()


def level(by, thread):
    where = {"user_id": by.id, "thread_id": thread.id}
    found = select(ThreadLevel.level, ThreadLevel.reason).filter_by(**where)
    return db.session.execute(found).one_or_none()


def test_after_four_minutes_in_all_a_reader_follows(clock):
    thread, by = make_thread(), make_user()

    read(thread, by, clock, *[30] * 7)
    assert level(by, thread) is None
    read(thread, by, clock, 30)

    assert level(by, thread) == ("follow", "read")
    assert position(by, thread) == (1, 240)


def test_it_is_said_once(clock, app, monkeypatch):
    said = []
    wired = dict(app.extensions["listeners"])
    monkeypatch.setitem(app.extensions, "listeners", wired | {ReadLong: (said.append,)})
    thread, by = make_thread(), make_user()

    read(thread, by, clock, *[30] * 20)

    assert said == [ReadLong(thread.id, by.id)]


def test_no_more_than_has_passed_is_believed(clock):
    thread, by = make_thread(), make_user()

    read(thread, by, clock, 10, 300, pause=20)
    read(thread, by, clock, 60, pause=0)

    assert position(by, thread).seconds == 30


def test_of_one_report_at_most_a_minute_is_believed(clock):
    thread, by = make_thread(), make_user()

    read(thread, by, clock, 10**15, 10**15, pause=3600)

    assert position(by, thread).seconds == 120


def test_two_windows_count_the_same_minute_once(clock):
    thread, by = make_thread(), make_user()
    read(thread, by, clock, 0)

    for _ in range(4):
        read(thread, by, clock, 30)
        read(thread, by, clock, 30, pause=0)

    assert position(by, thread).seconds == 120


def test_time_does_not_go_back_with_the_number(clock):
    thread, by = make_thread(), make_user()
    make_post(thread=thread)

    read(thread, by, clock, 30, number=2)
    read(thread, by, clock, 30, number=1)

    assert position(by, thread) == (2, 60)


def test_who_only_says_how_far_has_read_for_no_time(clock):
    thread, by = make_thread(), make_user()

    mark_read(thread, 1, by=by)

    assert position(by, thread) == (1, 0)


def test_who_does_not_want_it_does_not_follow(clock):
    thread, by = make_thread(), make_user()
    change_notification_wishes(follows_along=False, by=by)

    read(thread, by, clock, *[60] * 5, pause=60)

    assert level(by, thread) is None


def test_what_somebody_chose_stays(clock):
    thread, by = make_thread(), make_user()
    set_thread_level(thread, "mute", by=by)

    read(thread, by, clock, *[60] * 5, pause=60)

    assert level(by, thread) == ("mute", "chosen")


def test_an_own_reply_keeps_the_time(clock):
    thread, by = make_thread(), make_user()
    read(thread, by, clock, 30, 30)

    reply(thread, "Wait.", by=by)

    assert position(by, thread) == (2, 60)
