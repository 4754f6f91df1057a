"""What the people of the demonstration follow and were told of."""

from collections.abc import Iterable
from datetime import timedelta

from forum.core.db import db
from forum.notifications.models import Notification, ThreadLevel
from forum.threads.models import Post, Thread
from forum.transfer.demo.stage import Stage

# What is older they have read.
READ_AFTER = timedelta(days=2)


def tell(stage: Stage) -> None:
    """Who asks watches, who replies follows, and askers were told of replies."""
    for key, thread in stage.threads.items():
        posts = [post for post in stage.posts[key] if post.state == "public"]
        _follow(thread, posts)
        for post in posts[1:]:
            if post.author_id != thread.author_id and not thread.category.is_official:
                db.session.add(_notice(stage, thread, post))


def _follow(thread: Thread, posts: Iterable[Post]) -> None:
    for user_id in {post.author_id for post in posts} | {thread.author_id}:
        started = user_id == thread.author_id
        level, reason = ("watch", "started") if started else ("follow", "posted")
        db.session.add(
            ThreadLevel(
                user_id=user_id, thread_id=thread.id, level=level, reason=reason,
                set_at=thread.created_at,
            )
        )  # fmt: skip


def _notice(stage: Stage, thread: Thread, post: Post) -> Notification:
    is_old = post.created_at < stage.now - READ_AFTER
    return Notification(
        user_id=thread.author_id,
        kind="answered" if thread.is_question else "thread_post",
        event=f"post/{post.id}",
        thread_id=thread.id,
        post_id=post.id,
        by_id=post.author_id,
        created_at=post.created_at,
        read_at=post.created_at + READ_AFTER if is_old else None,
    )
