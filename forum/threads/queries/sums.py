"""What the rows add up to, beside what the columns say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.orm import Session

from forum.core import markup
from forum.threads.models import MeToo, Post, Tag, Thread, ThreadTag, Vote
from forum.threads.states import Acceptance, Closing, Duplicate


@dataclass(frozen=True)
class Wrong:
    """A column that said something else than the rows: of a thread, or of one of its posts."""

    kind: str
    thread_id: int
    said: Any
    counted: Any
    post_id: int | None = None


def find_wrong(source: Connection | Session, ids: Sequence[int]) -> list[Wrong]:
    """Of these threads, every column that is off. Five queries."""
    heads = source.execute(_heads(ids)).all()
    sums = {row[0]: row[1:] for row in source.execute(_sums(ids))}
    tags: dict[int, list[tuple[str, Any]]] = {}
    for thread_id, name, at in source.execute(_tags(ids)):
        tags.setdefault(thread_id, []).append((name, at))
    wrong = [one for head in heads for one in _compare(head, sums, tags.get(head.id, []))]
    for thread_id, post_id, said, counted in source.execute(_votes(ids)):
        wrong.append(Wrong("votes", thread_id, said, counted, post_id))
    return wrong


def _compare(head: Any, sums: dict[int, Any], tags: list[tuple[str, Any]]) -> Iterator[Wrong]:
    replies, last_at, last_number = sums.get(head.id, (0, None, 0))
    last_at = last_at or head.created_at
    counted = {
        "reply_count": replies,
        "me_toos": head.said_me_too,
        "last_post_at": last_at,
        # Never lower: a number that was used does not return.
        "last_number": max(head.last_number, last_number),
        "excerpt": _excerpt(head),
        "resolution": _resolution(head),
        "tags": _names(head.tags, [name for name, _at in tags]),
    }
    for kind, value in counted.items():
        if getattr(head, kind) != value:
            yield Wrong(kind, head.id, getattr(head, kind), value)
    late = next((at for _name, at in tags if at != last_at), None)
    if late is not None:
        yield Wrong("tag_last_post_at", head.id, late, last_at)


def _excerpt(head: Any) -> str:
    return markup.excerpt(head.html) if head.html and head.opening == "public" else ""


def _resolution(head: Any) -> str:
    if head.resolution == "none":
        return "none"
    if head.accepted:
        return "solved"
    return "duplicate" if head.original else "closed" if head.closed else "open"


def _names(said: list[str], counted: list[str]) -> list[str]:
    """Those that are there, in the order they had."""
    kept = [name for name in said if name in counted]
    return kept + sorted(name for name in counted if name not in kept)


def _heads(ids: Sequence[int]) -> Any:
    said = select(func.count()).where(MeToo.thread_id == Thread.id).scalar_subquery()
    return (
        select(
            Thread.id, Thread.reply_count, Thread.last_post_at, Thread.last_number, Thread.excerpt,
            Thread.resolution, Thread.tags, Thread.created_at,
            Thread.me_toos, said.label("said_me_too"),
            Post.html, Post.state.label("opening"),
            Acceptance.thread_id.label("accepted"), Duplicate.thread_id.label("original"),
            Closing.thread_id.label("closed"),
        )
        .outerjoin(Post, and_(Post.thread_id == Thread.id, Post.number == 1))
        .outerjoin(Acceptance, Acceptance.thread_id == Thread.id)
        .outerjoin(Duplicate, Duplicate.thread_id == Thread.id)
        .outerjoin(Closing, Closing.thread_id == Thread.id)
        .where(Thread.id.in_(ids))
        .order_by(Thread.id)
    )  # fmt: skip


def _sums(ids: Sequence[int]) -> Any:
    public = and_(Post.state == "public", Post.staff_only.is_(False))
    return (
        select(
            Post.thread_id,
            func.count().filter(public, Post.number > 1),
            func.max(Post.created_at).filter(public),
            func.max(Post.number),
        )
        .where(Post.thread_id.in_(ids))
        .group_by(Post.thread_id)
    )


def _tags(ids: Sequence[int]) -> Any:
    return (
        select(ThreadTag.thread_id, Tag.name, ThreadTag.last_post_at)
        .join(Tag, Tag.id == ThreadTag.tag_id)
        .where(ThreadTag.thread_id.in_(ids))
    )


def _votes(ids: Sequence[int]) -> Any:
    given = select(func.count()).where(Vote.post_id == Post.id).scalar_subquery()
    counted = Post.imported_score + given
    return (
        select(Post.thread_id, Post.id, Post.votes, counted)
        .where(Post.thread_id.in_(ids), Post.votes != counted)
        .order_by(Post.id)
    )
