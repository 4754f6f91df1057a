"""Rendering in a box: another process, with so much of the processor and no more.

A pool such as pebble's would do, but it counts time by the clock, so that a busy machine would
lose bodies that are only long; it forks a server that has threads and database connections, or
imports the server's main program once more for every body that it had to kill; and it keeps
three threads of every server process awake. What is needed here is one child and the kernel.
"""

import atexit
import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from forum.core.markup import cell

# One at work and two that wait: the last of them has its answer within 1.5 s.
_QUEUE = 3

# The cell answers in time by itself; this is for one that never started, or was stopped.
_PATIENCE_SECONDS = 2 * cell.WALL_SECONDS

_ROOT = Path(__file__).parents[3]

_log = logging.getLogger(__name__)


class Busy(Exception):
    """Too many odd bodies at once. This one can be rendered later."""


class Box:
    """Starts its cell with the first body, and again when it is gone."""

    def __init__(self) -> None:
        self._queue = threading.BoundedSemaphore(_QUEUE)
        self._turn = threading.Lock()
        self._cell: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def render(self, text: str, links: Mapping[str, str]) -> str | None:
        """The HTML, or None if it takes too long, fails, or grows out of proportion.

        Raises ``Busy`` at once when others wait already.
        """
        if not self._queue.acquire(blocking=False):
            raise Busy
        try:
            with self._turn:
                return self._ask(f"{json.dumps([text, dict(links)])}\n".encode())
        finally:
            self._queue.release()

    def _ask(self, question: bytes) -> str | None:
        try:
            line = self._open()
            line.sendall(question)
            with line.makefile("rb") as answers:
                answer: str | None = json.loads(answers.readline())
                return answer
        except (OSError, ValueError):
            _log.warning("The box for Markdown gave no answer.", exc_info=True)
            self.close()
            return None
        except BaseException:
            # Ctrl-C, or a worker that is told to stop: the answer would go to the next body.
            self.close()
            raise

    def _open(self) -> socket.socket:
        if self._line and self._cell and self._cell.poll() is None:
            return self._line
        self.close()
        self._line, theirs = socket.socketpair()
        self._line.settimeout(_PATIENCE_SECONDS)
        with theirs:
            self._cell = subprocess.Popen(
                [sys.executable, "-P", "-c", f"from {cell.__name__} import main; main()"],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                cwd="/",
                env={"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])},
                # Ctrl-C is for the server.
                start_new_session=True,
            )
        return self._line

    def close(self) -> None:
        line, cell = self._part()
        if line:
            line.close()
        if cell:
            cell.kill()
            cell.wait()

    def abandon(self) -> None:
        """Let go of the cell in a forked process: it is the parent's child."""
        line, cell = self._part()
        if line:
            line.close()
        if cell:
            cell.returncode = 0

    def _part(self) -> tuple[socket.socket | None, subprocess.Popen[bytes] | None]:
        """What was there; it is gone from here before it ends, as threads may meet in ``close``."""
        parted = self._line, self._cell
        self._line = self._cell = None
        return parted


_box = Box()


def render(text: str, links: Mapping[str, str]) -> str | None:
    return _box.render(text, links)


def close() -> None:
    """End the cell; the next body starts another."""
    _box.close()


def _renew() -> None:
    """A forked process has its own box: the locks may be held by threads that it has not."""
    global _box
    _box.abandon()
    _box = Box()


os.register_at_fork(after_in_child=_renew)
atexit.register(close)
