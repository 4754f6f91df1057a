"""Everything that runs, started and stopped together: what ``make run`` does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
from flask import current_app
from flask_migrate import upgrade

from forum.cli.demo import show_accounts
from forum.cli.sentences import sentences
from forum.core.config import Config
from forum.transfer.demo import access, loading

# Longer than a request or a job takes; then it is killed, and what it did not finish is done again.
PATIENCE_S = 15


@click.command("serve")
@sentences
def serve() -> None:
    """Bring the database up to date, then run web server and worker until Ctrl-C."""
    config: Config = current_app.extensions["config"]
    upgrade(directory=str(Path(current_app.root_path).parent / "migrations"))
    _demonstrate()
    click.echo(f"\nThe forum is at {config.site_url}   (Ctrl-C stops it)\n")
    _run_until_stopped([_web(config), _worker()])


def _demonstrate() -> None:
    """An empty forum shows nothing: on one's own machine the demo fills it, once."""
    if loading.is_empty() and not access.is_reachable():
        click.echo("The database is empty. Loading the demo …")
        loading.load_demo()
    if loading.is_loaded():
        # Its passwords are public: no forum that others can name may run with them.
        access.require_loopback()
        show_accounts()
        if access.is_reachable():
            click.echo("\nHOST lets others in: they can sign in with this password too.", err=True)


def _web(config: Config) -> list[str]:
    # Threads, so that a reader with a slow line does not keep the others waiting. Loaded before the
    # workers are made, which then share that memory.
    return [
        sys.executable, "-m", "gunicorn", "wsgi:app",
        "--bind", f"{config.host}:{config.port}",
        "--workers", str(config.workers), "--worker-class", "gthread", "--threads", "4",
        "--preload",
        # Headers of proxies are read in one place, by TRUSTED_PROXIES. By default gunicorn believes
        # SCRIPT_NAME and others from whatever runs on this machine.
        "--forwarded-allow-ips", "",
        "--log-level", config.log_level.lower(), "--no-control-socket",
    ]


def _worker() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]


def _run_until_stopped(commands: list[list[str]]) -> None:
    """Ends when one of them ends, or on Ctrl-C; the others are asked to stop, then made to."""
    # A session of their own: Ctrl-C reaches this process only, which then asks them once.
    processes = [subprocess.Popen(command, start_new_session=True) for command in commands]
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _frame: stopped.append(got))
    while not stopped and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    failed = not stopped
    _stop(processes)
    sys.exit(1 if failed else 0)


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE_S
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
