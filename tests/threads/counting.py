"""Counts what a block asks the database."""

from contextlib import contextmanager

from sqlalchemy import event

from forum.core.db import db


@contextmanager
def counted():
    """The SELECT, INSERT, UPDATE and DELETE statements, in their order."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip()[:6].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH "):
            statements.append(statement)

    engine = db.engines[None].engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
