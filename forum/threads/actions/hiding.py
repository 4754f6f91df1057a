"""Taking posts and threads away, and bringing them back."""

from sqlalchemy import func, select, update

from forum import policy
from forum.accounts.models import User
from forum.core import markup
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.events import StaffAct, publish
from forum.safety.door import admit, admit_any_reason
from forum.threads.actions.answers import drop_acceptance
from forum.threads.changes import touch_thread
from forum.threads.events import (
    AnswerUnaccepted,
    PostHidden,
    PostPurged,
    PostRestored,
    ThreadHidden,
    ThreadRestored,
)
from forum.threads.models import Post, Revision, Thread, ThreadTag
from forum.threads.queries.finding import get_opening, has_other_voices

# Of a thread whose opening post was purged: no words, so that it reads alike in every language.
NO_TITLE = "[…]"


@transaction()
def hide_post(post: Post, reason: str = "", *, by: User) -> None:
    """Show a stub in its place. By its author: withdrawn; by staff: hidden, with a reason.

    If it was the accepted answer, nothing is accepted any more. If it opens a thread in which
    nobody else has spoken, the thread goes out of sight with it.
    """
    thread = lock(post.thread)
    policy.require(policy.hide_post(by, post))
    own = by.id == post.author_id
    why = admit_any_reason(reason) if own else admit(reason, "reason")
    post.state, post.hidden_by_id, post.hidden_reason, post.hidden_at = "hidden", by.id, why, now()
    dropped = drop_acceptance(thread) if thread.answer_id == post.id else None
    _count_and_settle(thread, by)
    if dropped is not None:
        publish(AnswerUnaccepted(dropped, by))
    publish(PostHidden(post, by))
    if not own:
        publish(StaffAct(by.id, "hide_post", f"post/{post.id}", why))


@transaction()
def restore_post(post: Post, *, by: User) -> None:
    thread = lock(post.thread)
    policy.require(policy.restore_post(by, post))
    own = by.id == post.author_id
    post.state, post.hidden_by_id, post.hidden_reason, post.hidden_at = "public", None, "", None
    _count_and_settle(thread, by)
    publish(PostRestored(post, by))
    if not own:
        publish(StaffAct(by.id, "restore_post", f"post/{post.id}"))


@transaction()
def purge_post(post: Post, reason: str, *, by: User) -> None:
    """Delete a post's text for good, with every copy. Its number stays empty.

    The title goes with the opening post, and the thread with the last post that holds a text.
    """
    thread = lock(post.thread)
    policy.require(policy.purge_post(by))
    why = admit(reason, "reason")
    if post.state == "purged":
        return
    dropped = drop_acceptance(thread) if thread.answer_id == post.id else None
    post.state, post.body, post.html, post.hidden_reason = "purged", "", "", ""
    if post.is_opening:
        thread.title = NO_TITLE
    _erase_copies(post)
    _count_and_settle(thread, by)
    if dropped is not None:
        publish(AnswerUnaccepted(dropped, by))
    publish(PostPurged(post, by))
    publish(StaffAct(by.id, "purge_post", f"post/{post.id}", why))


@transaction()
def purge_revisions(post: Post, reason: str, *, by: User) -> None:
    """Delete for good what a post said before; the post as it is now stays."""
    lock(post.thread)
    policy.require(policy.purge_revisions(by))
    why = admit(reason, "reason")
    _erase_copies(post)
    publish(StaffAct(by.id, "purge_revisions", f"post/{post.id}", why))


def _erase_copies(post: Post) -> None:
    copies = update(Revision).where(Revision.post_id == post.id)
    db.session.execute(copies.values(body="", title=None, is_hidden=True))


@transaction()
def hide_thread(thread: Thread, reason: str, *, by: User) -> None:
    lock(thread)
    policy.require(policy.hide_thread(by))
    why = admit(reason, "reason")
    if thread.state in ("hidden", "purged") and not thread.hidden_with_opening:
        return
    was_public = thread.state != "hidden"
    thread.state, thread.hidden_with_opening = "hidden", False
    touch_thread(thread)
    if was_public:
        publish(ThreadHidden(thread, by))
    publish(StaffAct(by.id, "hide_thread", f"thread/{thread.id}", why))


@transaction()
def restore_thread(thread: Thread, *, by: User) -> None:
    lock(thread)
    policy.require(policy.restore_thread(by))
    if thread.state in ("public", "purged"):
        return
    thread.state, thread.hidden_with_opening = "public", False
    touch_thread(thread)
    publish(ThreadRestored(thread, by))
    publish(StaffAct(by.id, "restore_thread", f"thread/{thread.id}"))


def _count_and_settle(thread: Thread, by: User) -> None:
    """Inside a transaction that holds the thread, after one of its posts went or came back."""
    count_replies(thread)
    if _is_empty(thread):
        thread.state, thread.hidden_with_opening = "purged", False
        return
    has_a_voice = get_opening(thread).state == "public" or has_other_voices(thread)
    if thread.state == "public" and not has_a_voice:
        thread.state, thread.hidden_with_opening = "hidden", True
        publish(ThreadHidden(thread, by))
    elif thread.hidden_with_opening and has_a_voice:
        thread.state, thread.hidden_with_opening = "public", False
        publish(ThreadRestored(thread, by))


def _is_empty(thread: Thread) -> bool:
    left = select(Post.id).where(Post.thread_id == thread.id, Post.state != "purged").limit(1)
    return db.session.scalar(left) is None


def count_replies(thread: Thread) -> None:
    """Inside a transaction that holds the thread: what its public posts now add up to."""
    db.session.flush()
    public = (Post.thread_id == thread.id, Post.state == "public", Post.staff_only.is_(False))
    count, last = db.session.execute(
        select(func.count().filter(Post.number > 1), func.max(Post.created_at)).where(*public)
    ).one()
    thread.reply_count, thread.last_post_at = count, last or thread.created_at
    opening = db.session.scalars(select(Post).filter_by(thread_id=thread.id, number=1)).one()
    thread.excerpt = markup.excerpt(opening.html) if opening.state == "public" else ""
    db.session.execute(
        update(ThreadTag)
        .where(ThreadTag.thread_id == thread.id)
        .values(last_post_at=thread.last_post_at)
    )
    touch_thread(thread)
