from datetime import timedelta

import pytest

from forum.core.clock import now
from forum.core.db import db
from forum.core.dead_letters import PAGE
from forum.core.jobs import Job
from forum.moderation.models import LogLine
from tests.make import make_administrator, make_failed_job, make_waiting_job


@pytest.fixture
def administrator(visit):
    return visit(make_administrator(handle="root"))


def states():
    db.session.rollback()
    return {job.id: bool(job.failed_at) for job in db.session.query(Job)}


def test_the_page_says_what_failed_and_what_waits(administrator):
    job_id = make_failed_job()
    make_waiting_job(run_at=now() - timedelta(hours=1))
    make_waiting_job(run_at=now() + timedelta(hours=1))

    page = administrator.get("/admin/jobs").text

    failed = (f"job {job_id}", "send_reset_code", "OSError: away", "10 attempts")
    for words in (*failed, "2 jobs wait"):
        assert words in page
    assert "The oldest has been due since:" in page
    assert "privateword" not in page
    assert 'href="/admin/jobs" aria-current="page"' in page


def test_a_page_without_failures_says_so(administrator):
    page = administrator.get("/admin/jobs").text

    assert "Nothing was given up." in page
    assert "No job waits." in page
    assert "Try all again" not in page


def test_one_is_tried_again_and_the_log_says_who_did_it(administrator):
    one, other = make_failed_job(), make_failed_job()

    answer = administrator.post(f"/admin/jobs/{one}/retry", follow_redirects=True)

    assert "It will be tried again in a moment." in answer.text
    assert states() == {one: False, other: True}
    log = administrator.get("/moderation/log").text
    assert "had tried again" in log and f"job {one}" in log


def test_all_are_tried_again_but_those_whose_arguments_are_gone(administrator):
    ids = [make_failed_job(), make_failed_job()]
    old = make_failed_job(failed_at=now() - timedelta(days=8))

    answer = administrator.post("/admin/jobs/retry", follow_redirects=True)

    assert "2 jobs will be tried again." in answer.text
    assert "it cannot be tried again" in answer.text
    assert states() == {ids[0]: False, ids[1]: False, old: True}
    (line,) = db.session.query(LogLine)
    assert (line.verb, line.subject, line.changes) == ("retry_job", "jobs", {"count": 2})
    log = administrator.get("/moderation/log").text
    assert "all failed jobs" in log and "2 jobs" in log


def test_what_somebody_else_has_tried_again_is_no_error(administrator):
    waiting = make_waiting_job()

    answer = administrator.post(f"/admin/jobs/{waiting}/retry", follow_redirects=True)

    assert answer.status_code == 200
    assert "No such job was given up" in answer.text
    assert db.session.query(LogLine).count() == 0


def test_many_failures_stand_on_several_pages(administrator):
    ids = [make_failed_job() for _ in range(PAGE + 1)]

    first = administrator.get("/admin/jobs").text
    second = administrator.get(f"/admin/jobs?before={ids[1]}").text

    assert f"/admin/jobs?before={ids[1]}" in first
    assert f"/admin/jobs/{ids[0]}/retry" not in first
    assert f"/admin/jobs/{ids[0]}/retry" in second


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", "后台任务"), ("zh-TW", "後臺任務"), ("en", "Given up")]
)
def test_the_page_speaks_the_readers_language(administrator, language, words):
    page = administrator.get("/admin/jobs", headers={"Accept-Language": language}).text

    assert words in page
