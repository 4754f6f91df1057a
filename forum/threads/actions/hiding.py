"""Taking posts and threads away, and bringing them back."""

from sqlalchemy import func, select, update

from forum import policy
from forum.accounts.models import User
from forum.core import idempotency, markup
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.events import StaffAct, publish
from forum.safety.door import admit
from forum.threads.actions.answers import drop_acceptance
from forum.threads.changes import touch_thread
from forum.threads.events import PostHidden, PostRestored
from forum.threads.models import Post, Revision, Thread, ThreadTag


@transaction()
def hide_post(post: Post, reason: str = "", *, by: User) -> None:
    """Show a stub in its place. By its author: withdrawn; by a moderator: hidden, with a reason.

    If it was the accepted answer, nothing is accepted any more.
    """
    thread = lock(post.thread)
    policy.require(policy.hide_post(by, post))
    own = by.id == post.author_id
    why = admit(reason, "reason") if reason.strip() or not own else ""
    post.state, post.hidden_by_id, post.hidden_reason, post.hidden_at = "hidden", by.id, why, now()
    if thread.answer_id == post.id:
        drop_acceptance(thread, by)
    count_replies(thread)
    publish(PostHidden(post, by))
    if not own:
        publish(StaffAct(by.id, "hide_post", f"post/{post.id}", why))


@transaction()
def restore_post(post: Post, *, by: User) -> None:
    thread = lock(post.thread)
    policy.require(policy.restore_post(by, post))
    own = by.id == post.author_id
    post.state, post.hidden_by_id, post.hidden_reason, post.hidden_at = "public", None, "", None
    count_replies(thread)
    publish(PostRestored(post, by))
    if not own:
        publish(StaffAct(by.id, "restore_post", f"post/{post.id}"))


@transaction()
def purge_post(post: Post, reason: str, *, by: User) -> None:
    """Delete a post's text for good, with every copy. Its number stays empty."""
    thread = lock(post.thread)
    policy.require(policy.purge_post(by))
    why = admit(reason, "reason")
    if post.state == "purged":
        return
    if thread.answer_id == post.id:
        drop_acceptance(thread, by)
    post.state, post.body, post.html, post.hidden_reason = "purged", "", "", ""
    _erase_copies(post)
    count_replies(thread)
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
    """Its revisions, and what is kept of the answers to those who wrote them by a program."""
    mine = Revision.post_id == post.id
    writers = set(db.session.scalars(select(Revision.edited_by_id).where(mine)))
    idempotency.erase(writers | ({post.author_id} if post.author_id else set()))
    db.session.execute(update(Revision).where(mine).values(body="", title=None, is_hidden=True))


@transaction()
def hide_thread(thread: Thread, reason: str, *, by: User) -> None:
    lock(thread)
    policy.require(policy.hide_thread(by))
    why = admit(reason, "reason")
    if thread.state == "hidden":
        return
    thread.state = "hidden"
    touch_thread(thread)
    publish(StaffAct(by.id, "hide_thread", f"thread/{thread.id}", why))


@transaction()
def restore_thread(thread: Thread, *, by: User) -> None:
    lock(thread)
    policy.require(policy.restore_thread(by))
    if thread.state in ("public", "purged"):
        return
    thread.state = "public"
    touch_thread(thread)
    publish(StaffAct(by.id, "restore_thread", f"thread/{thread.id}"))


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
