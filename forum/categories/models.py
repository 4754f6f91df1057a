"""Where threads stand."""

from __future__ import annotations

from typing import get_args

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import Model
from forum.core.languages import pick
from forum.core.model import Cut, one_of
from forum.policy.shapes import Reach

KINDS = ("questions", "discussions")
REACHES: tuple[Reach, ...] = get_args(Reach)


class Category(Model):
    """A place for threads, with who may see, start and reply (``policy.shapes.Reach``)."""

    __tablename__ = "categories"
    __table_args__ = (
        one_of("kind", KINDS),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Cut, unique=True)
    # Language → text.
    names: Mapped[dict[str, str]]
    descriptions: Mapped[dict[str, str]] = mapped_column(default=dict)
    hue: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    kind: Mapped[str] = mapped_column(default="questions")
    is_official: Mapped[bool] = mapped_column(default=False)
    may_see: Mapped[str] = mapped_column(default="everyone")
    may_start: Mapped[str] = mapped_column(default="members")
    may_reply: Mapped[str] = mapped_column(default="members")
    # Askers show as "somebody" to the public.
    hides_askers: Mapped[bool] = mapped_column(default=False)

    parent: Mapped[Category | None] = relationship(remote_side=[id])

    @property
    def path(self) -> str:
        return f"/c/{self.slug}"

    def name(self, language: str) -> str:
        return pick(self.names, language)
