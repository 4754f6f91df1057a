"""What processes cost, from the operating system's accounting."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(roots: list[int]) -> float:
    """User and system time of these processes and all their descendants, ended ones too."""
    return sum(_own_and_waited(pid) for pid in _trees(roots)) / TICK


def memory_mb(root: int) -> float:
    """Proportional share of memory of a tree of processes."""
    return sum(_pss(pid) for pid in _trees([root])) / 1024


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


def _own_and_waited(pid: int) -> int:
    fields = _stat(pid)
    return sum(int(value) for value in fields[11:15]) if fields else 0


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _trees(roots: list[int]) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents[int(entry.name)] = int(fields[1])
    found = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def postmaster() -> int | None:
    """PostgreSQL's first process on this machine."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            name = Path(f"/proc/{entry.name}/comm").read_text().strip()
            if name == "postgres" and fields[1] != "0":
                parent = Path(f"/proc/{fields[1]}/comm")
                if not parent.exists() or parent.read_text().strip() != "postgres":
                    return int(entry.name)
    return None


@contextmanager
def served(module: str, port: int, environment: dict[str, str]) -> Iterator[int]:
    """gunicorn, sync, 2 workers: the process id of its master."""
    command = [
        sys.executable, "-m", "gunicorn", module, "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--preload", "--log-level", "error", "--no-control-socket",
    ]
    process = subprocess.Popen(command, env=os.environ | environment, start_new_session=True)
    try:
        _wait_for(port)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"Nothing answers at port {port}.")
