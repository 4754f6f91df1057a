"""Programs that send the same thing at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from forum.accounts.actions.tokens import make_token
from forum.core.db import db
from forum.threads.models import Thread
from tests.make import make_category, make_user

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.commits]


def test_one_key_sent_ten_times_at_once_is_one_thread(app):
    make_category(slug="here")
    user = make_user()
    token = make_token(user, "a test", ["write"], by=user)
    db.session.remove()

    def send(_n):
        with app.app_context():
            try:
                return app.test_client().post(
                    "/api/v1/threads",
                    json={"category": "here", "title": "How do I reset it?", "body": "Please."},
                    headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "once"},
                )
            finally:
                db.session.remove()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum(answer.headers.get("Idempotent-Replayed") == "true" for answer in answers) == 9
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 1
