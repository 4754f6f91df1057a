"""A Redis of a test's own, which it may stop and start."""

import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from socket import socket

from redis import Redis
from redis.exceptions import RedisError

from tests.databases import missing

PATIENCE_S = 20


class RedisServer:
    """Keeps nothing on disk: what it held is lost when it stops."""

    def __init__(self):
        self.port, self._process = free_port(), None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
             "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE_S
        while not self._answers():
            assert time.monotonic() < deadline, "redis-server does not start."
            time.sleep(0.05)

    def _answers(self):
        with Redis.from_url(self.url, socket_timeout=1) as client:
            try:
                return client.ping()
            except RedisError:
                return False

    def freeze(self):
        """It takes connections, and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def stop(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def free_port():
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def own_redis():
    if shutil.which("redis-server") is None:
        missing("Redis", "no redis-server on the path")
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
