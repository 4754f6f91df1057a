"""What a request made that a program may send twice, kept for a day."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Model, db, transaction
from forum.core.dialects import dialect, insert
from forum.core.errors import Invalid

KEPT = timedelta(hours=24)
LONGEST_KEY = 255


class KeptAnswer(Model):
    """An id, never a text: there is nothing to erase when what it names is purged."""

    __tablename__ = "kept_answers"
    __table_args__ = ()

    # The person's id; a lower room knows no table of people.
    owner_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    made_id: Mapped[int] = mapped_column(default=0)
    kept_at: Mapped[datetime] = mapped_column(default=now, index=True)


@transaction()
def once(owner_id: int, key: str, request: bytes, act: Callable[[], int]) -> tuple[int, bool]:
    """The id of what the first ``act`` under ``key`` made, and whether this is a replay.

    What is made and the row that remembers it are one transaction; a second request waits for the
    first. What ``act`` raises is not kept. Raises ``Invalid`` when the key was used for another
    request.
    """
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Invalid(_("An Idempotency-Key has 1 to 255 printable characters."), "Idempotency-Key")
    session = db.session()
    fingerprint = hashlib.sha256(request).hexdigest()
    mine = session.execute(
        insert(dialect(session), KeptAnswer)
        .values(owner_id=owner_id, key=key, fingerprint=fingerprint)
        .on_conflict_do_nothing()
        .returning(KeptAnswer.key)
    ).first()
    row = session.scalars(select(KeptAnswer).filter_by(owner_id=owner_id, key=key)).one()
    if mine is not None:
        row.made_id = act()
    elif row.fingerprint != fingerprint:
        raise Invalid(_("This Idempotency-Key was used for another request."), "Idempotency-Key")
    return row.made_id, mine is None


@transaction()
def sweep() -> None:
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < now() - KEPT))
