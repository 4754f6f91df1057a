"""Databases for tests: made when they begin, dropped when they end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

ROOT = Path(__file__).parent.parent
# Where to make databases on PostgreSQL: on the server of DATABASE_URL, if that is one.
_GIVEN = os.environ.get("DATABASE_URL", "")
_IS_GIVEN = _GIVEN.startswith("postgresql")
SERVER = _GIVEN if _IS_GIVEN else "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql" or _IS_GIVEN
IN_CI = os.environ.get("CI") == "true"


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """An empty one, on SQLite or, with TEST_DATABASE=postgresql, on PostgreSQL."""
    if not ON_POSTGRESQL:
        yield f"sqlite:///{folder}/forum.db"
        return
    with fresh_postgresql() as url:
        yield url


@contextmanager
def fresh_postgresql() -> Iterator[str]:
    """Skips the test where there is no PostgreSQL; in CI that is a failure."""
    name = f"waymark_test_{uuid4().hex[:12]}"
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError as error:
        missing("PostgreSQL", str(error.orig).strip())
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


def missing(what: str, why: str) -> None:
    """This machine lacks what a test needs."""
    sentence = f"There is no {what} here: {why}"
    if IN_CI:
        pytest.fail(sentence)
    pytest.skip(sentence)


def empty(db) -> None:
    """Every row but the system actor's and the migration's own."""
    with db.engine.begin() as connection, _no_triggers(connection):
        for table in reversed(db.metadata.sorted_tables):
            rows = table.delete()
            connection.execute(rows.where(table.c.id != 1) if table.name == "users" else rows)


@contextmanager
def _no_triggers(connection) -> Iterator[None]:
    """The action log refuses to be emptied; tests get around what guards it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield
        return
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    triggers = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _made_by in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    try:
        yield
    finally:
        for _name, made_by in triggers:
            connection.exec_driver_sql(made_by)
