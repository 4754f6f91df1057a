"""A real worker, and what goes away in the middle of its work: nothing of it is lost."""

import signal
import time
from contextlib import ExitStack

import pytest
from sqlalchemy import create_engine, text

from forum.core.db import db, transaction
from forum.core.jobs import enqueue, enqueue_many
from tests.databases import ON_POSTGRESQL
from tests.make import make_user
from tests.redises import own_redis
from tests.workers import installation

pytestmark = pytest.mark.slow

JOBS, KILLS = 200, 10


@pytest.fixture
def place(tmp_path):
    with installation(tmp_path) as place:
        yield place


@pytest.fixture
def redis():
    with own_redis() as server:
        yield server


@pytest.fixture
def place_with_redis(tmp_path, redis):
    with installation(tmp_path, redis.url) as place:
        yield place


def make_people(place, number):
    with place.app.app_context(), transaction():
        return [make_user(email=f"reader{n}@starmap.example").id for n in range(number)]


def enqueue_mails(place, people):
    with place.app.app_context(), transaction():
        enqueue_many("tell_of_password", [{"user_id": person} for person in people])


def enqueue_mail(place, person):
    with place.app.app_context(), transaction():
        enqueue("tell_of_password", user_id=person)


def kill_often(place, jobs, kills):
    """Each time when about as much has been done since the last; then one works undisturbed."""
    for kill in range(kills):
        worker = place.start_worker()
        place.wait_for_mails((kill + 1) * jobs // (kills + 1))
        worker.kill()
        worker.wait()
    return place.start_worker()


def duplicates(place):
    return place.mailbox.mails.total() - len(place.mailbox.mails)


def test_a_worker_that_is_killed_again_and_again_loses_nothing(place, jobs=JOBS, kills=KILLS):
    enqueue_mails(place, make_people(place, jobs))

    kill_often(place, jobs, kills)

    place.wait_until_done()
    assert len(place.mailbox.mails) == jobs
    assert duplicates(place) <= kills


@pytest.mark.parametrize(("away", "back"), [("stop", "start"), ("freeze", "thaw")])
def test_a_redis_that_goes_away_and_comes_back_loses_nothing(
    place_with_redis, redis, away, back, jobs=JOBS
):
    place, people = place_with_redis, make_people(place_with_redis, jobs)
    enqueue_mails(place, people[: jobs // 2])
    place.start_worker()
    place.wait_for_mails(jobs // 4)

    getattr(redis, away)()
    began = time.monotonic()
    for person in people[jobs // 2 :]:
        enqueue_mail(place, person)
    enqueuing_s = time.monotonic() - began
    place.wait_for_mails(jobs * 3 // 4)
    getattr(redis, back)()
    place.wait_until_done()
    enqueue_mail(place, people[0])
    place.wait_until_done()

    assert len(place.mailbox.mails) == jobs
    assert duplicates(place) == 1
    # Whoever enqueues hardly notices that Redis is away.
    assert enqueuing_s / (jobs / 2) < 0.1
    assert place.log.count("The queue is away") == place.log.count("The queue is back") >= 1
    assert "Traceback" not in place.log


def test_killed_workers_and_a_redis_that_restarts_lose_nothing(
    place_with_redis, redis, jobs=JOBS, kills=KILLS
):
    place, people = place_with_redis, make_people(place_with_redis, jobs)
    enqueue_mails(place, people)

    kill_often(place, jobs // 2, kills // 2)
    redis.stop()
    place.wait_for_mails(jobs * 3 // 4)
    redis.start()

    place.wait_until_done()
    assert len(place.mailbox.mails) == jobs
    assert duplicates(place) <= kills


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no connections that end.")
def test_a_database_that_ends_all_connections_loses_nothing(place, jobs=JOBS):
    people = make_people(place, jobs)
    enqueue_mails(place, people)
    worker = place.start_worker()

    for part in range(1, 4):
        place.wait_for_mails(part * jobs // 4)
        end_connections(place.config.database_url)
    # The test's own are among them.
    with place.app.app_context():
        db.engine.dispose()

    place.wait_until_done()
    assert len(place.mailbox.mails) == jobs
    assert duplicates(place) <= 3 * 2
    assert place.log.count("Traceback") == 0
    assert worker.poll() is None


def end_connections(url):
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with ExitStack() as stack:
        engine = create_engine(url)
        stack.callback(engine.dispose)
        connection = stack.enter_context(engine.connect())
        connection.execute(
            text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_asked_to_stop_finishes_what_it_began(place, number):
    # More than it does in the second until it notices.
    enqueue_mails(place, make_people(place, 150))
    worker = place.start_worker()
    place.wait_for_mails(20)

    worker.send_signal(number)
    status = worker.wait(30)

    done = 150 - place.unfinished()
    assert status == 0
    assert 20 <= done < 150
    assert place.mailbox.mails.total() == done
    place.start_worker()
    place.wait_until_done()
    assert duplicates(place) == 0


def test_a_job_is_done_at_once_by_whichever_worker_hears_of_it(place):
    people = make_people(place, 20)
    for _ in range(2):
        place.start_worker()
    enqueue_mail(place, people[0])
    place.wait_until_done()

    began = time.monotonic()
    for person in people[1:]:
        enqueue_mail(place, person)
    place.wait_until_done()

    assert time.monotonic() - began < 10
    assert duplicates(place) == 0
    assert len(place.mailbox.mails) == 20
