"""What open streams cost: memory of the push process, and whether web requests stay as fast.

Usage: python -m benchmarks.streams [--streams 200], with a Redis at 127.0.0.1:6379.
"""

import argparse
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask_migrate import upgrade

from benchmarks.processes import cpu_seconds, memory_mb, served
from forum.app import create_app
from forum.core.config import from_environment
from forum.threads.actions.posting import reply
from tests.databases import ROOT
from tests.make import make_post, make_thread, make_user

WEB, PUSH = 8143, 8144
REQUESTS = 600
WAIT_S = 20


@contextmanager
def push_process(environment):
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "live", "serve"]
    process = subprocess.Popen(
        command, env=os.environ | environment, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(150):
            try:
                socket.create_connection(("127.0.0.1", PUSH)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def open_stream(thread_id):
    connection = socket.create_connection(("127.0.0.1", PUSH), WAIT_S)
    query = f"thread={thread_id}&lists=1"
    connection.sendall(f"GET /live/stream?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    head = connection.recv(1000)
    assert head.startswith(b"HTTP/1.1 200"), head
    return connection


def latencies(path):
    """Milliseconds of each of so many requests, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", WEB)
    found = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        connection.request("GET", path)
        connection.getresponse().read()
        found.append((time.perf_counter() - began) * 1000)
    connection.close()
    return found


def told(words, found):
    median, slowest = statistics.median(found), sorted(found)[int(len(found) * 0.95)]
    print(f"{words}: median {median:.1f} ms, 95 of 100 within {slowest:.1f} ms")


def spread(streams, thread):
    """Seconds from a reply's commit until the last stream has heard of it."""
    for stream in streams:
        stream.settimeout(WAIT_S)
    began = time.perf_counter()
    reply(thread, "Any news of it?", by=make_user())
    for stream in streams:
        while b"thread/" not in stream.recv(1000):
            pass
    return time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=200)
    count = parser.parse_args().streams
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = {
            "DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/forum.db",
            "SECRET_KEY": "only for measuring, and long enough",
            "REDIS_URL": "redis://127.0.0.1:6379/9", "LIVE_URL": "/live/stream",
            "LIVE_PORT": str(PUSH), "LIMIT_FACTOR": "1000000",
        }  # fmt: skip
        app = create_app(from_environment(environment))
        stack.enter_context(app.app_context())
        upgrade(directory=str(ROOT / "migrations"))
        thread = make_thread()
        for _ in range(19):
            make_post(thread=thread)
        path = thread.path
        stack.enter_context(served("wsgi:app", WEB, environment))
        push = stack.enter_context(push_process(environment))
        latencies(path)
        told("Thread page without streams", latencies(path))
        empty = memory_mb(push)
        streams = [open_stream(thread.id) for _ in range(count)]
        time.sleep(2)
        print(f"Push process: {empty:.0f} MB, with {count} streams {memory_mb(push):.0f} MB")
        told(f"Thread page with {count} streams", latencies(path))
        print(f"A reply is known to all {count} after {spread(streams, thread) * 1000:.0f} ms")
        before = cpu_seconds([push])
        time.sleep(30)
        print(f"CPU of the push process in 30 s: {cpu_seconds([push]) - before:.2f} s")


if __name__ == "__main__":
    main()
