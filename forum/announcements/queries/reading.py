"""What people have put away."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from forum.announcements.models import PutAway
from forum.core.db import read

# Built once: every page of a member asks, while something stands above it.
_PUT_AWAY = select(PutAway.place, PutAway.thread_id, PutAway.phase).where(
    PutAway.user_id == bindparam("user"),
    PutAway.thread_id.in_(bindparam("threads", expanding=True)),
)


def put_away_by(user_id: int, thread_ids: Collection[int]) -> set[tuple[str, int, str]]:
    """Place, thread and phase. One query."""
    wanted = {"user": user_id, "threads": list(thread_ids)}
    with read() as connection:
        rows = connection.execute(_PUT_AWAY, wanted)
        return {(place, number, phase) for place, number, phase in rows}
