"""Tags by name and by use."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from forum.core.db import db, read
from forum.core.errors import NotFound
from forum.core.text import fold, is_storable
from forum.threads.models import Tag, Thread, ThreadTag
from forum.threads.queries.seeing import listed


@dataclass(frozen=True, slots=True)
class TagRow:
    name: str
    threads: int

    @property
    def path(self) -> str:
        return f"/tag/{self.name}"


class HasId(Protocol):
    @property
    def id(self) -> int: ...


def get_tag(name: str) -> Tag:
    """The tag itself, or the one that it is a synonym of."""
    found = select(Tag).where(Tag.folded == fold(name[:60]))
    tag = db.session.scalars(found).first() if is_storable(name) else None
    if tag is None:
        raise _unheard_of()
    return db.session.get_one(Tag, tag.synonym_of_id) if tag.synonym_of_id else tag


def get_shown_tag(name: str, categories: Iterable[HasId]) -> Tag:
    """For those who see these categories. Raises ``NotFound``, in the same words, also for a tag
    that none of their threads has: the word may be that of a hidden one."""
    tag = get_tag(name)
    if not _is_shown(tag, categories):
        raise _unheard_of()
    return tag


def _unheard_of() -> NotFound:
    return NotFound(_("There is no such tag."))


def _is_shown(tag: Tag, categories: Iterable[HasId]) -> bool:
    statement = (
        select(ThreadTag.thread_id)
        .join(Thread, Thread.id == ThreadTag.thread_id)
        .where(ThreadTag.tag_id == tag.id, listed(), _among(categories))
        .limit(1)
    )
    with read() as connection:
        return connection.scalar(statement) is not None


def _among(categories: Iterable[HasId]) -> ColumnElement[bool]:
    return Thread.category_id.in_([category.id for category in categories])


def popular(categories: Iterable[HasId], limit: int = 200) -> list[TagRow]:
    """The tags of threads in these categories, the most used first."""
    uses = func.count()
    statement = (
        select(Tag.name, uses)
        .join(ThreadTag, ThreadTag.tag_id == Tag.id)
        .join(Thread, Thread.id == ThreadTag.thread_id)
        .where(listed(), _among(categories))
        .group_by(Tag.id, Tag.name)
        .order_by(uses.desc(), Tag.name)
        .limit(limit)
    )
    with read() as connection:
        return [TagRow(*row) for row in connection.execute(statement)]
