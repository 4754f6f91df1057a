"""The first answer to a request that a program may send twice, kept for a day."""

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Model, db, transaction
from forum.core.errors import Invalid

KEPT = timedelta(hours=24)
LONGEST_KEY = 255


class KeptAnswer(Model):
    __tablename__ = "kept_answers"
    __table_args__ = ()

    # The person's id; a lower room knows no table of people.
    owner_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int] = mapped_column(default=0)
    body: Mapped[str] = mapped_column(default="")
    kept_at: Mapped[datetime] = mapped_column(default=now, index=True)


@transaction()
def once(
    owner_id: int, key: str, request: bytes, answer: Callable[[], tuple[int, str]]
) -> tuple[int, str, bool]:
    """The status and body of the first ``answer`` under ``key``, and whether it is a replay.

    The answer's writes and the row that remembers it are one transaction; a second request waits
    for the first. What ``answer`` raises is not kept. Raises ``Invalid`` when the key was used
    for another request.
    """
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Invalid(
            _("An Idempotency-Key has 1 to 255 printable characters."), "Idempotency-Key"
        )
    session = db.session()
    fingerprint = hashlib.sha256(request).hexdigest()
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    mine = session.execute(
        insert(KeptAnswer)
        .values(owner_id=owner_id, key=key, fingerprint=fingerprint, kept_at=now())
        .on_conflict_do_nothing()
        .returning(KeptAnswer.key)
    ).first()
    row = session.scalars(select(KeptAnswer).filter_by(owner_id=owner_id, key=key)).one()
    if mine is None:
        if row.fingerprint != fingerprint:
            raise Invalid(
                _("This Idempotency-Key was used for another request."), "Idempotency-Key"
            )
        return row.status, row.body, True
    status, body = answer()
    row.status, row.body = status, body
    return status, body, False


@transaction()
def erase(owner_ids: Collection[int]) -> None:
    """Forget what these people's answers held, as their text may have to go; keys stay used."""
    theirs = KeptAnswer.owner_id.in_(owner_ids)
    db.session.execute(update(KeptAnswer).where(theirs).values(body="{}"))


@transaction()
def sweep() -> None:
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < now() - KEPT))
