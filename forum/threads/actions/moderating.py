"""What moderators do with a whole thread."""

from forum import policy
from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import db, lock, transaction
from forum.core.events import StaffAct, publish
from forum.safety.door import admit, admit_any_reason
from forum.threads.actions.answers import drop_acceptance
from forum.threads.changes import resolve, touch_thread
from forum.threads.events import AnswerUnaccepted, ThreadMoved
from forum.threads.models import Thread
from forum.threads.states import ThreadLock


@transaction()
def lock_thread(thread: Thread, reason: str, *, by: User) -> None:
    """Let nobody but staff reply. Locking a locked thread changes nothing."""
    lock(thread)
    policy.require(policy.lock_thread(by))
    why = admit(reason, "reason")
    if thread.is_locked:
        return
    thread.lock = ThreadLock(locked_by_id=by.id, reason=why)
    touch_thread(thread)
    publish(StaffAct(by.id, "lock_thread", f"thread/{thread.id}", why))


@transaction()
def unlock_thread(thread: Thread, *, by: User) -> None:
    lock(thread)
    policy.require(policy.unlock_thread(by))
    if not thread.is_locked:
        return
    thread.lock = None
    touch_thread(thread)
    publish(StaffAct(by.id, "unlock_thread", f"thread/{thread.id}"))


@transaction()
def move_thread(thread: Thread, category: Category, reason: str = "", *, by: User) -> None:
    """Where there are only discussions nothing is accepted: moving there undoes it.

    Where askers show as "somebody" this one does from now on, also when the thread moves again.
    """
    lock(thread)
    lock(category)
    policy.require(policy.move_thread(by, thread, category))
    if thread.category_id == category.id:
        return
    reason = admit_any_reason(reason)
    touch_thread(thread)
    before, dropped = thread.category_id, None
    thread.category = category
    thread.is_anonymous = thread.is_anonymous or category.hides_askers
    db.session.flush()
    if category.kind == "discussions":
        dropped = drop_acceptance(thread) if thread.acceptance is not None else None
        thread.closing = thread.duplicate = None
    thread.resolution = "open" if category.kind == "questions" else "none"
    resolve(thread)
    touch_thread(thread)
    if dropped is not None:
        publish(AnswerUnaccepted(dropped, by))
    publish(ThreadMoved(thread, before, by))
    change: dict[str, object] = {"category": [before, category.id]}
    publish(StaffAct(by.id, "move_thread", f"thread/{thread.id}", reason, change))
