"""Workers that are killed while they tell people: everybody is told, and in the list once."""

import time
from collections import Counter, defaultdict
from email import message_from_bytes

import pytest
from sqlalchemy import func, select, update

from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job, enqueue_many
from forum.notifications.levels import ThreadLevel
from forum.notifications.models import Mailing, Notification
from tests import workers
from tests.make import make_category, make_post, make_thread, make_user
from tests.redises import own_redis

pytestmark = pytest.mark.slow


class Mailbox(workers.Mailbox):
    """Remembers, too, by address which Message-IDs came."""

    def __init__(self):
        super().__init__()
        self.ids = defaultdict(set)

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content)
        self.ids[message["To"]].add(message["Message-ID"])
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture(autouse=True)
def _mailbox(monkeypatch):
    monkeypatch.setattr(workers, "Mailbox", Mailbox)


def enqueue_telling(place, number):
    """Each of so many readers watches a thread in which somebody has written."""
    with place.app.app_context(), transaction():
        category, asker, author = make_category(), make_user(), make_user()
        told = []
        for n in range(number):
            reader = make_user(email=f"reader{n}@starmap.example")
            thread = make_thread(category=category, author=asker)
            level = {"user_id": reader.id, "thread_id": thread.id, "level": "watch"}
            db.session.add(ThreadLevel(**level))
            told.append({"post_id": make_post(thread=thread, author=author).id})
        enqueue_many("tell_of_post", told)


def hurry(place):
    """Mails leave now, and not in ten minutes; answers how many jobs are done."""
    # Who asks all the time holds up the workers.
    time.sleep(0.3)
    with place.app.app_context():
        with transaction():
            late = (Job.name == "send_mailing", Job.run_at > now(), Job.attempts == 0)
            db.session.execute(update(Job).where(*late).values(run_at=now()))
        return db.session.scalar(select(func.count(Job.id)).where(Job.done_at.is_not(None)))


def kill_often(place, jobs, kills):
    """The next is started before: they take turns, and die in the middle of their work."""
    worker = place.start_worker()
    for kill in range(kills):
        following = place.start_worker()
        wanted = (kill + 1) * jobs // (kills + 1)
        place.wait_for(lambda: hurry(place) >= wanted, f"Job {wanted}")  # noqa: B023
        worker.kill()
        worker.wait()
        worker = following


def finish(place):
    place.wait_for(lambda: hurry(place) and place.unfinished() == 0, "The end of all jobs")


def check(place, readers, kills):
    mails = place.mailbox.mails
    assert len(mails) == readers
    assert mails.total() - readers <= kills
    # What came twice came as the same.
    assert {len(ids) for ids in place.mailbox.ids.values()} == {1}
    with place.app.app_context():
        rows = db.session.execute(
            select(Notification.user_id, Notification.kind, Notification.is_listed)
        ).all()
        told = Counter(row.user_id for row in rows if row.kind == "thread_post")
        assert (len(told), set(told.values())) == (readers, {1})
        sent = select(func.count(Mailing.id)).where(Mailing.sent_at.is_not(None))
        assert db.session.scalar(sent) == readers


def test_workers_that_are_killed_fifty_times_tell_everybody(tmp_path, readers=1000, kills=50):
    with workers.installation(tmp_path) as place:
        enqueue_telling(place, readers)

        kill_often(place, 2 * readers, kills)

        finish(place)
        check(place, readers, kills)


def test_a_redis_that_restarts_meanwhile_changes_nothing(tmp_path, readers=200, kills=10):
    with own_redis() as redis, workers.installation(tmp_path, redis.url) as place:
        enqueue_telling(place, readers)

        kill_often(place, readers, kills // 2)
        redis.stop()
        kill_often(place, 2 * readers, kills // 2)
        redis.start()

        finish(place)
        check(place, readers, kills)
