import json
from datetime import timedelta

import pytest
import time_machine

from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.dead_letters import retry, sweep
from forum.core.jobs import (
    FIRST_RETRY,
    JITTER,
    MOST_ATTEMPTS,
    Job,
    Later,
    due,
    enqueue,
    enqueue_many,
    run,
    run_due,
)
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


def test_the_pause_doubles_and_is_never_quite_the_same(failing):
    later("fail")
    pauses = []

    for day in range(3):
        with time_machine.travel(now() + timedelta(days=day), tick=False):
            run_due()
            pauses.append((the_job().run_at - now()) / FIRST_RETRY)

    for pause, usual in zip(pauses, (1, 2, 4), strict=True):
        assert usual * (1 - JITTER) <= pause <= usual * (1 + JITTER)
        assert pause != usual


def test_a_job_for_later_waits_until_then(done):
    later("note", word="hello", run_at=now() + timedelta(hours=1))

    assert run_due() == 0
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert run_due() == 1
    assert done == ["hello"]


def test_a_job_may_put_itself_off_without_having_failed(app, monkeypatch):
    evening = now() + timedelta(hours=6)

    def wait():
        raise Later(evening)

    monkeypatch.setitem(app.extensions, "jobs", {"wait": wait})
    later("wait")

    run_due()

    job = the_job()
    assert (job.run_at, job.attempts, job.error, job.leased_until) == (evening, 0, None, None)


def test_a_job_is_done_by_its_id_where_it_is_due_and_free(done):
    later("note", word="now")
    later("note", word="tomorrow", run_at=now() + timedelta(days=1))
    later("note", word="taken")
    ids = [job.id for job in all_jobs()]
    with transaction():
        db.session.get_one(Job, ids[2]).leased_until = now() + timedelta(seconds=30)

    for job_id in (*ids, *ids, ids[2] + 1):
        run(job_id)

    assert done == ["now"]


def test_many_are_enqueued_with_one_statement(done):
    with transaction():
        enqueue_many("note", [{"word": str(n)} for n in range(3)])
        enqueue_many("note", [{"word": "tomorrow"}], run_at=now() + timedelta(days=1))
        enqueue_many("note", [])

    assert len(due(10)) == 3
    assert run_due() == 3
    assert sorted(done) == ["0", "1", "2"]


def test_a_job_whose_row_went_away_meanwhile_is_no_failure(app, monkeypatch):
    @transaction()
    def erase():
        db.session.query(Job).delete()

    monkeypatch.setitem(app.extensions, "jobs", {"erase": erase})
    later("erase")

    assert run_due() == 1
    assert all_jobs() == []


@pytest.mark.parametrize(
    "error", [OSError("550 no such xu@starmap.example"), OSError("redis://me:secret@host away")]
)
def test_what_is_written_down_of_a_failure_names_no_address_and_no_password(
    app, monkeypatch, error
):
    def fail():
        raise error

    monkeypatch.setitem(app.extensions, "jobs", {"fail": fail})
    later("fail")

    run_due()

    assert the_job().error.startswith("OSError: ")
    assert "…" in the_job().error
    assert "xu" not in the_job().error and "secret" not in the_job().error


def test_what_a_dead_worker_held_is_done_by_the_next(done):
    later("note", word="hello")
    with transaction():
        the_job_row = db.session.query(Job).one()
        the_job_row.leased_until = now() + timedelta(seconds=60)

    assert run_due() == 0
    with time_machine.travel(now() + timedelta(seconds=61)):
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

    lines = [json.loads(line) for line in in_terminal(app, "list", "--json").output.splitlines()]
    assert [(line["id"], bool(line["failed_at"])) for line in lines] == [
        (failed.id, True), (waiting.id, False),
    ]
    assert "private" not in in_terminal(app, "list", "--json").output
    assert "fail\tfailed" in in_terminal(app, "list").output
    assert in_terminal(app, "retry", str(waiting.id)).exit_code == 1
    assert in_terminal(app, "retry").exit_code == 2
    assert "1 to be tried again" in in_terminal(app, "retry", str(failed.id)).output
    assert "0 to be tried again" in in_terminal(app, "retry", "--all").output


def in_terminal(app, *words):
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
