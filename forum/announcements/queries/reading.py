"""What people have put away."""

from collections.abc import Collection

from sqlalchemy import select

from forum.announcements.models import PutAway
from forum.core.db import read


def put_away_by(user_id: int, thread_ids: Collection[int]) -> set[tuple[str, int, str]]:
    """Place, thread and phase. One query."""
    columns = (PutAway.place, PutAway.thread_id, PutAway.phase)
    statement = select(*columns).where(
        PutAway.user_id == user_id, PutAway.thread_id.in_(list(thread_ids))
    )
    with read() as connection:
        return {(place, number, phase) for place, number, phase in connection.execute(statement)}
