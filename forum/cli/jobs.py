"""The worker, from a terminal."""

import signal
import time
from types import FrameType

import click
from flask.cli import AppGroup

from forum.accounts.actions import codes
from forum.core import idempotency, jobs

cli = AppGroup("jobs", help="Work for later: the worker.")

# How long a mail waits at most before the worker looks again.
PAUSE_S = 1
SWEEP_EVERY_S = 600


@cli.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
def work(once: bool) -> None:
    """Do jobs until stopped; a job that was begun is finished first."""
    stopped = _when_stopped()
    swept = 0.0
    while not stopped:
        if time.monotonic() - swept > SWEEP_EVERY_S:
            jobs.sweep()
            idempotency.sweep()
            codes.sweep()
            swept = time.monotonic()
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
