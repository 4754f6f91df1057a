"""Publishing an announcement: thread, kind, pin and window in one step."""

from flask_babel import gettext as _

from forum import policy
from forum.accounts.models import User
from forum.announcements.actions.pins import PinWish, pin_thread
from forum.announcements.actions.windows import WindowWish, add_window
from forum.announcements.changes import touch_official
from forum.announcements.events import AnnouncementPublished
from forum.announcements.models import KINDS, Announcement
from forum.categories.models import Category
from forum.core.db import db, lock, transaction
from forum.core.errors import Invalid
from forum.core.events import StaffAct, publish
from forum.core.languages import LANGUAGES
from forum.threads.actions.posting import start_thread
from forum.threads.writing import Written, write_up


def publish_announcement(
    category: Category,
    kind: str,
    language: str,
    title: str,
    body: str | Written,
    *,
    is_critical: bool = False,
    pin: PinWish | None = None,
    maintenance: WindowWish | None = None,
    by: User,
) -> Announcement:
    """Start the thread and say what it is; all or nothing.

    The same words within 5 minutes are one announcement. Raises ``Invalid``.
    """
    written = write_up(body)
    with transaction():
        lock(by)
        policy.require(policy.publish_announcement(by, category))
        _check(kind, language, is_critical, maintenance)
        thread = start_thread(category, title, written, by=by)
        if found := db.session.get(Announcement, thread.id):
            return found
        thread.language = language
        announcement = Announcement(thread_id=thread.id, kind=kind, is_critical=is_critical)
        db.session.add(announcement)
        db.session.flush()
        if maintenance is not None:
            add_window(thread.id, maintenance)
        if pin is not None:
            pin_thread(thread, pin, by=by)
        touch_official(thread)
        publish(AnnouncementPublished(announcement, by))
        act = StaffAct(by.id, "publish_announcement", f"thread/{thread.id}", changes={"kind": kind})
        publish(act)
    return announcement


def _check(kind: str, language: str, is_critical: bool, window: WindowWish | None) -> None:
    if kind not in KINDS:
        raise Invalid(_("Choose what kind of announcement this is."), "kind")
    if language not in LANGUAGES:
        raise Invalid(_("Choose the language that it is written in."), "language")
    if is_critical and kind != "security":
        raise Invalid(_("Only a security notice can be critical."), "is_critical")
    if kind == "maintenance" and window is None:
        raise Invalid(_("Say when the maintenance starts and ends."), "maintenance")
    if kind != "maintenance" and window is not None:
        raise Invalid(_("Only a maintenance has a window."), "maintenance")
