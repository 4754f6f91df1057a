"""Lines of lists: their statement, and from a row of it to what this reader is shown."""

from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, null, select

from forum.accounts.models import User
from forum.core.columns import Columns, fields_of
from forum.policy.shapes import Person
from forum.threads.models import Post, ReadingPosition, Thread
from forum.threads.queries.rows import ThreadRow, author_row
from forum.threads.states import Acceptance, ThreadLock


def _unread() -> Any:
    """Exactly. Posts are counted only where some are missing from the public ones."""
    news = (
        select(func.count())
        .where(
            Post.thread_id == Thread.id,
            Post.number > ReadingPosition.number,
            Post.state == "public",
            Post.staff_only.is_(False),
        )
        .scalar_subquery()
    )
    return case(
        (Thread.last_number <= ReadingPosition.number, 0),
        (Thread.last_number == Thread.reply_count + 1, Thread.last_number - ReadingPosition.number),
        else_=news,
    )


_LINE = Columns(
    id=Thread.id,
    title=Thread.title,
    language=Thread.language,
    excerpt=Thread.excerpt,
    tags=Thread.tags,
    category_id=Thread.category_id,
    resolution=Thread.resolution,
    created_at=Thread.created_at,
    last_post_at=Thread.last_post_at,
    last_number=Thread.last_number,
    reply_count=Thread.reply_count,
    accepted_post_id=Acceptance.post_id,
    read_number=ReadingPosition.number,
    lock=ThreadLock.thread_id,
    is_anonymous=Thread.is_anonymous,
    unread=_unread(),
    author_id=Thread.author_id,
    author_handle=User.handle,
    author_name=User.display_name,
    author_role=User.role,
)
_FIELDS = _LINE.take(*fields_of(ThreadRow, before="is_locked"))
_ABOUT = _LINE.take("lock", "is_anonymous", "unread")
_AUTHOR = _LINE.take("author_id", "author_handle", "author_name", "author_role")


def select_lines(for_guest: bool) -> Select[Any]:
    """Without its conditions; executed with the reader's id as "reader"."""
    columns = _LINE.all(read_number=null(), unread=null()) if for_guest else _LINE.all()
    statement: Select[Any] = (
        select(*columns)
        .select_from(Thread)
        .outerjoin(User, User.id == Thread.author_id)
        .outerjoin(ThreadLock, ThreadLock.thread_id == Thread.id)
        .outerjoin(Acceptance, Acceptance.thread_id == Thread.id)
    )
    if for_guest:
        return statement
    mine = ReadingPosition.user_id == bindparam("reader")
    return statement.outerjoin(ReadingPosition, and_(ReadingPosition.thread_id == Thread.id, mine))


def to_line(row: Any, person: Person) -> ThreadRow:
    lock, is_anonymous, unread = _ABOUT(row)
    author = author_row(person, *_AUTHOR(row), hidden=is_anonymous)
    columns: tuple[Any, ...] = (*_FIELDS(row), lock is not None, author, unread or 0)
    return ThreadRow(*columns)
