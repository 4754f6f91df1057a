"""What a post said before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import read
from forum.policy import is_staff
from forum.policy.shapes import Person
from forum.threads.models import Post, Revision
from forum.threads.queries.rows import PersonRow, author_row

# More edits of one post than this are not listed.
MOST = 200


@dataclass(frozen=True)
class Change:
    """An edit: what stood before and after, and who made it."""

    number: int
    by: PersonRow
    at: datetime
    before: str
    after: str
    # The thread's title, where the post is its first; else "".
    title_before: str
    title_after: str
    # Redacted: only staff are shown this one.
    is_hidden: bool


def changes_of(post: Post, person: Person) -> list[Change]:
    """The last first. What was redacted is left out for all but staff."""
    thread = post.thread
    statement = (
        select(
            Revision.number, Revision.edited_at, Revision.body, Revision.title, Revision.is_hidden,
            Revision.edited_by_id, User.handle, User.display_name, User.role,
        )
        .outerjoin(User, User.id == Revision.edited_by_id)
        .where(Revision.post_id == post.id)
        .order_by(Revision.number.desc())
        .limit(MOST)
    )
    with read() as connection:
        rows = connection.execute(statement).all()
    changes: list[Change] = []
    body, title, is_hidden = post.body, thread.title if post.is_opening else "", False
    for row in rows:
        unnamed = thread.is_anonymous and row.edited_by_id == thread.author_id
        named = (row.edited_by_id, row.handle, row.display_name, row.role)
        by = author_row(person, *named, hidden=unnamed)
        before = row.title or (title if post.is_opening else "")
        texts = (row.body, body, before, title)
        changes.append(Change(row.number, by, row.edited_at, *texts, row.is_hidden or is_hidden))
        body, title, is_hidden = row.body, before, row.is_hidden
    return [change for change in changes if not change.is_hidden or is_staff(person)]
