"""Two workers plan digests at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from forum.accounts.actions.signing import begin_sign_in
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job
from forum.notifications.digests import plan_digests
from forum.notifications.models import NotificationWishes
from tests.make import make_user

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.commits]

WORKERS, ROUNDS = 2, 5


def test_nobody_gets_two_digests_because_there_are_two_workers(app):
    people = sorted(wanting_a_digest() for _number in range(20))

    for _round in range(ROUNDS):
        make_due(people)
        plan_at_once(app)
        planned = [job.arguments["user_id"] for job in db.session.query(Job)]
        assert sorted(planned) == people


def test_two_workers_begin_with_the_same_newcomers(app):
    people = [make_user(email=f"new{number}@starmap.example").id for number in range(20)]

    plan_at_once(app)

    begun = db.session.query(NotificationWishes.user_id).order_by(NotificationWishes.user_id)
    assert [user_id for (user_id,) in begun] == people


def plan_at_once(app):
    together = Barrier(WORKERS)

    def plan():
        with app.app_context():
            together.wait(5)
            plan_digests()
            db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(WORKERS) as pool:
        plans = [pool.submit(plan) for _worker in range(WORKERS)]
    assert [each.exception() for each in plans] == [None] * WORKERS


def wanting_a_digest():
    user = make_user()
    begin_sign_in(user, "a test")
    with transaction():
        db.session.add(NotificationWishes(user_id=user.id, digest="daily", digested_at=now()))
    return user.id


def make_due(people):
    with transaction():
        db.session.query(Job).delete()
        mine = db.session.query(NotificationWishes).filter(NotificationWishes.user_id.in_(people))
        mine.update({"digested_at": now() - timedelta(days=2)})
