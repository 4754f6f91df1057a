"""Tell the push process, and through it open pages, what has just changed. At best: whoever hears
nothing asks now and then."""

import hashlib
import logging
import time
from collections.abc import Iterable

from flask import Flask, current_app
from redis import Redis
from redis.exceptions import RedisError

from forum.core.config import Config
from forum.core.outages import Outage
from forum.core.stamps import LISTS

log = logging.getLogger(__name__)

# A Redis that does not answer must not hold up whoever has just posted.
PATIENCE_S = 0.5
# And it is left alone for a while.
PAUSE_S = 5


class Channel:
    def __init__(self, config: Config) -> None:
        self.name = channel_of(config)
        patience = {"socket_timeout": PATIENCE_S, "socket_connect_timeout": PATIENCE_S}
        self._redis = Redis.from_url(config.redis_url, **patience)
        self._outage = Outage(log, "Redis, for the push process,", RedisError)
        self._silent_until = 0.0

    def publish(self, subjects: Iterable[str]) -> None:
        if time.monotonic() < self._silent_until:
            return
        with self._outage.noted():
            self._redis.publish(self.name, " ".join(sorted(subjects)))
        if self._outage.lasts:
            self._silent_until = time.monotonic() + PAUSE_S


def channel_of(config: Config) -> str:
    """Numbers of databases do not keep channels apart: several forums may share a Redis."""
    return f"waymark/{hashlib.sha256(config.secret_key.encode()).hexdigest()[:16]}"


def attach(app: Flask) -> None:
    config: Config = app.extensions["config"]
    app.extensions["push"] = Channel(config) if config.live_url else None


def publish(subjects: Iterable[str]) -> None:
    """After a commit: stamps ("thread/12", "lists") and ``bell_of`` people. Never raises because
    nobody listens."""
    channel: Channel | None = current_app.extensions.get("push")
    if channel is None:
        return
    if told := {one for one in subjects if one == LISTS or one.startswith(("thread/", "bell/"))}:
        channel.publish(told)


def bell_of(user_id: int) -> str:
    """What changes when somebody is told something or has read it; no page is named by it."""
    return f"bell/{user_id}"
