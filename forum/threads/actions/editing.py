"""Editing, with what was there before kept; redacting, with it put out of sight."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from forum import policy
from forum.accounts.models import User
from forum.core import markup
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.threads.actions.posting import admit_title
from forum.threads.changes import touch_thread
from forum.threads.events import PeopleMentioned, PostEdited
from forum.threads.models import Post, Revision, Thread
from forum.threads.writing import Written, check_newcomer, write_up

# A slip mended at once is no revision (Discourse's editing_grace_period).
GRACE = timedelta(minutes=5)


def edit_post(post: Post, body: str, reason: str = "", *, by: User) -> None:
    """Put ``body`` in place of what the post says; what it said becomes a revision.

    No revision within 5 minutes of writing by the same person. The same text changes nothing.
    """
    written = write_up(body)
    with transaction():
        thread = lock(post.thread)
        policy.require(policy.edit_post(by, thread, post))
        if written.body == post.body:
            return
        check_newcomer(written, by)
        if by.id != post.author_id or now() - (post.edited_at or post.created_at) > GRACE:
            _keep_revision(post, by, title=None)
        mentioned = _newly_mentioned(post, written)
        _put(post, written)
        post.edited_at = now()
        publish(PostEdited(post, by))
        if mentioned:
            publish(PeopleMentioned(post, by, mentioned))
        if by.id != post.author_id:
            publish(StaffAct(by.id, "edit_post", f"post/{post.id}", reason, {"fields": ["body"]}))


@transaction()
def rename_thread(thread: Thread, opening: Post, title: str, reason: str = "", *, by: User) -> None:
    lock(thread)
    policy.require(policy.rename_thread(by, thread, opening))
    title = admit_title(title)
    if title == thread.title:
        return
    if by.id != opening.author_id or now() - opening.created_at > GRACE:
        _keep_revision(opening, by, title=thread.title)
    thread.title = title
    touch_thread(thread)
    if by.id != thread.author_id:
        change: dict[str, object] = {"fields": ["title"]}
        publish(StaffAct(by.id, "rename_thread", f"thread/{thread.id}", reason, change))


def redact_post(post: Post, body: str, *, by: User) -> None:
    """Put ``body`` in place of the post, and everything that it said before out of sight.

    Possible at any time: it is how somebody takes back a telephone number.
    """
    written = write_up(body)
    with transaction():
        thread = lock(post.thread)
        policy.require(policy.redact_post(by, post))
        check_newcomer(written, by)
        if not _only_takes_away(post.body, written.body) and not policy.edit_post(by, thread, post):
            raise Invalid(
                _("Redacting takes words out or puts … in their place; it adds nothing."), "body"
            )
        _keep_revision(post, by, title=None)
        db.session.execute(
            update(Revision).where(Revision.post_id == post.id).values(is_hidden=True)
        )
        _put(post, written)
        post.edited_at = now()
        publish(PostEdited(post, by))
        if by.id != post.author_id:
            publish(StaffAct(by.id, "redact_post", f"post/{post.id}"))


def _only_takes_away(before: str, after: str) -> bool:
    """Whether ``after`` is ``before`` with parts missing, or … * █ in their place."""
    rest = iter(before)
    return all(c in "…*█.[]x \n" or c in rest for c in after)


def _put(post: Post, written: Written) -> None:
    post.body, post.html, post.renderer = written.body, written.html, written.renderer
    if post.is_opening:
        post.thread.excerpt = markup.excerpt(written.html)
    touch_thread(post.thread)


def _keep_revision(post: Post, by: User, title: str | None) -> None:
    last = db.session.scalar(
        select(func.max(Revision.number)).where(Revision.post_id == post.id)
    )
    db.session.add(
        Revision(
            post_id=post.id, number=(last or 0) + 1, title=title, body=post.body, edited_by_id=by.id
        )
    )
    db.session.flush()


def _newly_mentioned(post: Post, written: Written) -> tuple[str, ...]:
    new = (path for path in written.mentions if f'href="{path}"' not in post.html)
    return tuple(path.removeprefix("/u/") for path in new)


@transaction()
def render_again(post: Post, written: Written) -> None:
    """Store what today's renderer makes of an unchanged body."""
    if written.body != post.body:
        raise Conflict(_("The post was edited meanwhile."))
    _put(post, written)
