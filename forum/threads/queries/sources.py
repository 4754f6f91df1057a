"""Posts with their Markdown, as programs read them: after a number, or one alone."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from forum import policy
from forum.core.db import read
from forum.core.errors import Gone, NotFound
from forum.core.numbers import LARGEST_ID
from forum.policy import is_guest
from forum.policy.shapes import Person
from forum.threads.models import Post
from forum.threads.queries.pages import get_head
from forum.threads.queries.posts import is_shown, select_posts, to_post
from forum.threads.queries.rows import PostRow, ThreadHead


@dataclass(frozen=True, slots=True)
class SourcedPost:
    """``body`` is None where the person may not read it."""

    thread_id: int
    accepted: bool
    row: PostRow
    body: str | None
    reply_to: int | None


@dataclass(frozen=True, slots=True)
class SourcedPage:
    posts: list[SourcedPost]
    # The number after which the next page begins.
    next: int | None


def posts_after(head: ThreadHead, person: Person, number: int, limit: int) -> SourcedPage:
    after = (Post.thread_id == head.id, Post.number > number)
    statement = select_posts(is_guest(person)).where(*after).order_by(Post.number).limit(limit + 1)
    with read() as connection:
        found = connection.execute(statement, {"reader": person.id}).all()
    rows = [to_post(row, head, person) for row in found[:limit]]
    more = rows[-1].number if len(found) > limit else None
    return SourcedPage(_with_sources(head, rows, person), more)


def get_sourced_post(post_id: int, person: Person) -> SourcedPost:
    """Raises ``NotFound`` also for what ``person`` may not see, ``Gone`` for what was purged."""
    with read() as connection:
        thread_id = connection.scalar(
            select(Post.thread_id).where(Post.id == min(post_id, LARGEST_ID))
        )
    if thread_id is None:
        raise NotFound(_("This post does not exist or was removed."))
    head = get_head(thread_id, person)
    with read() as connection:
        statement = select_posts(is_guest(person)).where(Post.id == post_id)
        found = connection.execute(statement, {"reader": person.id}).one()
    row = to_post(found, head, person)
    if row.state == "purged":
        raise Gone(_("This post was deleted for good."))
    posts = _with_sources(head, [row], person)
    if not posts:
        raise NotFound(_("This post does not exist or was removed."))
    return posts[0]


def _with_sources(head: ThreadHead, rows: list[PostRow], person: Person) -> list[SourcedPost]:
    rows = [row for row in rows if is_shown(row, person)]
    statement = select(Post.id, Post.body, Post.reply_to_id).where(
        Post.id.in_([row.id for row in rows if policy.see_post(person, head, row)])
    )
    with read() as connection:
        sources = {row.id: (row.body, row.reply_to_id) for row in connection.execute(statement)}
    answer, nothing = head.accepted_post_id, (None, None)
    return [
        SourcedPost(head.id, row.id == answer, row, *sources.get(row.id, nothing)) for row in rows
    ]
