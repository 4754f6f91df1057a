"""What every change of a thread has in common."""

from forum.core import stamps
from forum.core.db import db
from forum.threads.models import Thread


def touch_thread(thread: Thread) -> None:
    """Every page that shows the thread or a row of it is a new one from now on."""
    stamps.touch(
        db.session(), f"thread/{thread.id}", f"category/{thread.category_id}", stamps.LISTS
    )


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
