"""The page of a thread: its head and the posts of one page, two queries."""

from dataclasses import replace
from functools import cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, and_, bindparam, func, null, select
from sqlalchemy.orm import aliased

from forum import policy
from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import read
from forum.core.errors import Gone, NotFound
from forum.core.numbers import LARGEST_ID
from forum.policy import is_guest
from forum.policy.shapes import Person
from forum.threads.models import PAGE, Post, ReadingPosition, Thread, Vote
from forum.threads.queries.rows import (
    NOBODY,
    CategoryRow,
    Original,
    PostRow,
    ThreadHead,
    author_row,
)
from forum.threads.states import Acceptance, ChoiceLock, Closing, Duplicate, ThreadLock

_Answer, _Answerer = aliased(Post), aliased(User)
_Original, _OriginalCategory = aliased(Thread), aliased(Category)
_ReplyTo = aliased(Post)


def get_head(thread_id: int, person: Person) -> ThreadHead:
    """Raises ``NotFound`` also for what ``person`` may not see, ``Gone`` for what was purged."""
    row = None
    if thread_id <= LARGEST_ID:
        with read() as connection:
            wanted = {"thread": thread_id, "reader": person.id}
            row = connection.execute(_head(is_guest(person)), wanted).first()
    if row is None:
        raise NotFound(_("This thread does not exist or was removed."))
    head = _to_head(row, person)
    if head.state == "purged":
        raise Gone(_("This thread was deleted for good."))
    if not policy.see_thread(person, head):
        raise NotFound(_("This thread does not exist or was removed."))
    return head


# Built once per shape: with its twelve joins, building it costs more than running it.
@cache
def _head(for_guest: bool) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Thread.id, Thread.title, Thread.language, Thread.tags, Thread.author_id, Thread.state,
        Thread.staff_only, Thread.audience, Thread.is_anonymous, Thread.resolution,
        Thread.created_at, Thread.last_post_at, Thread.last_number, Thread.reply_count,
        Thread.excerpt, ThreadLock.reason, ChoiceLock.reason, Closing.reason,
        _first_reply_at(),
        _Answer.id, _Answer.number, Acceptance.accepted_at, Acceptance.accepted_by_id, _Answer.html,
        _Answer.created_at, _Answer.votes,
        _Answerer.id, _Answerer.handle, _Answerer.display_name, _Answerer.role,
        _Original.id, _Original.title, _Original.state, _Original.staff_only, _Original.audience,
        _OriginalCategory.may_see,
        Category.id, Category.may_see, Category.may_start, Category.may_reply, Category.is_official,
        User.handle, User.display_name, User.role,
        null() if for_guest else ReadingPosition.number,
    )
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
    mine = ReadingPosition.user_id == bindparam("reader")
    return statement.outerjoin(ReadingPosition, and_(ReadingPosition.thread_id == Thread.id, mine))


def _to_head(row: Any, person: Person) -> ThreadHead:
    author_id, is_anonymous = row[4], row[8]
    answer_author, original, category, author = row[26:30], row[30:36], row[36:41], row[41:44]
    hidden = is_anonymous and answer_author[0] == author_id
    columns: tuple[Any, ...] = (
        *row[:26],
        author_row(person, *answer_author, hidden=hidden) if row[19] else None,
        _original(original, person) if original[0] else None,
        CategoryRow(*category),
        author_row(person, author_id, *author, hidden=is_anonymous),
        row[44],
    )
    return ThreadHead(*columns)


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


def _original(columns: Any, person: Person) -> Original:
    thread_id, title, state, staff_only, audience, may_see = columns
    public = state == "public" and not staff_only and audience == "category"
    return Original(thread_id, title, public and policy.reaches(person, may_see))


def posts_of(head: ThreadHead, person: Person, page: int, size: int = PAGE) -> list[PostRow]:
    """The posts of a page, by number: page 1,000 costs what page 1 does.

    A page whose posts were all purged is empty; ``next_page`` says where to go from there.
    """
    first = (page - 1) * size + 1
    wanted = {
        "reader": person.id, "thread": head.id, "first": first, "last": first + size - 1
    }
    with read() as connection:
        found = connection.execute(_posts_between(is_guest(person)), wanted).all()
    rows = (to_post(row, head, person) for row in found)
    return [row for row in rows if is_shown(row, person)]


@cache
def _posts_between(for_guest: bool) -> Select[Any]:
    there = Post.number.between(bindparam("first"), bindparam("last"))
    here = Post.thread_id == bindparam("thread")
    return select_posts(for_guest).where(here, there).order_by(Post.number)


def get_post_row(head: ThreadHead, post_id: int, person: Person) -> PostRow:
    """One post of the thread as its page shows it. Raises ``NotFound``."""
    statement = select_posts(is_guest(person)).where(Post.thread_id == head.id, Post.id == post_id)
    with read() as connection:
        row = connection.execute(statement, {"reader": person.id}).first()
    post = to_post(row, head, person) if row else None
    if post is None or not is_shown(post, person):
        raise NotFound(_("This post does not exist or was removed."))
    return post


@cache
def select_posts(for_guest: bool) -> Select[Any]:
    """Without its conditions; executed with the reader's id as "reader"."""
    columns: tuple[Any, ...] = (
        Post.id, Post.number, Post.author_id, Post.state, Post.staff_only, Post.is_official,
        Post.hidden_by_id, Post.hidden_reason, Post.html, Post.created_at, Post.edited_at,
        Post.votes, _ReplyTo.number,
        User.handle, User.display_name, User.role,
        null() if for_guest else Vote.id,
    )
    statement: Select[Any] = (
        select(*columns)
        .select_from(Post)
        .outerjoin(User, User.id == Post.author_id)
        .outerjoin(_ReplyTo, _ReplyTo.id == Post.reply_to_id)
    )
    if for_guest:
        return statement
    mine = and_(Vote.post_id == Post.id, Vote.user_id == bindparam("reader"))
    return statement.outerjoin(Vote, mine)


def to_post(row: Any, head: ThreadHead, person: Person) -> PostRow:
    hidden = head.is_anonymous and row[2] == head.author_id
    author = author_row(person, row[2], *row[13:16], hidden=hidden)
    withdrawn = row[6] is not None and row[6] == row[2]
    columns: tuple[Any, ...] = (
        *row[:8], withdrawn, *row[8:13], author, row[16] is not None
    )
    post = PostRow(*columns)
    if hidden and author is NOBODY:
        # Who asks without a name shows no rank either.
        post = replace(post, is_official=False)
    return post if policy.see_post(person, head, post) else _without_text(post)


def _without_text(post: PostRow) -> PostRow:
    return replace(
        post, author_id=None, is_official=False, html="", edited_at=None, votes=0,
        reply_to_number=None, author=NOBODY, has_voted=False,
    )


def is_shown(post: PostRow, person: Person) -> bool:
    """Of a hidden post everybody sees the stub; of a held or staff's or purged one nothing."""
    if policy.is_staff(person):
        return post.state != "purged"
    if post.staff_only or post.state == "purged":
        return False
    return post.state in ("public", "hidden") or post.author_id == person.id


def next_page(head: ThreadHead, page: int, size: int = PAGE) -> int | None:
    """The next page after ``page`` that still has a post, if any."""
    statement = select(func.min(Post.number)).where(
        Post.thread_id == head.id, Post.number > page * size, Post.state != "purged"
    )
    with read() as connection:
        number = connection.scalar(statement)
    return None if number is None else (number - 1) // size + 1
