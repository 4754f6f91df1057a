"""What happens when PostgreSQL goes away and comes back."""

import pytest
from sqlalchemy import text

from forum.core import postgresql
from forum.core.db import db
from tests.make import make_thread

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]


@pytest.fixture(autouse=True)
def _on_postgresql(app):
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("Only PostgreSQL is a server that can go away.")


def go_away(app):
    """End every connection but the one that says so, as a restart does."""
    with app.app_context():
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        kill = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
        with db.engine.connect() as connection:
            connection.execute(text(kill))


def test_after_a_pause_nobody_notices(app, visit, monkeypatch):
    browser = visit()
    assert browser.get("/").status_code == 200
    monkeypatch.setattr(postgresql, "BELIEVED_S", 0.0)

    go_away(app)

    assert browser.get("/").status_code == 200


def test_in_mid_traffic_one_request_is_told_to_come_back(app, visit):
    browser, thread = visit(), make_thread()
    db.session.commit()
    path = thread.path
    assert browser.get(path).status_code == 200

    go_away(app)
    answers = [browser.get(path) for _ in range(4)]

    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {200, 503}
    assert statuses[-1] == 200 and statuses.count(503) <= 2
    assert all(a.headers["Retry-After"] for a in answers if a.status_code == 503)
