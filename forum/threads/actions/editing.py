"""Editing, with what was there before kept; redacting, with it put out of sight."""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum import policy
from forum.accounts.models import User
from forum.core import markup
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Invalid
from forum.core.events import StaffAct, publish
from forum.safety.door import admit_any_reason
from forum.threads.actions.posting import admit_title
from forum.threads.actions.tagging import set_tags
from forum.threads.changes import touch_thread
from forum.threads.events import PeopleMentioned, PostEdited
from forum.threads.models import Post, Revision, Thread
from forum.threads.redaction import only_takes_away
from forum.threads.writing import Written, check_newcomer, mentions, write_up

# A slip mended at once is no revision (Discourse's editing_grace_period).
GRACE = timedelta(minutes=5)


def edit_post(
    post: Post,
    body: str,
    reason: str = "",
    *,
    title: str | None = None,
    tags: Sequence[str] | None = None,
    by: User,
) -> None:
    """Put ``body`` in place of what the post says; what it said becomes a revision.

    ``title`` and ``tags`` are the thread's, and go with its opening post. No revision within 5
    minutes of the last one by the same person. What is the same changes nothing.
    """
    written, reason = write_up(body), admit_any_reason(reason)
    new_title = None if title is None else admit_title(title)
    with transaction():
        thread = lock(post.thread)
        policy.require(policy.edit_post(by, thread, post))
        fields, named = _changed(post, written, new_title), _newly_named(post, written)
        rewritten = bool(fields)
        if "title" in fields:
            policy.require(policy.rename_thread(by, thread, post))
        if rewritten:
            check_newcomer(written, by)
            _keep_revision(post, by)
            _put(post, written, new_title)
        if tags is not None and post.is_opening:
            policy.require(policy.retag_thread(by, thread, post))
            if set_tags(thread, tags, by):
                fields.append("tags")
        if rewritten:
            _tell(post, named, by)
        if fields and by.id != post.author_id:
            publish(StaffAct(by.id, "edit_post", f"post/{post.id}", reason, {"fields": fields}))


@transaction()
def rename_thread(thread: Thread, opening: Post, title: str, reason: str = "", *, by: User) -> None:
    lock(thread)
    policy.require(policy.rename_thread(by, thread, opening))
    title, reason = admit_title(title), admit_any_reason(reason)
    if title == thread.title:
        return
    _keep_revision(opening, by)
    thread.title, opening.edited_at = title, now()
    touch_thread(thread)
    publish(PostEdited(opening, by))
    if by.id != thread.author_id:
        change: dict[str, object] = {"fields": ["title"]}
        publish(StaffAct(by.id, "rename_thread", f"thread/{thread.id}", reason, change))


def redact_post(post: Post, body: str, *, title: str | None = None, by: User) -> None:
    """Put ``body`` in place of the post, and everything that it said before out of sight.

    Possible at any time: it is how somebody takes back a telephone number. ``title`` is the
    thread's, and goes with its opening post alone.
    """
    written = write_up(body)
    new_title = None if title is None else admit_title(title)
    with transaction():
        thread = lock(post.thread)
        policy.require(policy.redact_post(by, post))
        if new_title is not None and not post.is_opening:
            raise Invalid(_("Only the first post of a thread has a title."), "title")
        check_newcomer(written, by)
        if not policy.edit_post(by, thread, post):
            _check_takes_away(post.body, written.body, "body")
            _check_takes_away(thread.title, new_title or thread.title, "title")
        named, rewritten = _newly_named(post, written), _changed(post, written, new_title)
        if rewritten:
            _add_revision(post, by)
            _put(post, written, new_title)
        earlier = update(Revision).where(Revision.post_id == post.id)
        db.session.execute(earlier.values(is_hidden=True))
        if rewritten:
            _tell(post, named, by)
        if by.id != post.author_id:
            publish(StaffAct(by.id, "redact_post", f"post/{post.id}"))


def _changed(post: Post, written: Written, title: str | None) -> list[str]:
    renamed = post.is_opening and title is not None and title != post.thread.title
    changes = {"body": written.body != post.body, "title": renamed}
    return [field for field, is_changed in changes.items() if is_changed]


def _check_takes_away(before: str, after: str, field: str) -> None:
    if not only_takes_away(before, after):
        sentence = _("Redacting takes whole words out or puts … in their place; it adds nothing.")
        raise Invalid(sentence, field)


def _newly_named(post: Post, written: Written) -> tuple[str, ...]:
    return tuple(sorted(set(written.mentions) - set(mentions(post.html))))


def _tell(post: Post, named: tuple[str, ...], by: User) -> None:
    publish(PostEdited(post, by))
    if named:
        publish(PeopleMentioned(post, by, named))


def _put(post: Post, written: Written, title: str | None) -> None:
    """Show what is written from now on."""
    post.edited_at = now()
    if title is not None and post.is_opening:
        post.thread.title = title
    post.body, post.html, post.renderer = written.body, written.html, written.renderer
    if post.is_opening and post.state == "public":
        post.thread.excerpt = markup.excerpt(written.html)
    touch_thread(post.thread)


def _keep_revision(post: Post, by: User) -> None:
    last = _last_revision(post)
    wrote, at = (last.edited_by_id, last.edited_at) if last else (post.author_id, post.created_at)
    # Counted from the last revision: a chain of small edits must not rewrite a post unseen.
    if by.id != wrote or now() - at > GRACE:
        _add_revision(post, by)


def _add_revision(post: Post, by: User) -> None:
    last = _last_revision(post)
    db.session.add(
        Revision(
            post_id=post.id,
            number=last.number + 1 if last else 1,
            title=post.thread.title if post.is_opening else None,
            body=post.body,
            edited_by_id=by.id,
            edited_at=now(),
        )
    )
    db.session.flush()


def _last_revision(post: Post) -> Revision | None:
    mine = select(Revision).where(Revision.post_id == post.id)
    return db.session.scalars(mine.order_by(Revision.number.desc()).limit(1)).first()
