"""Tags, and the threads that bear them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Model
from forum.core.model import Cut


class Tag(Model):
    """A word that threads are found by. A synonym leads to the tag that is meant."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    # As people see it; ``folded`` is how it is found.
    name: Mapped[str] = mapped_column(Cut)
    folded: Mapped[str] = mapped_column(Cut, unique=True)
    synonym_of_id: Mapped[int | None] = mapped_column(ForeignKey("tags.id"))
    is_reserved: Mapped[bool] = mapped_column(default=False)

    @property
    def path(self) -> str:
        return f"/tag/{self.name}"


class ThreadTag(Model):
    __tablename__ = "thread_tags"
    __table_args__ = (Index("ix_thread_tags_latest", "tag_id", "last_post_at", "thread_id"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True)
    # The thread's, again: a tag's list is cut by it.
    last_post_at: Mapped[datetime]
