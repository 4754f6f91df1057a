"""What others do must neither fill somebody's day nor their list."""

from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions.signing import begin_sign_in
from forum.announcements.actions.updates import post_update
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import run_due
from forum.notifications.actions.following import set_thread_level
from forum.notifications.actions.wishes import change_notification_wishes
from forum.notifications.models import Mailing, Notification
from forum.notifications.readers import MOST_A_DAY
from forum.threads.actions.editing import edit_post
from forum.threads.actions.posting import start_thread
from forum.threads.models import Thread
from forum.threads.queries.finding import get_opening
from tests.letters import letters
from tests.make import (
    make_announcement,
    make_category,
    make_newcomer,
    make_official,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("critical", [True, False])
def test_a_warning_reaches_who_has_got_as_many_mails_as_anybody_gets(critical):
    reader = make_user(email="wei@starmap.example", language="en")
    begin_sign_in(reader, "a test")
    with transaction():
        rows = [
            Mailing(user_id=reader.id, sealed_at=now(), sent_at=now()) for _n in range(MOST_A_DAY)
        ]
        db.session.add_all(rows)

    make_announcement("security", is_critical=critical, title="Do not deposit today")
    run_due(1000)
    with time_machine.travel(now() + timedelta(minutes=11)):
        subjects = [letter["Subject"] for letter in letters()]

    assert subjects == (["[Official] Do not deposit today"] if critical else [])


def test_what_follows_an_unread_warning_waits_until_the_morning():
    reader, official = make_user(email="wei@starmap.example", language="en"), make_official()
    begin_sign_in(reader, "a test")
    night = {"quiet": ((now() - HOUR).hour * 60, (now() + 3 * HOUR).hour * 60)}
    change_notification_wishes(**night, by=reader)
    with transaction():
        reader.time_zone = "UTC"
    warning = make_announcement("security", is_critical=True, by=official)
    thread = db.session.get(Thread, warning.thread_id)
    set_thread_level(thread, "watch", by=reader)
    run_due()
    with time_machine.travel(now() + timedelta(minutes=11)):
        warned = letters()
        post_update(thread, "We look into it.", by=official)
        run_due()

    with time_machine.travel(now() + timedelta(minutes=22)):
        at_night = letters()
    with time_machine.travel(now() + 5 * HOUR):
        in_the_morning = letters()

    assert [len(warned), len(at_night), len(in_the_morning)] == [1, 0, 1]


@pytest.mark.parametrize(("make", "called"), [(make_newcomer, 2), (make_user, 8)])
def test_edits_call_no_more_people_than_one_post_can(make, called):
    people, author = [make_user() for _n in range(8)], make()
    thread = start_thread(make_category(), "Look who is here", "@nobody", by=author)
    opening = get_opening(thread)

    for one, other in zip(people[::2], people[1::2], strict=True):
        edit_post(opening, f"Look, @{one.handle} and @{other.handle}", by=author)
        run_due(1000)

    assert db.session.query(Notification).filter_by(kind="mention").count() == called
