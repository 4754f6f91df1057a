"""What ``make run`` starts, as its visitors and whoever stops it see it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from tests.databases import ROOT

PATIENCE_S = 60


@contextmanager
def served(folder):
    """The server's process and its port; nothing of it is left at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}", "WORKERS": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    # Whoever started the tests in the background may ignore SIGINT, which a child would inherit.
    usual = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731
    process = subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, preexec_fn=usual,
    )  # fmt: skip
    try:
        _wait_for(process, port)
        yield process, port
    finally:
        process.kill()
        process.wait()


def _wait_for(process, port):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return answer(port, "/readyz")
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"No server after {PATIENCE_S} s; exit status {process.poll()}.")


def answer(port, path, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    connection.putrequest("GET", path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def children_of(process):
    listing = subprocess.check_output(["ps", "-eo", "pid=,ppid="], text=True)
    pairs = [map(int, line.split()) for line in listing.splitlines()]
    return [pid for pid, parent in pairs if parent == process.pid]


def alive(pids):
    return [pid for pid in pids if os.path.exists(f"/proc/{pid}")]


@pytest.mark.slow
def test_it_serves_the_demo_and_stops_whole_on_ctrl_c(tmp_path):
    with served(tmp_path) as (process, port):
        status = answer(port, "/")
        children = children_of(process)
        process.send_signal(signal.SIGINT)
        stopped = process.wait(PATIENCE_S)

    assert (status, len(children)) == (200, 2)
    assert (stopped, alive(children)) == (0, [])


@pytest.mark.slow
def test_a_visitor_on_this_machine_does_not_say_where_the_forum_stands(tmp_path):
    with served(tmp_path) as (_process, port):
        assert answer(port, "/", SCRIPT_NAME="/x") == 200
        assert answer(port, "/", PATH_INFO="/nowhere") == 200
