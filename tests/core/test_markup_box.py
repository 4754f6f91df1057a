"""The box: a process beside the server, in nobody's way, and gone when the server is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from forum.core.markup import box, render
from forum.core.markup.shape import is_ordinary
from forum.core.markup.source import tidy

# More brackets than anything ordinary, and the slowest there are.
HOSTILE = "[" * 32_000


@pytest.fixture(autouse=True)
def _closed_box() -> Iterator[None]:
    box.close()
    yield
    box.close()


def run(program: str, **options) -> subprocess.Popen[str]:
    """A program of its own; warnings at its end, as of a child that was left, are failures."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program],
        cwd=Path(__file__).parents[2], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        **options,
    )


def fields(stat: Path) -> list[str]:
    """State, parent and so on of a process: see proc(5)."""
    return stat.read_text().rpartition(")")[2].split()


def cell_of(server: int) -> int:
    """The one child of ``server`` that renders; a browser's tests have others."""
    stats = {int(stat.parent.name): stat for stat in Path("/proc").glob("[0-9]*/stat")}
    children = []
    for pid, stat in stats.items():
        # A process may end while we look.
        with suppress(FileNotFoundError, ProcessLookupError):
            renders = b"markup.cell" in stat.with_name("cmdline").read_bytes()
            children += [pid] if renders and int(fields(stat)[1]) == server else []
    (cell,) = children
    return cell


def is_alive(pid: int) -> bool:
    try:
        return fields(Path(f"/proc/{pid}/stat"))[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def has_gone(pid: int) -> bool:
    """Whether ``pid`` ends by itself; it is given ten seconds, of which it needs none."""
    for _ in range(1000):
        if not is_alive(pid):
            return True
        time.sleep(0.01)
    return False


def test_the_box_makes_the_same_html():
    source = "- a\n  - b @老许\n\n| a | b |\n|-|-|\n\n```py\nx = 1\n```\n\n"
    known = {"@老许": "/u/老许"}
    assert is_ordinary(tidy(source))

    assert box.render(tidy(source), known) == render(source, known).html


def test_of_many_at_once_a_few_wait_and_the_others_are_told_to_come_back():
    with ThreadPoolExecutor(8) as pool:
        rendered = list(pool.map(render, [HOSTILE] * 8))

    assert all(one.is_fallback for one in rendered)
    assert sum(not one.was_busy for one in rendered) >= 3
    assert any(one.was_busy for one in rendered)
    assert not render("word " * 4000).is_fallback


def test_an_ordinary_body_waits_for_nobody():
    with ThreadPoolExecutor(3) as pool:
        crowd = [pool.submit(render, HOSTILE) for _ in range(3)]

        rendered = render("**ordinary**")

    assert rendered.html == "<p><strong>ordinary</strong></p>"
    assert all(one.result().is_fallback for one in crowd)


def test_a_cell_that_was_killed_is_replaced():
    render(HOSTILE)
    os.kill(cell_of(os.getpid()), signal.SIGKILL)

    assert render("a " * 8000).html
    assert not render("b " * 8000).is_fallback


FORKING = """
import os
from forum.core.markup import render
odd = "a " * 8000
assert not render(odd).is_fallback
child = os.fork()
assert not render(odd).is_fallback
if child:
    assert os.waitpid(child, 0)[1] == 0
    assert not render(odd).is_fallback
"""


def test_a_forked_server_has_a_box_of_its_own():
    program = run(FORKING)

    assert program.communicate(timeout=60) == ("", "")
    assert program.returncode == 0


# Whoever runs the tests in the background has SIGINT ignored, and so has what they start.
BUSY = """
import signal
from forum.core.markup import render
signal.signal(signal.SIGINT, signal.default_int_handler)
render("[" * 20000)
print("ready", flush=True)
while True:
    render("[" * 20000)
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_server(end):
    program = run(BUSY)
    assert program.stdout and program.stdout.readline() == "ready\n"
    cell = cell_of(program.pid)

    program.send_signal(end)
    program.communicate(timeout=60)

    assert program.returncode in (-end, 130)
    assert has_gone(cell)


def test_the_cell_knows_nothing_of_the_server():
    with open(__file__):
        render(HOSTILE)
        cell = Path(f"/proc/{cell_of(os.getpid())}")

    environment = (cell / "environ").read_text().rstrip("\0").split("\0")
    assert [line.partition("=")[0] for line in environment] == ["PYTHONPATH"]
    assert len(list((cell / "fd").iterdir())) == 3
