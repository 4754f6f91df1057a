"""Posts on pages: their statement, and from a row of it to what this reader is shown."""

from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, null, select
from sqlalchemy.orm import aliased

from forum import policy
from forum.accounts.models import User
from forum.core.columns import Columns, fields_of
from forum.policy.shapes import Person
from forum.threads.models import Post, Vote
from forum.threads.queries.rows import NOBODY, PersonRow, PostRow, ThreadHead, author_row

_ReplyTo = aliased(Post)

_POST = Columns(
    id=Post.id,
    number=Post.number,
    author_id=Post.author_id,
    state=Post.state,
    staff_only=Post.staff_only,
    is_official=Post.is_official,
    hidden_by_id=Post.hidden_by_id,
    hidden_reason=Post.hidden_reason,
    html=Post.html,
    created_at=Post.created_at,
    edited_at=Post.edited_at,
    votes=Post.votes,
    reply_to_number=_ReplyTo.number,
    author_handle=User.handle,
    author_name=User.display_name,
    author_role=User.role,
    vote_id=Vote.id,
)
_FIELDS = _POST.take(*fields_of(PostRow, before="is_withdrawn"))
_ABOUT = _POST.take("author_id", "hidden_by_id", "vote_id")
_AUTHOR = _POST.take("author_handle", "author_name", "author_role")


@cache
def select_posts(for_guest: bool) -> Select[Any]:
    """Without its conditions; executed with the reader's id as "reader"."""
    columns = _POST.all(vote_id=null()) if for_guest else _POST.all()
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
    author_id, hidden_by_id, vote_id = _ABOUT(row)
    hidden = head.is_anonymous and author_id == head.author_id
    author = author_row(person, author_id, *_AUTHOR(row), hidden=hidden)
    withdrawn = hidden_by_id is not None and hidden_by_id == author_id
    columns: tuple[Any, ...] = (*_FIELDS(row), withdrawn, author, vote_id is not None)
    post = PostRow(*columns)
    if hidden and author is NOBODY:
        # Who asks without a name shows no rank either.
        post = replace(post, is_official=False)
    return post if policy.see_post(person, head, post) else _without_text(post)


def author_of(post: Post, person: Person) -> PersonRow:
    """Who wrote a post that somebody reads outside its thread's page."""
    if (wrote := post.author) is None:
        return NOBODY
    hidden = post.thread.is_anonymous and wrote.id == post.thread.author_id
    columns = (wrote.id, wrote.handle, wrote.display_name, wrote.role)
    return author_row(person, *columns, hidden=hidden)


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
