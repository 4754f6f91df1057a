"""What PostgreSQL's connections must be told."""

from time import monotonic

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

# A thread that serves a request holds up to two: the session's, and that of a read beside it.
ENGINE_OPTIONS = {"max_overflow": 35}

# Asking "are you there?" costs as much as a small query. A connection that answered just now is
# believed; if the server went away since, one request gets a 503 and the whole pool is renewed.
BELIEVED_S = 5.0


def teach(engine: Engine) -> None:
    def ask(
        connection: DBAPIConnection, entry: ConnectionPoolEntry, _: PoolProxiedConnection
    ) -> None:
        answered_at = entry.info.get("answered_at")
        if answered_at is None or monotonic() - answered_at < BELIEVED_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkout", ask)
    event.listen(engine, "checkin", _note)


def _note(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info["answered_at"] = monotonic()
