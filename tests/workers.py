"""A forum with real workers: processes of their own, that a test may kill, and a real mail server.

For tests of what is left of jobs when things go away in the middle of them.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

from aiosmtpd.controller import Controller
from flask_migrate import upgrade

from forum.app import create_app
from forum.core.config import Config
from forum.core.db import db
from forum.core.jobs import Job
from tests.databases import ROOT, fresh_database
from tests.redises import free_port

# A lease, and what a busy machine needs beside it.
PATIENCE_S = 180


class Mailbox:
    """Counts by address what it has said yes to."""

    def __init__(self):
        self.mails = Counter()

    async def handle_DATA(self, server, session, envelope):
        self.mails.update(envelope.rcpt_tos)
        return "250 OK"


class Installation:
    """``app`` stands for a web server: what it enqueues, ``workers`` do."""

    def __init__(self, config, mailbox, folder):
        self.config, self.mailbox, self.folder = config, mailbox, folder
        self.app = create_app(config)
        self.workers, self._names = [], count(1)

    @property
    def log(self):
        return "".join(path.read_text() for path in sorted(self.folder.glob("worker-*.log")))

    def start_worker(self, **settings):
        environment = {
            "PATH": os.environ["PATH"], "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.config.database_url, "SECRET_KEY": self.config.secret_key,
            "REDIS_URL": self.config.redis_url, "SMTP_URL": self.config.smtp_url,
        }  # fmt: skip
        with open(self.folder / f"worker-{next(self._names):03}.log", "w") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"],
                cwd=ROOT, env=environment | settings, stdout=log, stderr=log,
            )  # fmt: skip
        self.workers.append(worker)
        return worker

    def unfinished(self):
        with self.app.app_context():
            return db.session.query(Job).filter(Job.done_at.is_(None)).count()

    def wait_for(self, condition, what):
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, f"{what} did not happen.\n{self.log[-4000:]}"
            time.sleep(0.02)

    def wait_for_mails(self, number):
        self.wait_for(lambda: len(self.mailbox.mails) >= number, f"Mail number {number}")

    def wait_until_done(self):
        self.wait_for(lambda: self.unfinished() == 0, "The end of all jobs")

    def stop(self):
        for worker in self.workers:
            worker.kill()
            worker.wait()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def installation(folder, redis_url=""):
    """A migrated database of its own; nothing that was started is left at the end."""
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        with fresh_database(folder) as url:
            config = Config(url, folder, "only for this test", redis_url=redis_url)
            config = replace(config, smtp_url=f"smtp://127.0.0.1:{server.port}")
            place = Installation(config, mailbox, folder)
            try:
                with place.app.app_context():
                    upgrade(directory=str(ROOT / "migrations"))
                yield place
            finally:
                place.stop()
    finally:
        server.stop()
