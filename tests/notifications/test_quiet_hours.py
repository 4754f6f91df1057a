"""No mail in the hours in which somebody sleeps; nothing of it is lost."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum.core.db import db, transaction
from forum.core.jobs import Job
from forum.notifications.actions.following import set_thread_level
from forum.notifications.actions.wishes import change_notification_wishes
from forum.threads.models import Thread
from tests.letters import letters
from tests.make import make_thread, make_user
from tests.notifications.test_mailing import BATCH, MINUTE, only, say, text_of

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def reader():
    return make_user(email="lin@starmap.example", language="en")


def at(*moment):
    return datetime(2027, *moment, tzinfo=UTC)


# Berlin puts its clocks forward on 28 March 2027, back on 31 October 2027, both at 01:00 UTC.
@pytest.mark.parametrize(
    ("zone", "hours", "late", "until"),
    [
        ("UTC", (22, 7), at(1, 5, 23), at(1, 6, 7)),
        ("UTC", (22, 7), at(1, 5, 3), at(1, 5, 7)),
        ("UTC", (12, 14), at(1, 5, 13),
         at(1, 5, 14)),
        ("Asia/Shanghai", (22, 7), at(1, 5, 15),
         at(1, 5, 23)),
        ("Europe/Berlin", (22, 7), at(3, 27, 22),
         at(3, 28, 5)),
        ("Europe/Berlin", (22, 7), at(10, 30, 21),
         at(10, 31, 6)),
        # An hour that is twice, and one that is not: nobody waits in the past.
        ("Europe/Berlin", (1, 3), at(10, 31, 1, 30),
         at(10, 31, 2)),
        ("Europe/Berlin", (1, 3), at(3, 28, 0, 30),
         at(3, 28, 1)),
    ],
)  # fmt: skip
def test_quiet_hours_put_a_mail_off_and_are_no_failure(reader, zone, hours, late, until):
    with time_machine.travel(late - BATCH, tick=False):
        with transaction():
            reader.time_zone = zone
        change_notification_wishes(quiet=(hours[0] * 60, hours[1] * 60), by=reader)
        thread = make_thread()
        set_thread_level(thread, "watch", by=reader)
        say(thread, "In the night.")
        thread_id = thread.id

    with time_machine.travel(late, tick=False):
        assert letters() == []
        job = db.session.query(Job).filter_by(name="send_mailing").one()
        assert (job.run_at, job.attempts, job.failed_at) == (until, 0, None)
    with time_machine.travel(until - MINUTE, tick=False):
        say(db.session.get(Thread, thread_id), "In the morning.")
        assert letters() == []
    with time_machine.travel(until + timedelta(seconds=1), tick=False):
        assert "In the morning." in text_of(only(letters()))
