"""How workers hear at once of a job: huey carries the ids of committed rows to their threads.

The rows are the truth. A message may be lost, come twice or come from a stranger who can write to
Redis: it says only which row to look at, and is signed, since it is a pickle.
"""

import hashlib
import logging
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

import psycopg
from flask import Flask, current_app
from huey.api import Huey
from huey.serializer import SignedSerializer
from huey.storage import PostgresStorage, RedisStorage, SqliteStorage
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import RedisError
from redis.retry import Retry
from sqlalchemy import make_url

from forum.core.config import Config
from forum.core.outages import Outage

# A Redis that does not answer must not hold up a request, nor one after the other: the worker looks
# into the table anyway.
PATIENCE_S, REST_S = 0.5, 30.0
# How long a thread waits for a message before it looks whether it should stop.
LISTEN_S = 1

ERRORS = (RedisError, psycopg.Error, sqlite3.Error, OSError)

log = logging.getLogger(__name__)


class Queue(Huey):
    """Messages without results. While its place is away it holds none, and says so once."""

    def __init__(self, name: str, **given: Any) -> None:
        Huey.__init__(self, name, results=False, **given)
        self.outage = Outage(log, "The queue", *ERRORS)

    def dequeue(self) -> Any:
        with self.outage.noted():
            return Huey.dequeue(self)
        time.sleep(LISTEN_S)
        return None

    def length(self) -> int | None:
        """None while it is away."""
        with self.outage.noted():
            return int(self.storage.queue_size())
        return None

    # Nothing is revoked and no result is kept: two questions less for each message.
    def is_revoked(self, *_: Any) -> bool:
        return False

    def delete(self, *_: Any) -> None:
        return None


def open_queue(config: Config, patience_s: float) -> Queue:
    """Redis where there is one, else PostgreSQL, else a file. Raises one of ``ERRORS``."""
    url = make_url(config.database_url)
    # Two forums on one Redis: each hears of its own rows.
    name = hashlib.sha256(f"{config.secret_key} {url.database}".encode()).hexdigest()[:16]
    shared: dict[str, Any] = {"serializer": SignedSerializer(config.secret_key, "forum.jobs")}
    if config.redis_url:
        pool = _pool(config.redis_url, patience_s)
        return Queue(
            name, storage_class=RedisStorage, connection_pool=pool, read_timeout=LISTEN_S, **shared
        )
    if url.get_backend_name() == "postgresql":
        return Queue(
            name, storage_class=PostgresStorage, connection=_connect_to(config.database_url),
            read_timeout=LISTEN_S, **shared,
        )
    return Queue(
        name, storage_class=SqliteStorage, filename=str(config.data_dir / "queue.db"),
        timeout=patience_s, fsync=False, **shared,
    )


def _pool(url: str, patience_s: float) -> ConnectionPool:
    patience = {"socket_timeout": patience_s, "socket_connect_timeout": PATIENCE_S}
    # Once more, since a server that has restarted has closed the connection; but not for one that
    # does not answer.
    retry = Retry(NoBackoff(), 1, supported_errors=(ConnectionError, RedisAway))
    return ConnectionPool.from_url(url, retry=retry, **patience)


def _connect_to(database_url: str) -> Callable[[], psycopg.Connection[Any]]:
    """As SQLAlchemy would, whatever the URL holds."""
    url = make_url(database_url)
    _none, given = url.get_dialect()().create_connect_args(url)
    wishes: dict[str, Any] = {"connect_timeout": 5, "autocommit": True, **given}

    def connect() -> psycopg.Connection[Any]:
        connection = psycopg.connect(**wishes)
        # huey makes its tables itself, beside ours: migrations know nothing of them.
        connection.execute("CREATE SCHEMA IF NOT EXISTS huey")
        connection.execute("SET search_path = huey")
        # A message that a crash of the server loses is sent again by the worker.
        connection.execute("SET synchronous_commit = off")
        return connection

    return connect


class Messenger:
    """Tells workers of rows, after their commit; never fails, and never waits long."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._send: Callable[[int], object] | None = None
        self._opening, self._rests_until = Lock(), 0.0
        self._outage = Outage(log, "The queue", *ERRORS)

    def send(self, ids: Iterable[int]) -> None:
        if time.monotonic() < self._rests_until:
            return
        with self._outage.noted():
            with self._opening:
                self._send = self._send or self._open()
            for job_id in ids:
                self._send(job_id)
        if self._outage.lasts:
            self._rests_until = time.monotonic() + REST_S

    def _open(self) -> Callable[[int], object]:
        queue = open_queue(self._config, PATIENCE_S)
        weakref.finalize(self, queue.storage.close)
        return hear(queue, lambda job_id: None)


def hear(queue: Queue, run: Callable[[int], None]) -> Callable[[int], object]:
    """Let ``run`` be what the queue's threads do with an id. Answers what sends one."""

    # A message names its task by this module and this name, whoever sends it.
    def run_job(job_id: int) -> None:
        run(job_id)

    sender: Callable[[int], object] = queue.task()(run_job)
    return sender


def attach(app: Flask) -> None:
    app.extensions["messenger"] = Messenger(app.extensions["config"])


def send(ids: Iterable[int]) -> None:
    current_app.extensions["messenger"].send(ids)
