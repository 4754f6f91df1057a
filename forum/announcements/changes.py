"""What every official change has in common."""

from flask_babel import gettext as _

from forum.announcements.models import OFFICIAL, Announcement, MaintenanceWindow
from forum.core import stamps
from forum.core.db import db
from forum.core.errors import Conflict
from forum.threads.changes import touch_thread
from forum.threads.models import Thread


def touch_official(thread: Thread) -> None:
    """Banner and pins may be others from now on, on every page."""
    touch_thread(thread)
    stamps.touch(db.session(), OFFICIAL)


def announcement_of(thread: Thread) -> Announcement:
    """Raises ``Conflict`` for an ordinary thread."""
    row = db.session.get(Announcement, thread.id)
    if row is None:
        raise Conflict(_("This thread is not an announcement."))
    return row


def window_of(thread: Thread) -> MaintenanceWindow:
    """Raises ``Conflict`` for a thread that announces no maintenance."""
    row = db.session.get(MaintenanceWindow, thread.id)
    if row is None:
        raise Conflict(_("This thread announces no maintenance."))
    return row
