"""A push process inside a test, and browsers that hold streams of it."""

import asyncio
import socket
import threading
import time
from contextlib import contextmanager

from redis import Redis

from forum.core import push
from forum.http.streams.serving import PushServer

PATIENCE_S = 10


@contextmanager
def pushing(app):
    """The server, once Redis tells it what happens."""
    server, started = PushServer(app), threading.Event()
    kept = {}

    async def run():
        kept["loop"], kept["stopped"] = asyncio.get_running_loop(), asyncio.Event()
        started.set()
        await server.run(kept["stopped"], "127.0.0.1", 0)

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    started.wait(PATIENCE_S)
    config = app.extensions["config"]
    with Redis.from_url(config.redis_url) as redis:
        name = push.channel_of(config)
        wait_until(lambda: server.port and redis.pubsub_numsub(name)[0][1])
    try:
        yield server
    finally:
        kept["loop"].call_soon_threadsafe(kept["stopped"].set)
        thread.join(PATIENCE_S)


def wait_until(holds):
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "It does not come to that."
        time.sleep(0.02)


class Stream:
    def __init__(self, server, query="", cookie="", path="/live/stream", **headers):
        self.socket = socket.create_connection(("127.0.0.1", server.port), PATIENCE_S)
        given = {"Host": "forum", "Cookie": cookie} | headers
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
        self.socket.sendall(f"GET {path}?{query} HTTP/1.1\r\n{lines}\r\n".encode())
        self.file = self.socket.makefile()
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        while line := self.file.readline().strip():
            name, _, value = line.partition(": ")
            self.headers[name] = value

    def events(self, count=1):
        """The next of them; waits."""
        found = []
        while len(found) < count:
            line = self.file.readline()
            assert line, "The stream has ended."
            if line.startswith("data: "):
                found.append(line[6:].strip())
        return found

    def close(self):
        self.file.close()
        self.socket.close()
