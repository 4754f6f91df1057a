"""Drafts become rows, a batch in one transaction. No events: nobody is told what is years old."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from forum.core import markup, stamps
from forum.core.db import db, transaction
from forum.threads.models import Post, Tag, Thread, ThreadTag
from forum.threads.states import Acceptance, Closing
from forum.transfer.stackexchange.drafts import PostDraft, ThreadDraft
from forum.transfer.stackexchange.origins import of_comments, of_posts

Ids = Mapping[int, int]


def known_threads(
    source: Connection | Session, site: str, numbers: Iterable[int]
) -> dict[int, int]:
    """The ids of those threads that came in already, by their numbers there."""
    statement = select(Thread.origin_id, Thread.id).where(
        Thread.origin == of_posts(site), Thread.origin_id.in_(list(numbers))
    )
    return {old: new for old, new in source.execute(statement) if old is not None}


@transaction()
def store_threads(
    site: str, category_id: int, drafts: Sequence[ThreadDraft], people: Ids
) -> list[ThreadDraft]:
    """Those that are not here yet, whole; answers which they were."""
    known = known_threads(db.session(), site, [draft.origin_id for draft in drafts])
    fresh = [draft for draft in drafts if draft.origin_id not in known]
    if not fresh:
        return []
    threads = _store_heads(site, category_id, fresh, people)
    posts = _store_posts(of_posts(site), fresh, threads, people, {}, comments=False)
    _store_posts(of_comments(site), fresh, threads, people, posts, comments=True)
    _store_tags(fresh, threads)
    _store_states(fresh, threads, posts, people)
    stamps.touch(db.session(), stamps.LISTS, f"category/{category_id}")
    return fresh


def _store_heads(
    site: str, category_id: int, drafts: Sequence[ThreadDraft], people: Ids
) -> dict[int, int]:
    tags = _tag_names(drafts)
    rows = [
        {
            "category_id": category_id,
            "author_id": people.get(draft.opening.owner or 0),
            "title": draft.title,
            "excerpt": markup.excerpt(draft.opening.prose.html),
            "tags": list(dict.fromkeys(tags[name] for name in draft.tags)),
            "resolution": "solved" if draft.acceptance else "closed" if draft.closing else "open",
            "created_at": draft.opening.at,
            "last_post_at": draft.last_post_at,
            "last_number": len(draft.posts),
            "reply_count": len(draft.posts) - 1,
            "origin": of_posts(site),
            "origin_id": draft.origin_id,
        }
        for draft in drafts
    ]
    return _insert(Thread, rows)


def _store_posts(
    origin: str, drafts: Sequence[ThreadDraft], threads: Ids, people: Ids, under: Ids,
    *, comments: bool,
) -> dict[int, int]:
    rows = [
        _post_row(post, number, people)
        | {
            "thread_id": threads[draft.origin_id],
            "reply_to_id": under[post.under] if post.under is not None else None,
            "origin": origin,
        }
        for draft in drafts
        for number, post in enumerate(draft.posts, 1)
        if post.is_comment == comments
    ]
    return _insert(Post, rows) if rows else {}


def _post_row(post: PostDraft, number: int, people: Ids) -> dict[str, Any]:
    return {
        "author_id": people.get(post.owner or 0),
        "number": number,
        "body": post.prose.body,
        "html": post.prose.html,
        "renderer": post.prose.renderer,
        "created_at": post.at,
        "edited_at": post.edited_at,
        "votes": post.score,
        "imported_score": post.score,
        "origin_id": post.origin_id,
    }


def _insert(model: type[Thread] | type[Post], rows: list[dict[str, Any]]) -> dict[int, int]:
    """Their ids, by their numbers in the dump."""
    found = db.session.execute(insert(model).returning(model.origin_id, model.id), rows)
    return {old: new for old, new in found if old is not None}


def _tag_names(drafts: Sequence[ThreadDraft]) -> dict[str, str]:
    """What the tags are called here, where some may be synonyms; those that are new are made."""
    wanted = sorted({name for draft in drafts for name in draft.tags})
    known = set(db.session.scalars(select(Tag.folded).where(Tag.folded.in_(wanted))))
    new = [{"name": name, "folded": name} for name in wanted if name not in known]
    if new:
        db.session.execute(insert(Tag), new)
    return {folded: tag.name for folded, tag in _tags(wanted).items()}


def _tags(names: Iterable[str]) -> dict[str, Tag]:
    found = db.session.scalars(select(Tag).where(Tag.folded.in_(list(names)))).all()
    return {
        tag.folded: db.session.get_one(Tag, tag.synonym_of_id) if tag.synonym_of_id else tag
        for tag in found
    }


def _store_tags(drafts: Sequence[ThreadDraft], threads: Ids) -> None:
    tags = _tags({name for draft in drafts for name in draft.tags})
    rows = [
        {
            "thread_id": threads[draft.origin_id],
            "tag_id": tag_id,
            "last_post_at": draft.last_post_at,
        }
        for draft in drafts
        for tag_id in sorted({tags[name].id for name in draft.tags})
    ]
    if rows:
        db.session.execute(insert(ThreadTag), rows)


def _store_states(
    drafts: Sequence[ThreadDraft], threads: Ids, posts: Ids, people: Ids
) -> None:
    accepted = [
        {
            "thread_id": threads[draft.origin_id],
            "post_id": posts[draft.acceptance.answer.origin_id],
            "answerer_id": people.get(draft.acceptance.answer.owner or 0),
            "accepted_by_id": people.get(draft.opening.owner or 0)
            if draft.acceptance.by_asker
            else None,
            "accepted_at": draft.acceptance.at,
        }
        for draft in drafts
        if draft.acceptance
    ]
    closed = [
        {
            "thread_id": threads[draft.origin_id],
            "closed_by_id": people.get(draft.closing.closer or 0),
            "closed_at": draft.closing.at,
            "reason": draft.closing.reason,
        }
        for draft in drafts
        if draft.closing
    ]
    if accepted:
        db.session.execute(insert(Acceptance), accepted)
    if closed:
        db.session.execute(insert(Closing), closed)
