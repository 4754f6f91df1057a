"""Statements that both databases know, though SQLAlchemy has them once for each."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


def dialect(session: Session) -> str:
    """Its name: "sqlite" or "postgresql"."""
    return session.get_bind().dialect.name


def insert(dialect: str, model: type[Any]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what happens where the row is there already."""
    return sqlite.insert(model) if dialect == "sqlite" else postgresql.insert(model)


def leads_nowhere(error: BaseException) -> bool:
    """Whether a row was to refer to another one that is not there (SQLSTATE 23503)."""
    if not isinstance(error, IntegrityError):
        return False
    # A row that cannot be deleted because others refer to it is another matter.
    if (error.statement or "").lstrip().upper().startswith("DELETE"):
        return False
    return getattr(error.orig, "sqlstate", "") == "23503" or "FOREIGN KEY" in str(error.orig)
