import json
from datetime import timedelta

import pytest
import time_machine

from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import MOST_ATTEMPTS, Job, enqueue, retry, run_due, sweep
from forum.core.schedule import Schedule

pytestmark = pytest.mark.commits


@pytest.fixture
def done(app, monkeypatch):
    """What the job "note" was called with."""
    calls = []
    known = app.extensions["jobs"] | {"note": lambda word: calls.append(word)}
    monkeypatch.setitem(app.extensions, "jobs", known)
    return calls


@pytest.fixture
def failing(app, monkeypatch):
    def fail(word=""):
        raise OSError("the mail server is away")

    monkeypatch.setitem(app.extensions, "jobs", app.extensions["jobs"] | {"fail": fail})


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


def test_a_job_that_kills_its_worker_is_given_up(done):
    later("note", word="hello")
    with transaction():
        row = db.session.query(Job).one()
        row.attempts, row.leased_until = MOST_ATTEMPTS, now() - timedelta(seconds=1)
    later("note", word="next")

    assert run_due() == 1

    assert done == ["next"]
    assert [(job.error, bool(job.failed_at)) for job in all_jobs()] == [
        ("Its worker died over it.", True), (None, False),
    ]


def test_what_was_given_up_is_tried_again_when_somebody_says_so(failing):
    give_up()

    assert retry() == 1

    assert run_due() == 1
    assert the_job().attempts == 1


def test_what_was_given_up_is_forgotten_in_steps(failing):
    later("fail", word="private")
    give_up()

    with time_machine.travel(now() + timedelta(days=8)):
        sweep()
        assert the_job().arguments == {}
        assert retry(the_job().id) == 0
    with time_machine.travel(now() + timedelta(days=31)):
        sweep()
    assert all_jobs() == []


def test_a_terminal_lists_what_waits_and_what_failed(app, failing, done):
    give_up()
    later("note", word="private")
    failed, waiting = all_jobs()

    lines = [json.loads(line) for line in run(app, "list", "--json").output.splitlines()]
    assert [(line["id"], bool(line["failed_at"])) for line in lines] == [
        (failed.id, True), (waiting.id, False),
    ]
    assert "private" not in run(app, "list", "--json").output
    assert "fail\tfailed" in run(app, "list").output
    assert run(app, "retry", str(waiting.id)).exit_code == 1
    assert run(app, "retry").exit_code == 2
    assert "1 to be tried again" in run(app, "retry", str(failed.id)).output
    assert "0 to be tried again" in run(app, "retry", "--all").output


def run(app, *words):
    return app.test_cli_runner().invoke(args=("jobs", *words))


def test_what_is_due_now_and_then_is_done_though_another_fails(app):
    done = []
    schedule = Schedule([(60, lambda: 1 / 0), (60, lambda: done.append(60)), (600, done.clear)])

    for moment in (0, 59, 60, 119, 120):
        schedule.run_due(moment)

    assert done == [60, 60]


def give_up():
    if not all_jobs():
        later("fail")
    with transaction():
        db.session.query(Job).one().failed_at = now()


def all_jobs():
    db.session.rollback()
    return db.session.query(Job).order_by(Job.id).all()
