"""What of a site is here now, counted afresh from the rows."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.core.db import read
from forum.threads.models import Post, Thread, ThreadLink, ThreadTag
from forum.threads.states import Acceptance, Closing, Duplicate
from forum.transfer.stackexchange.origins import of_comments, of_posts


def count_here(site: str) -> dict[str, int]:
    questions = select(Thread.id).where(Thread.origin == of_posts(site))
    mine = Thread.origin == of_posts(site)
    answer = (Post.origin == of_posts(site), Post.number > 1)
    closed = _states(Closing, mine)
    original = aliased(Thread)
    links = select(func.count()).select_from(ThreadLink).where(
        ThreadLink.from_id.in_(questions), ThreadLink.to_id.in_(questions)
    )
    duplicates = (
        _states(Duplicate, mine)
        .join(original, original.id == Duplicate.original_id)
        .where(original.origin == of_posts(site))
    )
    counts: dict[str, Select[Any]] = {
        "people": _count(User.origin == of_posts(site)),
        "questions": _count(mine),
        "closed": closed,
        "closed and accepted": closed.join(Acceptance, Acceptance.thread_id == Thread.id),
        "answers": _count(*answer),
        "answers without an owner": _count(*answer, Post.author_id.is_(None)),
        "acceptances": _states(Acceptance, mine),
        "comments": _count(Post.origin == of_comments(site), Post.reply_to_id.is_not(None)),
        "tags": select(func.count(ThreadTag.tag_id.distinct())).where(
            ThreadTag.thread_id.in_(questions)
        ),
        "negative scores": _count(Post.origin == of_posts(site), Post.imported_score < 0),
        "links": links,
        "duplicates": duplicates,
    }
    with read() as connection:
        found = {name: int(connection.scalar(statement)) for name, statement in counts.items()}
    # A duplicate is a link that says more.
    found["links"] += found["duplicates"]
    return found


def _count(*which: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).where(*which)


def _states(
    state: type[Acceptance] | type[Closing] | type[Duplicate], mine: ColumnElement[bool]
) -> Select[Any]:
    return (
        select(func.count())
        .select_from(Thread)
        .join(state, state.thread_id == Thread.id)
        .where(mine)
    )
