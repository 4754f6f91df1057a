"""What carries the news of a job to the worker, wherever it is kept."""

import time
from dataclasses import replace
from uuid import uuid4

import pytest
from redis import Redis

from forum.core import queue
from forum.core.config import Config
from forum.core.db import transaction
from forum.core.jobs import Job, enqueue
from tests.databases import fresh_postgresql
from tests.redises import own_redis

KINDS = ("sqlite", "postgresql", "redis")


@pytest.fixture(params=KINDS)
def config(request, tmp_path):
    given = Config(f"sqlite:///{tmp_path}/forum.db", tmp_path, uuid4().hex)
    if request.param == "sqlite":
        yield given
    elif request.param == "redis":
        with own_redis() as server:
            yield replace(given, redis_url=server.url)
    else:
        with fresh_postgresql() as url:
            yield replace(given, database_url=url)


@pytest.fixture
def opened(config):
    """A worker's side of the queue, and what it has heard."""
    opened = queue.open_queue(config, 2)
    heard = []
    queue.hear(opened, heard.append)
    yield opened, heard
    opened.storage.flush_queue()
    opened.storage.close()


def test_a_worker_hears_of_rows_in_their_order(config, opened):
    worker, heard = opened

    queue.Messenger(config).send([7, 8])

    assert worker.length() == 2
    for _ in range(2):
        worker.execute(worker.dequeue())
    assert heard == [7, 8]
    assert worker.length() == 0
    assert worker.dequeue() is None


def test_another_forum_on_the_same_place_hears_nothing(config, opened):
    worker, _heard = opened

    queue.Messenger(replace(config, secret_key=uuid4().hex)).send([7])

    assert worker.length() == 0


def test_a_message_that_is_not_signed_is_not_opened(opened):
    worker, _heard = opened
    worker.storage.enqueue(b"cos\nsystem\n(S'touch /tmp/opened'\ntR.:0000")

    with pytest.raises(ValueError, match="mismatch"):
        worker.dequeue()


def test_a_queue_that_is_away_fails_nothing_and_is_told_of_once(tmp_path, caplog):
    nowhere = Config("sqlite://", tmp_path, uuid4().hex, redis_url="redis://127.0.0.1:9/0")
    messenger = queue.Messenger(nowhere)

    began = time.monotonic()
    for number in range(1000):
        messenger.send([number])

    assert time.monotonic() - began < queue.PATIENCE_S * 3
    assert [record.message.partition(":")[0] for record in caplog.records] == ["The queue is away"]


@pytest.mark.commits
def test_a_change_is_told_of_after_its_commit_and_never_without(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.extensions, "jobs", {"note": print})
    config = Config("sqlite://", tmp_path, uuid4().hex)
    monkeypatch.setitem(app.extensions, "messenger", queue.Messenger(config))
    worker, heard = queue.open_queue(config, 2), []
    queue.hear(worker, heard.append)

    with pytest.raises(ZeroDivisionError), transaction():
        enqueue("note")
        raise ZeroDivisionError
    assert worker.length() == 0
    with transaction() as session:
        enqueue("note")
        session.flush()
        assert worker.length() == 0

    worker.execute(worker.dequeue())
    assert heard == [session.query(Job).one().id]
    worker.storage.close()


@pytest.mark.parametrize("config", ["redis"], indirect=True)
def test_what_is_written_to_redis_is_under_one_name(config, opened):
    worker, _heard = opened

    queue.Messenger(config).send([7])

    names = Redis.from_url(config.redis_url).keys(f"*{worker.name}*")
    assert names == [f"huey.redis.{worker.name}".encode()]
