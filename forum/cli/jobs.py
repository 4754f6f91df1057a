"""The worker, and what waits for it, from a terminal."""

import json
import signal
import time
from types import FrameType
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from forum.core import jobs
from forum.core.schedule import Schedule

cli = AppGroup("jobs", help="Work for later: the worker, what waits, what failed.")

# How long a mail waits at most before the worker looks again.
PAUSE_S = 1


@cli.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
def work(once: bool) -> None:
    """Do jobs until stopped; a job that was begun is finished first."""
    stopped = _when_stopped()
    schedule = Schedule(current_app.extensions["schedule"])
    while not stopped:
        schedule.run_due(time.monotonic())
        if jobs.run_due(20) == 0:
            if once:
                return
            time.sleep(PAUSE_S)


def _when_stopped() -> list[int]:
    """Fills with the signal that asks the worker to stop."""
    stopped: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    signal.signal(signal.SIGTERM, note)
    signal.signal(signal.SIGINT, note)
    return stopped


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
def list_jobs(as_json: bool) -> None:
    """What waits, and what was given up."""
    for row in jobs.unfinished():
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False, default=lambda at: at.isoformat()))
        else:
            click.echo(_line(row))


def _line(row: dict[str, Any]) -> str:
    state, at = ("failed", row["failed_at"]) if row["failed_at"] else ("waits", row["run_at"])
    words = [str(row["id"]), row["name"], f"{state} {at:%Y-%m-%d %H:%M}Z"]
    return "\t".join([*words, f"tried {row['attempts']}", row["error"] or "-"])


@cli.command()
@click.argument("job_id", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="Every job that was given up.")
def retry(job_id: int | None, every: bool) -> None:
    """Try again a job that was given up in the last seven days."""
    if (job_id is None) != every:
        raise click.UsageError("Name one job, or say --all.")
    count = jobs.retry(job_id)
    if job_id is not None and not count:
        raise click.ClickException("No such job was given up in the last seven days.")
    click.echo(f"{count} to be tried again.")
