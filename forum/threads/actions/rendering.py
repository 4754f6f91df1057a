"""Posts rendered again, after the renderer has changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, true, update

from forum.core import markup
from forum.core.db import db, lock, read, transaction
from forum.threads.changes import touch_thread
from forum.threads.models import Post, Thread
from forum.threads.writing import links_for

# Posts that are rendered before their thread is locked, so that a long one is not held for long.
_BATCH = 100

Source = Any


@dataclass
class Rerendered:
    posts: int = 0
    changed: int = 0
    # The renderer was busy with others; the next run takes these.
    put_off: int = 0


def count_stale(everything: bool) -> int:
    with read() as connection:
        return connection.scalar(select(func.count()).where(*_stale(everything))) or 0


def render_again(everything: bool, advance: Callable[[int], None]) -> Rerendered:
    """Render what another version of the renderer made, or everything.

    A post that is edited meanwhile stays as it was edited. Without ``everything`` it goes on
    where it was stopped.
    """
    told = Rerendered()
    for thread_id, posts in _batches(everything):
        fresh = {post.id: _render(post) for post in posts}
        done = {number: made.html for number, made in fresh.items() if not made.was_busy}
        told.put_off += len(fresh) - len(done)
        told.posts += len(done)
        told.changed += _store(thread_id, [post for post in posts if post.id in done], done)
        advance(len(posts))
    return told


def _render(post: Source) -> markup.Rendered:
    # Whom an imported post names is somebody there, who may not be who has that name here.
    return markup.render(post.body, {} if post.origin else links_for(post.body))


def _stale(everything: bool) -> Sequence[ColumnElement[bool]]:
    return (Post.state != "purged", true() if everything else Post.renderer != markup.RENDERER)


def _batches(everything: bool) -> Iterator[tuple[int, list[Source]]]:
    thread_id = number = 0
    while True:
        thread = func.min(Post.thread_id)
        rest = (Post.thread_id == thread_id, Post.number > number)
        columns = select(Post.id, Post.number, Post.body, Post.html, Post.origin)
        with read() as connection:
            page = columns.where(*_stale(everything), *rest).order_by(Post.number).limit(_BATCH)
            posts = list(connection.execute(page))
            if not posts:
                following = select(thread).where(*_stale(everything), Post.thread_id > thread_id)
                found = connection.scalar(following)
                if found is None:
                    return
                thread_id, number = found, 0
                continue
        yield thread_id, posts
        number = posts[-1].number


@transaction()
def _store(thread_id: int, posts: Sequence[Source], fresh: dict[int, str]) -> int:
    """Answers how many look different now."""
    thread = lock(db.session.get_one(Thread, thread_id))
    changed = [post for post in posts if post.html != fresh[post.id]]
    for post in posts:
        db.session.execute(
            update(Post)
            .where(Post.id == post.id, Post.body == post.body)
            .values(html=fresh[post.id], renderer=markup.RENDERER)
        )
    if changed:
        _put_excerpt(thread)
        touch_thread(thread)
    return len(changed)


def _put_excerpt(thread: Thread) -> None:
    opening = db.session.query(Post).filter_by(thread_id=thread.id, number=1).one_or_none()
    if opening is not None and opening.state == "public":
        thread.excerpt = markup.excerpt(opening.html)
