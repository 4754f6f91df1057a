"""The database, and the only place that commits."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from flask import Flask, g
from flask_babel import gettext as _
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Update, bindparam, make_url, update
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import ObjectDeletedError
from sqlalchemy.orm.util import identity_key

from forum.core import postgresql, push, sqlite, stamps
from forum.core.dialects import leads_nowhere
from forum.core.errors import NotFound
from forum.core.model import Model as Model
from forum.core.outages import log_failure

log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Model)

# What an action leaves behind can be read without asking again; the next action begins by
# forgetting it.
db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})


def attach(app: Flask) -> None:
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    database = sqlite if url.get_backend_name() == "sqlite" else postgresql
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.ENGINE_OPTIONS
    db.init_app(app)
    app.teardown_appcontext(stop_reading)
    with app.app_context():
        database.teach(db.engine)


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit at the end, or undo everything.

    The outermost one starts afresh: what the session has read so far is read again when it is
    next looked at. An action called inside another action joins it. Raises ``NotFound`` when what
    it was about, such as the category of a new thread, was deleted meanwhile.
    """
    session = db.session()
    if session.info.get("in_action"):
        yield session
        return
    _begin(session)
    session.info["in_action"] = True
    afterwards: list[Callable[[], None]] = []
    session.info["afterwards"] = afterwards
    try:
        yield session
        session.flush()
        stamps.write(session)
        touched = stamps.touched(session)
        session.commit()
    except BaseException as error:
        session.rollback()
        if isinstance(error, ObjectDeletedError) or leads_nowhere(error):
            raise _gone() from error
        raise
    finally:
        session.info["in_action"] = False
        session.info.pop("locked", None)
        session.info.pop("afterwards", None)
        stamps.forget(session)
    push.publish(touched)
    for act in afterwards:
        _do_afterwards(act)


def after_commit(act: Callable[[], None]) -> None:
    """Inside a transaction: have ``act`` done when the outermost one is committed, and only then.

    What it raises is written down; what was committed stays so.
    """
    db.session().info["afterwards"].append(act)


def _do_afterwards(act: Callable[[], None]) -> None:
    try:
        act()
    except Exception as error:
        log_failure(log, act.__qualname__, error)


def _begin(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Rows were changed outside a transaction and would be lost.")
    session.rollback()
    session.expire_all()
    session.connection(execution_options={sqlite.WRITES: True})


def put(row: Any, **values: Any) -> None:
    """Write columns of one locked row. Setting attributes would do; but then the session asks each
    of the row's relationships what it needs, which costs a thread more than the statement."""
    wanted = {f"new_{name}": value for name, value in values.items()} | {"row": row.id}
    model: Any = type(row)
    db.session.connection().execute(_put(model, tuple(values)), wanted)
    for name, value in values.items():
        set_committed_value(row, name, value)


# Built once: that costs more than running it.
@cache
def _put(model: Any, names: tuple[str, ...]) -> Update:
    columns = model.__table__.c
    new = {name: bindparam(f"new_{name}", type_=columns[name].type) for name in names}
    return update(model).where(columns.id == bindparam("row")).values(new)


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

    It stays with the application context: fetching one from the pool costs as much as a small
    query. A session that stands on one connection, as in tests, shares it.
    """
    bind = db.session.get_bind()
    if isinstance(bind, Connection):
        yield bind
        return
    if "reading" not in g:
        g.reading = bind.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        yield g.reading
    except DBAPIError:
        stop_reading()
        raise


def let_go() -> None:
    """Hold nothing of the database while something outside takes its time: a migration would wait
    for it, and everybody else for the migration. Not inside a transaction."""
    session = db.session()
    if session.info.get("in_action"):
        raise RuntimeError("A transaction would be held open by what happens outside.")
    session.rollback()
    stop_reading()


def stop_reading(_error: BaseException | None = None) -> None:
    """Give the connection back: the next read fetches another one."""
    if (connection := g.pop("reading", None)) is not None:
        connection.close()
