"""What becomes of a question: an accepted answer, solved without one, a duplicate."""

from flask_babel import gettext as _
from sqlalchemy import update

from forum import policy
from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.safety.door import admit, admit_any_reason
from forum.threads.changes import resolve, touch_thread
from forum.threads.events import (
    AnswerAccepted,
    AnswerUnaccepted,
    MarkedDuplicate,
    ThreadClosed,
    ThreadReopened,
)
from forum.threads.models import Post, Thread
from forum.threads.states import Acceptance, ChoiceLock, Closing, Duplicate


@transaction()
def accept_answer(post: Post, *, by: User) -> None:
    """Make ``post`` the answer of its thread, in place of any earlier answer.

    Accepting the current answer again changes nothing and tells nobody.
    """
    thread = lock(post.thread)
    policy.require(policy.accept_answer(by, thread, post))
    replaced = db.session.get(Post, thread.answer_id) if thread.answer_id else None
    if post == replaced:
        return
    row = thread.acceptance = thread.acceptance or Acceptance()
    row.post_id, row.answerer_id = post.id, post.author_id
    row.accepted_by_id, row.accepted_at = by.id, now()
    resolve(thread)
    publish(AnswerAccepted(post, by, replaced))
    _log_if_staff("accept_answer", thread, by, {"post": post.id})


@transaction()
def unaccept_answer(thread: Thread, post: Post | None = None, *, by: User) -> None:
    """Undo the acceptance, of ``post`` if one is named.

    Raises ``Conflict`` when nothing is accepted, or another post.
    """
    lock(thread)
    if thread.acceptance is None:
        raise Conflict(_("No answer is accepted here."))
    policy.require(policy.unaccept_answer(by, thread, thread.acceptance.accepted_at))
    if post is not None and post.id != thread.answer_id:
        raise Conflict(_("Another answer is accepted here."))
    post = drop_acceptance(thread)
    publish(AnswerUnaccepted(post, by))
    _log_if_staff("unaccept_answer", thread, by, {"post": post.id})


def drop_acceptance(thread: Thread) -> Post:
    """Inside a transaction that holds the thread: nothing is accepted any more.

    Who calls it publishes ``AnswerUnaccepted`` when all is written.
    """
    post = db.session.get_one(Post, thread.answer_id)
    thread.acceptance = None
    resolve(thread)
    return post


@transaction()
def lock_choice(thread: Thread, reason: str, *, by: User) -> None:
    """Let nobody but moderators change which answer is accepted."""
    lock(thread)
    policy.require(policy.lock_choice(by))
    why = admit(reason, "reason")
    if thread.choice_lock is not None:
        return
    thread.choice_lock = ChoiceLock(locked_by_id=by.id, reason=why)
    touch_thread(thread)
    publish(StaffAct(by.id, "lock_choice", f"thread/{thread.id}", why))


@transaction()
def unlock_choice(thread: Thread, *, by: User) -> None:
    lock(thread)
    policy.require(policy.unlock_choice(by))
    if thread.choice_lock is None:
        return
    thread.choice_lock = None
    touch_thread(thread)
    publish(StaffAct(by.id, "unlock_choice", f"thread/{thread.id}"))


@transaction()
def close_thread(thread: Thread, reason: str = "", *, by: User) -> None:
    """Solved without an answer. Raises ``Conflict`` when the thread has one."""
    lock(thread)
    policy.require(policy.close_thread(by, thread))
    if thread.acceptance is not None:
        raise Conflict(_("This question has an accepted answer. Undo that first."))
    if thread.closing is not None:
        return
    why = admit_any_reason(reason)
    thread.closing = Closing(closed_by_id=by.id, reason=why)
    resolve(thread)
    publish(ThreadClosed(thread, by))
    _log_if_staff("close_thread", thread, by, reason=why)


@transaction()
def reopen_thread(thread: Thread, *, by: User) -> None:
    """Neither closed nor a duplicate any more; an acceptance stays."""
    lock(thread)
    policy.require(policy.reopen_thread(by, thread))
    if thread.closing is None and thread.duplicate is None:
        return
    thread.closing = thread.duplicate = None
    resolve(thread)
    publish(ThreadReopened(thread, by))
    _log_if_staff("reopen_thread", thread, by)


@transaction()
def mark_duplicate(thread: Thread, original: Thread, *, by: User) -> None:
    """Send readers to ``original``, and those whom duplicates of ``thread`` sent here.

    Raises ``Invalid`` for a circle or the thread itself.
    """
    # Both, and in one order: of two people who link the threads to each other, one is refused.
    for each in sorted((thread, original), key=lambda row: row.id):
        lock(each)
    policy.require(policy.mark_duplicate(by, thread, original))
    if thread.id == original.id:
        raise Invalid(_("A thread is no duplicate of itself."), "original")
    if original.duplicate is not None:
        raise Invalid(_("That thread is a duplicate itself. Link the one it leads to."), "original")
    if thread.duplicate is not None and thread.duplicate.original_id == original.id:
        return
    thread.duplicate = None
    db.session.flush()
    thread.duplicate = Duplicate(original_id=original.id, marked_by_id=by.id)
    resolve(thread)
    # No chains. Who marks another as a duplicate of this thread waits for its lock.
    followers = update(Duplicate).where(Duplicate.original_id == thread.id)
    db.session.execute(followers.values(original_id=original.id))
    publish(MarkedDuplicate(thread, original, by))
    _log_if_staff("mark_duplicate", thread, by, {"original": original.id})


def _log_if_staff(
    verb: str, thread: Thread, by: User, changes: dict[str, object] | None = None, reason: str = ""
) -> None:
    """An asker's choice is their own; staff's is an act of staff."""
    if by.id != thread.author_id:
        publish(StaffAct(by.id, verb, f"thread/{thread.id}", reason, changes or {}))
