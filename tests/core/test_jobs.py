from datetime import timedelta

import pytest
import time_machine

from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import MOST_ATTEMPTS, Job, enqueue, run_due

pytestmark = pytest.mark.commits


@pytest.fixture
def done(app, monkeypatch):
    """What the job "note" was called with."""
    calls = []
    monkeypatch.setitem(app.extensions, "jobs", {"note": lambda word: calls.append(word)})
    return calls


@pytest.fixture
def failing(app, monkeypatch):
    def fail():
        raise OSError("the mail server is away")

    monkeypatch.setitem(app.extensions, "jobs", {"fail": fail})


@transaction()
def later(name, **arguments):
    enqueue(name, **arguments)


def the_job():
    db.session.rollback()
    return db.session.query(Job).one()


def test_a_job_is_done_once(done):
    later("note", word="hello")

    assert run_due() == 1
    assert run_due() == 0
    assert done == ["hello"]
    assert the_job().arguments == {}


def test_a_change_that_is_undone_enqueues_nothing(done):
    with pytest.raises(ZeroDivisionError), transaction():
        enqueue("note", word="hello")
        raise ZeroDivisionError

    assert run_due() == 0


def test_a_job_that_fails_is_tried_again_later(failing):
    later("fail")

    run_due()

    assert run_due() == 0
    assert the_job().error == "OSError: the mail server is away"
    with time_machine.travel(now() + timedelta(minutes=1)):
        assert run_due() == 1


def test_a_job_that_always_fails_is_given_up(failing):
    later("fail")

    for day in range(MOST_ATTEMPTS + 2):
        with time_machine.travel(now() + timedelta(days=day)):
            run_due()

    assert the_job().failed_at is not None
    assert the_job().attempts == MOST_ATTEMPTS


def test_what_a_dead_worker_held_is_done_by_the_next(done):
    later("note", word="hello")
    with transaction():
        the_job_row = db.session.query(Job).one()
        the_job_row.leased_until = now() + timedelta(minutes=5)

    assert run_due() == 0
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert run_due() == 1
    assert done == ["hello"]


def test_an_unknown_name_is_refused(done):
    with pytest.raises(KeyError), transaction():
        enqueue("nothing of the kind")
