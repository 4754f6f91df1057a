"""An import that is killed, at any moment, and run again ends where an undisturbed one ends."""

import os
import signal
import traceback
from contextlib import contextmanager

import pytest
from flask_migrate import upgrade
from sqlalchemy import create_engine, event

from forum.app import create_app
from forum.core.config import Config
from forum.core.db import db
from forum.transfer.stackexchange import importing, people
from tests.databases import ROOT, fresh_database
from tests.transfer.sites import SMALL, WHOLE, Silent, everything

# Nothing of the threads that this speaks of is used in the child.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* multi-threaded:DeprecationWarning")


@contextmanager
def empty_forum(folder):
    folder.mkdir()
    with fresh_database(folder) as url:
        config = Config(database_url=url, data_dir=folder, secret_key="only for this test")
        assert in_child(config, lambda: upgrade(directory=str(ROOT / "migrations"))) == 0
        yield config


def in_child(config, work):
    """Do it in a process of its own, which can be killed; answers how that ended."""
    child = os.fork()
    if child == 0:
        try:
            with create_app(config).app_context():
                work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def import_site(config, folder, batch, moment="after_commit", commits=0):
    """With a real SIGKILL just before or just after the n-th commit, unless that is 0."""
    left = [commits]

    def count(_):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def work():
        importing._BATCH = people._BATCH = batch
        event.listen(db.session, moment, count)
        importing.import_folder(folder, None, Silent())

    return in_child(config, work)


def rows_of(config):
    engine = create_engine(config.database_url)
    try:
        return everything(engine)
    finally:
        engine.dispose()


def check_killed(tmp_path, folder, batch, moments):
    """The rows after an undisturbed import are those after one that was killed again and again."""
    with empty_forum(tmp_path / "whole") as config:
        assert import_site(config, folder, batch) == 0
        undisturbed = rows_of(config)

    with empty_forum(tmp_path / "killed") as config:
        for moment, commits in moments:
            assert import_site(config, folder, batch, moment, commits) == -signal.SIGKILL
        assert import_site(config, folder, batch) == 0
        killed = rows_of(config)

    assert len(undisturbed["posts"]) > 10
    assert killed == undisturbed


def test_a_killed_import_goes_on_where_it_was(tmp_path):
    moments = [("before_commit", 3), ("after_commit", 5), ("before_commit", 9), ("after_commit", 7)]
    check_killed(tmp_path, SMALL, 1, moments)


@pytest.mark.slow
def test_a_killed_import_of_a_whole_site_goes_on_where_it_was(tmp_path):
    if not WHOLE.is_dir():
        pytest.skip(f"There is no dump of a whole site here: {WHOLE} is missing.")
    moments = [("before_commit", 40), ("after_commit", 160), ("before_commit", 170)]
    check_killed(tmp_path, WHOLE, 20, moments)
