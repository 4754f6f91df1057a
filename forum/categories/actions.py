"""Everything that changes categories. Who may is the operator, or an administrator."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.categories.models import Category
from forum.core import stamps
from forum.core.db import db, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.text import slug as slug_of
from forum.safety.door import admit


@transaction()
def create_category(slug: str, names: Mapping[str, str], **given: Any) -> Category:
    """``names`` is language → name; ``given`` are columns of the category."""
    if not slug or slug_of(slug) != slug:
        raise Invalid(_("An address holds small letters, digits and - only."), "slug")
    clean = {language: admit(name, "name") for language, name in names.items() if name.strip()}
    if not clean:
        raise Invalid(_("Please write something here."), "name")
    last = db.session.scalar(select(func.max(Category.position))) or 0
    category = Category(slug=slug, names=clean, **({"position": last + 1} | given))
    db.session.add(category)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_("There is a category at this address already.")) from error
    stamps.touch(db.session(), stamps.SITE)
    return category
