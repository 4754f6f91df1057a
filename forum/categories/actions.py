"""Everything that changes categories."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum import policy
from forum.accounts.models import HUES, User
from forum.categories.models import KINDS, REACHES, Category
from forum.core import stamps
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.events import StaffAct, publish
from forum.core.text import slug as slug_of
from forum.safety.door import admit, admit_by_language


@transaction()
def create_category(
    slug: str, names: Mapping[str, str], *, by: User, **given: Any
) -> Category:
    """``names`` is language → name; ``given`` are columns."""
    policy.require(policy.create_category(by))
    _lock_tree()
    last = db.session.scalar(select(func.max(Category.position))) or 0
    category = Category(position=last + 1)
    _fill(category, {"slug": slug, "names": names} | given)
    db.session.add(category)
    _flush(_("There is a category at this address already."))
    _log(category, "create_category", by)
    return category


@transaction()
def edit_category(category: Category, *, by: User, **given: Any) -> None:
    """Put these columns in place of what they are."""
    _lock_tree()
    policy.require(policy.edit_category(by))
    changed = _fill(category, given)
    _flush(_("There is a category at this address already."))
    if changed:
        _log(category, "edit_category", by, {"fields": changed})


@transaction()
def shift_category(category: Category, step: int, *, by: User) -> None:
    """Change places with the neighbour before (-1) or after it (1), on its own level."""
    rows = _lock_tree()
    policy.require(policy.shift_category(by))
    level = [row for row in rows if row.parent_id == category.parent_id]
    place = level.index(category) + (1 if step > 0 else -1)
    if not 0 <= place < len(level):
        return
    mine, theirs = rows.index(category), rows.index(level[place])
    rows[mine], rows[theirs] = rows[theirs], rows[mine]
    for position, row in enumerate(rows, start=1):
        row.position = position
    _log(category, "edit_category", by, {"fields": ["position"]})


@transaction()
def delete_category(category: Category, *, by: User) -> None:
    """Raises ``Conflict`` while a thread or a category stands in it."""
    lock(category)
    policy.require(policy.delete_category(by))
    _log(category, "delete_category", by)
    db.session.delete(category)
    _flush(_("There are threads or categories in it. Move them first."))


def _lock_tree() -> list[Category]:
    """All categories, in their order: where one may stand depends on where the others do."""
    rows: list[Category] = []
    for row in db.session.scalars(select(Category).order_by(Category.id)).all():
        with suppress(NotFound):
            rows.append(lock(row))
    return sorted(rows, key=lambda row: (row.position, row.id))


def _fill(category: Category, given: Mapping[str, Any]) -> list[str]:
    """The names of the columns that are not what they were."""
    before = {column: getattr(category, column) for column in given}
    # A check that asks the database must not send what has not been checked.
    with db.session.no_autoflush:
        for column, value in given.items():
            setattr(category, column, _CHECKS[column](category, value))
    return [column for column in given if getattr(category, column) != before[column]]


def _slug(_category: Category, slug: str) -> str:
    slug = admit(slug, "name", "slug")
    if slug_of(slug) != slug:
        raise Invalid(_("An address holds small letters, digits and - only."), "slug")
    return slug


def _names(_category: Category, names: Mapping[str, str]) -> dict[str, str]:
    clean = admit_by_language(names, "name", "name")
    if not clean:
        raise Invalid(_("A category needs a name in one language at least."), "name")
    return clean


def _descriptions(_category: Category, texts: Mapping[str, str]) -> dict[str, str]:
    return admit_by_language(texts, "reason", "description")


def _hue(_category: Category, hue: int) -> int:
    if not 1 <= hue <= HUES:
        raise Invalid(_("Choose one of the colours."), "hue")
    return hue


def _kind(_category: Category, kind: str) -> str:
    if kind not in KINDS:
        raise Invalid(_("Choose questions or discussions."), "kind")
    return kind


def _reach(_category: Category, reach: str) -> str:
    if reach not in REACHES:
        raise Invalid(_("Choose who it is for."), "may_see")
    return reach


def _parent(category: Category, parent_id: int | None) -> int | None:
    """Two levels: what has a parent is none, and what is one has none."""
    if parent_id is None:
        return None
    parent = db.session.get(Category, parent_id)
    if parent is None or parent.parent_id is not None or parent is category:
        raise Invalid(_("Choose a category of the first level."), "parent")
    has_children = select(Category.id).where(Category.parent_id == (category.id or 0)).limit(1)
    if db.session.scalar(has_children) is not None:
        raise Invalid(_("It has categories of its own, so it stays on the first level."), "parent")
    return parent_id


def _plain(_category: Category, value: Any) -> Any:
    return value


_CHECKS: Mapping[str, Any] = {
    "slug": _slug,
    "names": _names,
    "descriptions": _descriptions,
    "hue": _hue,
    "kind": _kind,
    "may_see": _reach,
    "may_start": _reach,
    "may_reply": _reach,
    "parent_id": _parent,
    "is_official": _plain,
    "hides_askers": _plain,
    "position": _plain,
}


def _flush(complaint: str) -> None:
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(complaint) from error


def _log(
    category: Category, verb: str, by: User, changes: Mapping[str, object] | None = None
) -> None:
    stamps.touch(db.session(), stamps.SITE)
    publish(StaffAct(by.id, verb, f"category/{category.id}", changes=changes or {}))
