"""A mail program leaves a list while its person does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from forum.accounts.models import User
from forum.core.db import db
from forum.notifications.actions.unsubscribing import unsubscribe
from forum.notifications.actions.wishes import change_notification_wishes
from forum.notifications.models import NotificationChoice
from tests.make import make_user

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.commits]


def test_one_list_is_left_by_many_at_once(app):
    user_id, together = make_user(email="wei@starmap.example").id, Barrier(6)

    def leave(number):
        with app.app_context():
            together.wait(5)
            if number % 2:
                unsubscribe(user_id, "topic", "announcements")
            else:
                choices = {("announcements", "mail"): False}
                change_notification_wishes(choices=choices, by=db.session.get_one(User, user_id))
            db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(6) as pool:
        errors = [work.exception() for work in [pool.submit(leave, n) for n in range(6)]]

    assert errors == [None] * 6
    assert db.session.query(NotificationChoice).one().is_wanted is False
