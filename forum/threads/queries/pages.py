"""The page of a thread: its head and the posts of one page, two queries."""

from functools import cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, bindparam, func, select

from forum import policy
from forum.core.db import read
from forum.core.errors import Gone, NotFound
from forum.core.numbers import LARGEST_ID
from forum.policy import is_guest
from forum.policy.shapes import Person
from forum.threads.models import PAGE, Post
from forum.threads.queries.heads import select_head, to_head
from forum.threads.queries.posts import is_shown, select_posts, to_post
from forum.threads.queries.rows import PostRow, ThreadHead


def get_head(thread_id: int, person: Person) -> ThreadHead:
    """Raises ``NotFound`` also for what ``person`` may not see, ``Gone`` for what was purged."""
    row = None
    if thread_id <= LARGEST_ID:
        with read() as connection:
            wanted = {"thread": thread_id, "reader": person.id}
            row = connection.execute(select_head(is_guest(person)), wanted).first()
    if row is None:
        raise NotFound(_("This thread does not exist or was removed."))
    head = to_head(row, person)
    if head.state == "purged":
        raise Gone(_("This thread was deleted for good."))
    if not policy.see_thread(person, head):
        raise NotFound(_("This thread does not exist or was removed."))
    return head


def posts_of(head: ThreadHead, person: Person, page: int, size: int = PAGE) -> list[PostRow]:
    """The posts of a page, by number: page 1,000 costs what page 1 does.

    A page whose posts were all purged is empty; ``next_page`` says where to go from there.
    """
    first = (page - 1) * size + 1
    wanted = {
        "reader": person.id, "thread": head.id, "first": first, "last": first + size - 1
    }
    with read() as connection:
        found = connection.execute(_posts_between(is_guest(person)), wanted).all()
    rows = (to_post(row, head, person) for row in found)
    return [row for row in rows if is_shown(row, person)]


@cache
def _posts_between(for_guest: bool) -> Select[Any]:
    there = Post.number.between(bindparam("first"), bindparam("last"))
    here = Post.thread_id == bindparam("thread")
    return select_posts(for_guest).where(here, there).order_by(Post.number)


def get_post_row(head: ThreadHead, post_id: int, person: Person) -> PostRow:
    """One post of the thread as its page shows it. Raises ``NotFound``."""
    statement = select_posts(is_guest(person)).where(Post.thread_id == head.id, Post.id == post_id)
    with read() as connection:
        row = connection.execute(statement, {"reader": person.id}).first()
    post = to_post(row, head, person) if row else None
    if post is None or not is_shown(post, person):
        raise NotFound(_("This post does not exist or was removed."))
    return post


def next_page(head: ThreadHead, page: int, size: int = PAGE) -> int | None:
    """The next page after ``page`` that still has a post, if any."""
    statement = select(func.min(Post.number)).where(
        Post.thread_id == head.id, Post.number > page * size, Post.state != "purged"
    )
    with read() as connection:
        number = connection.scalar(statement)
    return None if number is None else (number - 1) // size + 1
