"""Where things stand that came from elsewhere."""

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.numbers import LARGEST_ID
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread
from forum.threads.queries.finding import find_place
from forum.transfer.stackexchange.origins import POSTS


def find_imported_place(number: int, person: Person) -> tuple[Thread, int]:
    """The thread and number of what had this number in a Stack Exchange site, the first imported.

    Raises ``NotFound`` also for what ``person`` may not see, ``Gone`` for what was purged.
    """
    statement = (
        select(Post.id)
        .where(Post.origin_id == number, Post.origin.startswith(POSTS))
        .order_by(Post.id)
    )
    found = db.session.scalars(statement).first() if number <= LARGEST_ID else None
    if found is None:
        raise NotFound(_("This post does not exist or was removed."))
    return find_place(found, person)
