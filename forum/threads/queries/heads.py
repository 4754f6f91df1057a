"""The head of a thread's page: its statement, and from a row of it to what is shown."""

from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, null, select
from sqlalchemy.orm import aliased

from forum import policy
from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.columns import Columns, fields_of
from forum.policy.shapes import Person
from forum.threads.models import MeToo, Post, ReadingPosition, Thread
from forum.threads.queries.rows import CategoryRow, Original, ThreadHead, author_row
from forum.threads.states import Acceptance, ChoiceLock, Closing, Duplicate, ThreadLock

_Answer, _Answerer = aliased(Post), aliased(User)
_Original, _OriginalCategory = aliased(Thread), aliased(Category)


def _first_reply_at() -> Any:
    reply = aliased(Post)
    public = (reply.thread_id == Thread.id, reply.number > 1, reply.state == "public")
    return (
        select(reply.created_at)
        .where(*public, reply.staff_only.is_(False))
        .order_by(reply.number)
        .limit(1)
        .scalar_subquery()
    )


_HEAD = Columns(
    id=Thread.id,
    title=Thread.title,
    language=Thread.language,
    tags=Thread.tags,
    author_id=Thread.author_id,
    state=Thread.state,
    staff_only=Thread.staff_only,
    audience=Thread.audience,
    is_anonymous=Thread.is_anonymous,
    resolution=Thread.resolution,
    created_at=Thread.created_at,
    last_post_at=Thread.last_post_at,
    last_number=Thread.last_number,
    reply_count=Thread.reply_count,
    me_toos=Thread.me_toos,
    excerpt=Thread.excerpt,
    lock_reason=ThreadLock.reason,
    choice_lock_reason=ChoiceLock.reason,
    closed_reason=Closing.reason,
    first_reply_at=_first_reply_at(),
    accepted_post_id=_Answer.id,
    accepted_number=_Answer.number,
    accepted_at=Acceptance.accepted_at,
    accepted_by_id=Acceptance.accepted_by_id,
    accepted_html=_Answer.html,
    accepted_written_at=_Answer.created_at,
    accepted_votes=_Answer.votes,
    read_number=ReadingPosition.number,
    said_me_too_at=MeToo.made_at,
    answerer_id=_Answerer.id,
    answerer_handle=_Answerer.handle,
    answerer_name=_Answerer.display_name,
    answerer_role=_Answerer.role,
    original_id=_Original.id,
    original_title=_Original.title,
    original_state=_Original.state,
    original_staff_only=_Original.staff_only,
    original_audience=_Original.audience,
    original_may_see=_OriginalCategory.may_see,
    category_id=Category.id,
    category_may_see=Category.may_see,
    category_may_start=Category.may_start,
    category_may_reply=Category.may_reply,
    category_is_official=Category.is_official,
    author_handle=User.handle,
    author_name=User.display_name,
    author_role=User.role,
)
_FIELDS = _HEAD.take(*fields_of(ThreadHead, before="accepted_author"))
_ABOUT = _HEAD.take("author_id", "is_anonymous", "accepted_post_id")
_AUTHOR = _HEAD.take("author_handle", "author_name", "author_role")
_ANSWERER = _HEAD.take("answerer_id", "answerer_handle", "answerer_name", "answerer_role")
_ORIGINAL = _HEAD.take(
    "original_id", "original_title", "original_state", "original_staff_only",
    "original_audience", "original_may_see",
)
_CATEGORY = _HEAD.take(*(f"category_{name}" for name in fields_of(CategoryRow)))


# Built once per shape: with its thirteen joins, building it costs more than running it.
@cache
def select_head(for_guest: bool) -> Select[Any]:
    columns = _HEAD.all(read_number=null(), said_me_too_at=null()) if for_guest else _HEAD.all()
    statement: Select[Any] = (
        select(*columns)
        .select_from(Thread)
        .where(Thread.id == bindparam("thread"))
        .join(Category, Category.id == Thread.category_id)
        .outerjoin(User, User.id == Thread.author_id)
        .outerjoin(ThreadLock, ThreadLock.thread_id == Thread.id)
        .outerjoin(ChoiceLock, ChoiceLock.thread_id == Thread.id)
        .outerjoin(Closing, Closing.thread_id == Thread.id)
        .outerjoin(Acceptance, Acceptance.thread_id == Thread.id)
        .outerjoin(_Answer, _Answer.id == Acceptance.post_id)
        .outerjoin(_Answerer, _Answerer.id == _Answer.author_id)
        .outerjoin(Duplicate, Duplicate.thread_id == Thread.id)
        .outerjoin(_Original, _Original.id == Duplicate.original_id)
        .outerjoin(_OriginalCategory, _OriginalCategory.id == _Original.category_id)
    )
    if for_guest:
        return statement
    for trace in (ReadingPosition, MeToo):
        mine = and_(trace.thread_id == Thread.id, trace.user_id == bindparam("reader"))
        statement = statement.outerjoin(trace, mine)
    return statement


def to_head(row: Any, person: Person) -> ThreadHead:
    author_id, is_anonymous, accepted_post_id = _ABOUT(row)
    answerer, original = _ANSWERER(row), _ORIGINAL(row)
    hidden = is_anonymous and answerer[0] == author_id
    columns: tuple[Any, ...] = (
        *_FIELDS(row),
        author_row(person, *answerer, hidden=hidden) if accepted_post_id else None,
        _original(original, person) if original[0] else None,
        CategoryRow(*_CATEGORY(row)),
        author_row(person, author_id, *_AUTHOR(row), hidden=is_anonymous),
    )
    return ThreadHead(*columns)


def _original(columns: Any, person: Person) -> Original:
    thread_id, title, state, staff_only, audience, may_see = columns
    public = state == "public" and not staff_only and audience == "category"
    return Original(thread_id, title, public and policy.reaches(person, may_see))
