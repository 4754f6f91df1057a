"""Everything that reads categories."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from forum.categories.models import Category
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.languages import pick
from forum.core.numbers import LARGEST_ID
from forum.core.text import is_storable
from forum.policy import see_category
from forum.policy.shapes import Person


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category as pages show it; a ``policy.shapes.Category``."""

    id: int
    slug: str
    names: dict[str, str]
    descriptions: dict[str, str]
    hue: int
    parent_id: int | None
    kind: str
    is_official: bool
    may_see: str
    may_start: str
    may_reply: str

    @property
    def path(self) -> str:
        return f"/c/{self.slug}"

    @property
    def hue_class(self) -> str:
        return "ho" if self.is_official else f"h{self.hue}"

    def name(self, language: str) -> str:
        return pick(self.names, language)

    def description(self, language: str) -> str:
        return pick(self.descriptions, language)


C = TypeVar("C", CategoryView, Category)


def all_categories(connection: Connection) -> list[CategoryView]:
    """In their order, each followed by those inside it, whoever may see them."""
    columns = (
        Category.id, Category.slug, Category.names, Category.descriptions, Category.hue,
        Category.parent_id, Category.kind, Category.is_official, Category.may_see,
        Category.may_start, Category.may_reply,
    )
    rows = connection.execute(select(*columns).order_by(Category.position, Category.id))
    return _nested([CategoryView(*row) for row in rows])


def visible(categories: Iterable[CategoryView], person: Person) -> list[CategoryView]:
    return [category for category in categories if see_category(person, category)]


def every_category() -> list[Category]:
    """For an administrator: in their order, each followed by those inside it."""
    found = list(db.session.scalars(select(Category).order_by(Category.position, Category.id)))
    return _nested(found)


def _nested(found: Sequence[C]) -> list[C]:
    nested: list[C] = []
    for top in found:
        if top.parent_id is None:
            nested.append(top)
            nested.extend(one for one in found if one.parent_id == top.id)
    return nested


def get_by_id(category_id: int) -> Category:
    """For an administrator. Raises ``NotFound``."""
    category = db.session.get(Category, category_id) if category_id <= LARGEST_ID else None
    if category is None:
        raise NotFound(_("This category does not exist."))
    return category


def get_by_slug(slug: str) -> Category:
    """For an administrator. Raises ``NotFound``."""
    found = select(Category).where(Category.slug == slug)
    category = db.session.scalars(found).first() if is_storable(slug) else None
    if category is None:
        raise NotFound(_("This category does not exist."))
    return category


def get_category(slug: str, person: Person) -> Category:
    """A row that actions can use. Raises ``NotFound`` also for what ``person`` may not see."""
    category = get_by_slug(slug)
    if not see_category(person, category):
        raise NotFound(_("This category does not exist."))
    return category
