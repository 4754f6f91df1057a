"""The database, and the only place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask
from flask_babel import gettext as _
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.exc import ObjectDeletedError
from sqlalchemy.orm.util import identity_key

from forum.core import sqlite, stamps
from forum.core.errors import NotFound
from forum.core.model import Model as Model

Row = TypeVar("Row", bound=Model)

# A thread that serves a request holds up to two: the session's, and that of a read beside it.
POSTGRESQL_OPTIONS = {"pool_pre_ping": True, "max_overflow": 35}

# What an action leaves behind can be read without asking again; the next action begins by
# forgetting it.
db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})


def attach(app: Flask) -> None:
    on_sqlite = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name() == "sqlite"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = (
        sqlite.ENGINE_OPTIONS if on_sqlite else POSTGRESQL_OPTIONS
    )
    db.init_app(app)
    if on_sqlite:
        with app.app_context():
            sqlite.teach(db.engine)


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit at the end, or undo everything.

    The outermost one starts afresh: what the session has read so far is read again when it is
    next looked at. An action called inside another action joins it.
    """
    session = db.session()
    if session.info.get("in_action"):
        yield session
        return
    _begin(session)
    session.info["in_action"] = True
    try:
        yield session
        session.flush()
        stamps.write(session)
        session.commit()
    except ObjectDeletedError as error:
        session.rollback()
        raise _gone() from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["in_action"] = False
        session.info.pop("locked", None)
        stamps.forget(session)


def _begin(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Rows were changed outside a transaction and would be lost.")
    session.rollback()
    session.expire_all()
    session.connection(execution_options={sqlite.WRITES: True})


def refer(model: type[Row], row_id: int) -> Row:
    """The row with this id, which is known to exist. It is read when somebody looks at it: often
    that is ``lock``, which reads it anyway."""
    session = db.session()
    known = session.identity_map.get(identity_key(model, row_id))
    if known is None:
        known = model(id=row_id)
        make_transient_to_detached(known)
        session.add(known)
    return known


def lock(row: Row) -> Row:
    """Hold ``row`` until the transaction ends, and see everything as it is from now on.

    Lock in the order person, thread, category: then no two actions wait for each other. Whatever
    was loaded earlier is read again, so a rule that is asked after the lock judges no stale row;
    but for rows that are locked already, which nobody else can have changed.
    Raises ``NotFound`` for a row that is gone.
    """
    session = db.session()
    if not session.info.get("in_action"):
        raise RuntimeError("A lock holds only inside a transaction.")
    session.flush()
    locked = session.info.setdefault("locked", set())
    for loaded in session:
        if loaded not in locked:
            session.expire(loaded)
    # key_share (FOR NO KEY UPDATE): a plain FOR UPDATE also stops those who only write a row that
    # refers to this one, such as a notification for a person, and that is how deadlocks begin.
    if row not in session:
        raise RuntimeError("A lock holds only rows of this session.")
    try:
        session.refresh(row, with_for_update={"key_share": True, "of": type(row)})
    except InvalidRequestError as error:
        raise _gone() from error
    locked.add(row)
    return row


def _gone() -> NotFound:
    return NotFound(_("This was removed in the meantime."))


@contextmanager
def read() -> Iterator[Connection]:
    """A connection for hot reads outside actions: each statement stands alone, nothing is begun.

    A session that stands on one connection, as in tests, shares it.
    """
    bind = db.session.get_bind()
    if isinstance(bind, Connection):
        yield bind
        return
    with bind.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")
