"""One application per test process, on a database of its own; each test leaves it as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from forum.accounts.actions.signing import begin_sign_in
from forum.app import create_app
from forum.core.config import Config
from forum.core.db import db
from forum.http import limits, official, site
from tests.databases import ROOT, empty, fresh_database


class Browser(FlaskClient):
    """A visitor. Each request gets its own application context, as in production.

    Flask reuses a context that is already open, and Flask-Login remembers the visitor on
    it: without this, two visitors in one test would be taken for the same person.
    """

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        if user is not None:
            token = begin_sign_in(user, "a test")
            with self.session_transaction() as session:
                session["token"] = token

    def open(self, *args, **kwargs):
        # The test forgets what it read: it looks at what the request did, not at what was before.
        db.session.rollback()
        kwargs.setdefault("headers", {})
        if isinstance(kwargs["headers"], dict):
            # English, which tests are written in; without the header the site speaks Chinese.
            usual = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
            kwargs["headers"] = usual | kwargs["headers"]
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def app(tmp_path_factory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("data")
    with fresh_database(folder) as url:
        config = Config(
            database_url=url,
            data_dir=folder,
            secret_key="only for tests, and long enough",
            site_url="http://127.0.0.1:8000",
            password_memory=8,
            password_rounds=1,
        )
        app = create_app(config)
        # Tokens of forms have tests of their own.
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, SERVER_NAME="127.0.0.1:8000")
        app.test_client_class = Browser
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            # A commit inside a test ends a savepoint, never the transaction that it will undo.
            db.session.configure(join_transaction_mode="create_savepoint")
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(autouse=True)
def _clean_house(request):
    """Leave nothing behind, however the test went."""
    if "app" not in request.fixturenames and not request.node.get_closest_marker("commits"):
        yield
        return
    app = request.getfixturevalue("app")
    commits = request.node.get_closest_marker("commits")
    with app.app_context(), _emptied() if commits else _undone():
        site.forget()
        official.forget()
        limits.forget()
        yield


@contextmanager
def _undone():
    engine = db.engine
    with engine.connect() as connection, connection.begin() as everything:
        # Flask-SQLAlchemy asks this dictionary, and ignores session.configure(bind=...).
        db.engines[None] = connection
        try:
            yield
        finally:
            db.session.remove()
            db.engines[None] = engine
            everything.rollback()


@contextmanager
def _emptied():
    try:
        yield
    finally:
        db.session.remove()
        empty(db)


@pytest.fixture
def visit(app):
    """A visitor's browser: ``visit(user)``, or ``visit()`` for a guest."""
    return lambda user=None: app.test_client(user=user)
