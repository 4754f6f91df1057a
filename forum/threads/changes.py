"""What every change of a thread has in common."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from forum.core import stamps
from forum.core.db import db
from forum.threads.models import Thread
from forum.threads.states import Duplicate


def touch_thread(thread: Thread) -> None:
    """Every page that shows the thread or a row of it is a new one from now on."""
    touch_posts(thread)
    # Theirs show its title, or that nobody can see it.
    session = db.session()
    session.flush()
    rows = session.connection().scalars(_duplicates(), {"original": thread.id})
    stamps.touch(session, *(f"thread/{row}" for row in rows))


def touch_posts(thread: Thread) -> None:
    """As ``touch_thread``, but its title and who sees it are what they were."""
    lists = (f"category/{thread.category_id}", stamps.LISTS)
    stamps.touch(db.session(), f"thread/{thread.id}", *lists)


@cache
def _duplicates() -> Select[Any]:
    return select(Duplicate.thread_id).where(Duplicate.original_id == bindparam("original"))


def resolve(thread: Thread) -> None:
    """Say what the thread's rows add up to: accepted beats duplicate beats closed."""
    if thread.resolution == "none":
        return
    thread.resolution = (
        "solved"
        if thread.acceptance
        else "duplicate"
        if thread.duplicate
        else "closed"
        if thread.closing
        else "open"
    )
    touch_thread(thread)
