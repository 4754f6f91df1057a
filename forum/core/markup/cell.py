"""The program inside the box: a process that renders each body in a fork of itself.

A fork costs 5 ms and begins warm; the kernel kills it when it has used its time, even in the
middle of a regular expression. Nothing is shared with the server: no environment, no open file.
Run by ``box``; reads a line of JSON, [source, links], and answers one, the HTML or null.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import sys

from forum.core.markup.dialect import to_html
from forum.core.markup.sanitise import clean

# Of a processor: with 0.25 s to start this process, a body stays below 1 s whatever it does.
CPU_SECONDS = 0.4

# On a machine that is so busy that the above takes this long, nobody waits for more.
WALL_SECONDS = 4.0

# Ten times the longest body; a table or references can make a hundred times as much of it.
_LONGEST_HTML = 400_000
_MEMORY_BYTES = 1 << 30

# Odd bodies come seldom, and this process holds 40 MB.
_IDLE_SECONDS = 300


def main() -> None:
    # What a server ignores or blocks, its children would.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for deadly in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(deadly, signal.SIG_DFL)
    # Ordinary bodies, which the server renders itself, go first; these go on, if slowly.
    os.nice(5)
    # macOS does not know this limit.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    clean(to_html("*warm*", {}))
    gc.freeze()
    with contextlib.suppress(BrokenPipeError):
        _serve()


def _serve() -> None:
    signal.alarm(_IDLE_SECONDS)
    for line in sys.stdin.buffer:
        signal.alarm(0)
        child = os.fork()
        if child == 0:
            _answer(line)
        _, status = os.waitpid(child, 0)
        if status != 0:
            _write("null")
        signal.alarm(_IDLE_SECONDS)


def _answer(line: bytes) -> None:
    """Write the HTML and exit with 0, or exit with something else, or be killed."""
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
        _set_timers(CPU_SECONDS, WALL_SECONDS)
        source, links = json.loads(line)
        html = clean(to_html(source, links))
        if len(html) <= _LONGEST_HTML:
            answer = json.dumps(html)
            # Half an answer would be taken for the beginning of the next one.
            _set_timers(0, 0)
            _write(answer)
            status = 0
    finally:
        os._exit(status)


def _set_timers(cpu: float, wall: float) -> None:
    signal.setitimer(signal.ITIMER_PROF, cpu)
    signal.setitimer(signal.ITIMER_REAL, wall)


def _write(answer: str) -> None:
    sys.stdout.buffer.write(answer.encode() + b"\n")
    sys.stdout.buffer.flush()
