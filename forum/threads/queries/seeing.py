"""What lists show, in the database's words; ``policy.seeing`` says what else somebody may see."""

from sqlalchemy import ColumnElement, and_, or_

from forum.policy import is_staff
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread


def listed() -> ColumnElement[bool]:
    """Threads that lists show, to whomever may see the category. Leads every list's index."""
    return and_(
        Thread.state == "public", Thread.staff_only.is_(False), Thread.audience == "category"
    )


def readable(person: Person) -> ColumnElement[bool]:
    """Of a thread that ``person`` may see, the posts whose text they may read: the twin of
    ``policy.see_post``; a test holds it to that."""
    if is_staff(person):
        return Post.state != "purged"
    own = and_(Post.author_id == person.id, Post.state != "purged")
    return and_(Post.staff_only.is_(False), or_(Post.state == "public", own))
