"""What a mail or a push says of a notification, if it is still theirs to see when it leaves."""

from dataclasses import dataclass
from typing import Any

from forum import policy
from forum.accounts.models import User
from forum.core.db import db
from forum.notifications.models import Notification
from forum.threads.models import Post, Thread
from forum.threads.queries.posts import author_of
from forum.threads.queries.rows import NOBODY, PersonRow


@dataclass(frozen=True)
class Item:
    """A ``words.Told``."""

    kind: str
    title: str
    by: PersonRow
    about: dict[str, Any]
    post: Post | None
    thread: Thread | None
    count: int = 1

    @property
    def path(self) -> str:
        """Where it leads."""
        if self.post is not None:
            return self.post.path
        return self.thread.path if self.thread else "/notifications"


def item_of(row: Notification, user: User) -> Item | None:
    """None for what they may not see now."""
    thread = db.session.get(Thread, row.thread_id) if row.thread_id else None
    post = db.session.get(Post, row.post_id) if row.post_id else None
    if thread is not None and not policy.see_thread(user, thread):
        return None
    if post is not None and not policy.see_post(user, post.thread, post):
        return None
    by = author_of(post, user) if post and post.author_id == row.by_id else NOBODY
    return Item(row.kind, thread.title if thread else "", by, row.about, post, thread)
