"""Which of what somebody was told they may still see, in the database's words."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_

from forum.notifications.models import Notification
from forum.policy import is_staff
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread


def still_seen(person: Person, category_ids: Collection[int]) -> ColumnElement[bool]:
    """For a statement that outer-joins the thread and the post. ``category_ids``: those that they
    may see now. The twin of ``policy.see_thread`` and ``see_post``; a test holds it to them."""
    here = Thread.category_id.in_(category_ids)
    if is_staff(person):
        thread = and_(here, Thread.state != "purged")
        post: ColumnElement[bool] = Post.state != "purged"
    else:
        open_to_all = and_(Thread.state == "public", Thread.audience == "category")
        own = and_(Thread.author_id == person.id, Thread.state != "purged")
        thread = and_(here, Thread.staff_only.is_(False), or_(open_to_all, own))
        mine = and_(Post.author_id == person.id, Post.state != "purged")
        post = and_(Post.staff_only.is_(False), or_(Post.state == "public", mine))
    return and_(
        or_(Notification.thread_id.is_(None), thread), or_(Notification.post_id.is_(None), post)
    )
