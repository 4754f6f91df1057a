"""The pair of keys by which push services know this site."""

from sqlalchemy import select

from forum.core.clock import now
from forum.core.db import db, read, transaction
from forum.core.dialects import dialect, insert
from forum.core.webpush import Pair, new_pair
from forum.notifications.devices import PushKey

_PAIR = select(PushKey.private_key, PushKey.public_key)


def push_pair() -> Pair:
    """Made at the first call, whoever makes it; kept in the database, so that all nodes have the
    same. Only the public part leaves it."""
    with read() as connection:
        row = connection.execute(_PAIR).first()
    return Pair(*row) if row else _make()


@transaction()
def _make() -> Pair:
    """Of several processes that call at once one makes it, and all read that."""
    pair, session = new_pair(), db.session()
    row = {"id": 1, "private_key": pair.private, "public_key": pair.public, "made_at": now()}
    session.execute(insert(dialect(session), PushKey).values(row).on_conflict_do_nothing())
    return Pair(*session.execute(_PAIR).one())
