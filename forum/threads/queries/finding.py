"""One thread or post, as rows that actions can change."""

from flask_babel import gettext as _
from sqlalchemy import select, true

from forum import policy
from forum.core.db import db
from forum.core.errors import Gone, NotFound
from forum.core.numbers import LARGEST_ID
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread


def get_thread(thread_id: int, person: Person) -> Thread:
    """Raises ``NotFound`` also for what ``person`` may not see, ``Gone`` for what was purged."""
    thread = db.session.get(Thread, thread_id) if thread_id <= LARGEST_ID else None
    if thread is not None and thread.state == "purged":
        raise Gone(_("This thread was deleted for good."))
    if thread is None or not policy.see_thread(person, thread):
        raise NotFound(_("This thread does not exist or was removed."))
    return thread


def get_post(post_id: int, person: Person) -> Post:
    """A post whose text ``person`` may read. Raises ``NotFound`` or ``Gone``."""
    post = db.session.get(Post, post_id) if post_id <= LARGEST_ID else None
    if post is None or not policy.see_thread(person, post.thread):
        raise NotFound(_("This post does not exist or was removed."))
    if post.state == "purged":
        raise Gone(_("This post was deleted for good."))
    if not policy.see_post(person, post.thread, post):
        raise NotFound(_("This post does not exist or was removed."))
    return post


def find_place(post_id: int, person: Person) -> tuple[Thread, int]:
    """The thread and number of a post, also where there is only a stub for this reader.

    Raises ``NotFound`` or ``Gone``.
    """
    post = db.session.get(Post, post_id) if post_id <= LARGEST_ID else None
    if post is not None and post.state == "hidden" and not post.staff_only:
        return get_thread(post.thread_id, person), post.number
    post = get_post(post_id, person)
    return post.thread, post.number


def has_other_voices(thread: Thread) -> bool:
    """Whether anybody but who started it has a post in it that everybody sees."""
    others = Post.author_id.is_distinct_from(thread.author_id) if thread.author_id else true()
    public = (Post.thread_id == thread.id, Post.number > 1, Post.state == "public")
    found = select(Post.id).where(*public, Post.staff_only.is_(False), others).limit(1)
    return db.session.scalar(found) is not None


def get_opening(thread: Thread) -> Post:
    post = db.session.query(Post).filter_by(thread_id=thread.id, number=1).one_or_none()
    if post is None:
        raise NotFound(_("This post does not exist or was removed."))
    return post
