"""The worker, and what waits for it, from a terminal."""

import json
import logging
import signal
from types import FrameType
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from forum.cli.sentences import sentences
from forum.core import dead_letters, jobs
from forum.core.config import Config
from forum.core.schedule import Schedule
from forum.core.worker import Worker

cli = AppGroup("jobs", help="Work for later: the worker, what waits, what failed.")


@cli.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
def work(once: bool) -> None:
    """Do jobs until stopped; those that were begun are finished first."""
    config: Config = current_app.extensions["config"]
    logging.basicConfig(level=config.log_level, format="%(levelname)s %(name)s: %(message)s")
    # It tells of every message at the level at which people want to hear of what happens.
    logging.getLogger("huey").setLevel(logging.WARNING)
    stopped = _when_stopped()
    if once:
        _work_once(stopped)
    else:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        Worker(app, config.job_threads).work(lambda: bool(stopped))


def _work_once(stopped: list[int]) -> None:
    Schedule(current_app.extensions["schedule"]).run_due(0)
    while not stopped and jobs.run_due(1):
        pass


def _when_stopped() -> list[int]:
    """Fills with the signal that asks the worker to stop."""
    stopped: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    signal.signal(signal.SIGTERM, note)
    signal.signal(signal.SIGINT, note)
    return stopped


@cli.command("list")
@sentences
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
def list_jobs(as_json: bool) -> None:
    """What waits, and what was given up."""
    for row in dead_letters.unfinished():
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
    count = dead_letters.retry(job_id)
    if job_id is not None and not count:
        raise click.ClickException("No such job was given up in the last seven days.")
    click.echo(f"{count} to be tried again.")
