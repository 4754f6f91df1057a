"""The worker: huey's threads do what they are told of; the main thread sees that all is done.

Once a second it does what the schedule says, and looks into the table for what is due: what was
enqueued for later, is to be tried again, or whose message was lost. It tells the threads of it; if
the queue is away, or so long that what is oldest would wait behind what is new, it does it itself.
"""

import logging
import time
from collections.abc import Callable

from flask import Flask
from huey.consumer import Consumer
from sqlalchemy.exc import DBAPIError

from forum.core import jobs
from forum.core.outages import Outage
from forum.core.queue import ERRORS, Queue, hear, open_queue
from forum.core.schedule import Schedule

PAUSE_S = 1.0
# How long a thread may wait for an answer of the queue's place before it takes it to be away.
PATIENCE_S = 3.0
# How long the main thread does jobs itself before it sees to the rest.
OWN_WORK_S = 5.0
# Messages that are sent at once when there are none.
FILL = 200

log = logging.getLogger(__name__)


class _Consumer(Consumer):
    def _set_signal_handlers(self) -> None:
        """Not huey's: whoever starts the worker says when it ends."""


class Worker:
    def __init__(self, app: Flask, threads: int) -> None:
        self._app, self._threads = app, threads
        self._schedule = Schedule(app.extensions["schedule"])
        self._database = Outage(log, "The database", DBAPIError)
        self._place = Outage(log, "The queue", *ERRORS)
        self._queue: Queue | None = None
        self._consumer: _Consumer | None = None

    def work(self, stopped: Callable[[], bool]) -> None:
        """Until ``stopped``; jobs that were begun are finished first."""
        while not stopped():
            end = time.monotonic() + PAUSE_S
            with self._place.noted():
                self._listen()
            with self._app.app_context(), self._database.noted():
                self._schedule.run_due(time.monotonic())
                self._look(stopped)
            time.sleep(max(0.0, end - time.monotonic()))
        if self._consumer is not None:
            self._consumer.stop(graceful=True)

    def _listen(self) -> None:
        """Start the threads, and those again that have died."""
        if self._consumer is not None:
            self._consumer.check_worker_health()
            return
        self._queue = open_queue(self._app.extensions["config"], PATIENCE_S)
        self._tell = hear(self._queue, self._run)
        # huey's scheduler has nothing to do: the table knows what is for later.
        self._consumer = _Consumer(
            self._queue, self._threads, periodic=False, max_delay=PAUSE_S, scheduler_interval=60
        )
        self._consumer.start()

    def _run(self, job_id: int) -> None:
        with self._app.app_context(), self._database.noted():
            jobs.run(job_id)

    def _look(self, stopped: Callable[[], bool]) -> None:
        length = self._queue.length() if self._queue else None
        if length == 0:
            found = jobs.due(FILL)
            with self._place.noted():
                for job_id in found:
                    self._tell(job_id)
        elif length is None or length > FILL:
            end = time.monotonic() + OWN_WORK_S
            while not stopped() and time.monotonic() < end and jobs.run_due(1):
                pass
