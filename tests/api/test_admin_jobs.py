"""Work that was given up, as programs see it and try it again."""

from datetime import timedelta

import pytest

from forum.core.clock import now
from forum.core.db import db
from forum.core.jobs import Job
from forum.moderation.models import LogLine
from tests.make import make_administrator, make_failed_job, make_waiting_job


@pytest.fixture
def admin(program):
    return program(make_administrator(), "admin")


def test_failures_are_listed_page_by_page_without_their_arguments(admin):
    ids = [make_failed_job() for _ in range(3)]
    make_waiting_job(run_at=now() - timedelta(hours=1))

    first = admin.get("/admin/jobs?limit=2")
    second = admin.get(f"/admin/jobs?limit=2&cursor={first.json['next']}")

    assert [row["id"] for row in first.json["items"]] == [ids[2], ids[1]]
    assert [row["id"] for row in second.json["items"]] == [ids[0]]
    assert second.json["next"] is None
    # Beside it waits the mail that tells of the administrator's token.
    assert (first.json["waiting"], first.json["oldest_due_at"] is None) == (2, False)
    assert first.json["items"][0]["error"] == "OSError: away"
    assert "privateword" not in first.text


def test_one_is_tried_again_once_however_often_it_is_asked_for(admin):
    one, other = make_failed_job(), make_failed_job()

    answers = [
        admin.post(f"/admin/jobs/{one}/retry", headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]

    assert [answer.json for answer in answers] == [{"count": 1}] * 2
    assert [job.id for job in db.session.query(Job).filter(Job.failed_at.is_not(None))] == [other]
    assert [line.subject for line in db.session.query(LogLine)] == [f"job/{one}"]


@pytest.mark.parametrize("job_id", [1, 2**63 - 1, 2**63, 10**30])
def test_what_was_not_given_up_is_not_found(admin, job_id):
    assert admin.post(f"/admin/jobs/{job_id}/retry").status_code == 404


def test_all_are_tried_again(admin):
    for _ in range(3):
        make_failed_job()

    assert admin.post("/admin/jobs/retry").json == {"count": 3}
    assert admin.post("/admin/jobs/retry").json == {"count": 0}
