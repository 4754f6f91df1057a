"""Somebody writes while an administrator removes or changes what would be told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from forum.accounts.models import User
from forum.core.db import db
from forum.threads.actions.posting import reply
from forum.threads.models import Post, Thread
from forum.webhooks.actions.setting_up import remove_webhook
from forum.webhooks.models import Delivery, Webhook
from tests.make import make_administrator, make_thread, make_user, make_webhook

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.commits]


def test_no_reply_is_lost_over_a_webhook_that_is_removed_meanwhile(app):
    by, thread = make_administrator().id, make_thread().id
    hooks = [make_webhook().id for _number in range(8)]
    people = [make_user().id for _number in range(8)]
    together = Barrier(2)

    def write():
        with app.app_context():
            for person in people:
                together.wait(5)
                found = db.session.get_one(Thread, thread)
                reply(found, f"From {person}, with care.", by=db.session.get_one(User, person))
            db.session.remove()

    def remove():
        with app.app_context():
            for hook in hooks:
                together.wait(5)
                webhook = db.session.get_one(Webhook, hook)
                remove_webhook(webhook, by=db.session.get_one(User, by))
            db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(2) as pool:
        errors = [work.exception() for work in [pool.submit(write), pool.submit(remove)]]
    assert errors == [None, None]

    assert db.session.query(Post).filter_by(thread_id=thread).count() == 1 + len(people)
    assert db.session.query(Webhook).count() == db.session.query(Delivery).count() == 0
