"""Administration: categories, their order, and who may do what in them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_

from forum.categories import actions
from forum.categories.models import REACHES, Category
from forum.categories.queries import get_by_id
from forum.core.errors import ForumError
from forum.core.numbers import whole
from forum.http.responses import see_other
from forum.http.site import site
from forum.http.visitor import enter, member
from forum.policy.shapes import Reach
from forum.web.admin import by_language
from forum.web.forms import by_field, with_error

bp = Blueprint("admin_categories", __name__)

_REACHES: Mapping[Reach, object] = {
    "everyone": N_("Everybody"),
    "members": N_("Members"),
    "trust_1": N_("Trust level 1 and above"),
    "trust_2": N_("Trust level 2 and above"),
    "trust_3": N_("Trust level 3 and above"),
    "staff": N_("Staff"),
    "official": N_("Official staff"),
    "nobody": N_("Nobody"),
}
_COLUMNS = (
    "slug", "names", "descriptions", "hue", "kind", "may_see", "may_start", "may_reply",
    "is_official", "hides_askers", "parent_id",
)
# Of a category that is being thought up.
_NEW: dict[str, Any] = {
    "slug": "", "names": {}, "descriptions": {}, "hue": 1, "kind": "questions",
    "may_see": "everyone", "may_start": "members", "may_reply": "members",
    "is_official": False, "hides_askers": False, "parent_id": None,
}


@bp.get("/admin/categories")
@enter("administrators")
def categories() -> ResponseReturnValue:
    return render_template(
        "admin/categories.html", categories=site().categories, reaches=_REACHES
    )


@bp.get("/admin/categories/new")
@enter("administrators")
def new() -> ResponseReturnValue:
    return _page(None, _NEW, None)


@bp.post("/admin/categories/new")
@enter("administrators")
def create() -> ResponseReturnValue:
    typed = _typed()
    try:
        actions.create_category(by=member(), **typed)
    except ForumError as error:
        return _page(None, typed, error)
    flash(_("Created."), "ok")
    return see_other("admin_categories.categories")


@bp.get("/admin/categories/<int:category_id>")
@enter("administrators")
def show(category_id: int) -> ResponseReturnValue:
    category = get_by_id(category_id)
    return _page(category, {column: getattr(category, column) for column in _COLUMNS}, None)


@bp.post("/admin/categories/<int:category_id>")
@enter("administrators")
def edit(category_id: int) -> ResponseReturnValue:
    typed = _typed()
    try:
        actions.edit_category(get_by_id(category_id), by=member(), **typed)
    except ForumError as error:
        return _page(get_by_id(category_id), typed, error)
    flash(_("Saved."), "ok")
    return see_other("admin_categories.categories")


@bp.post("/admin/categories/<int:category_id>/shift")
@enter("administrators")
def shift(category_id: int) -> ResponseReturnValue:
    step = -1 if request.form.get("step") == "up" else 1
    actions.shift_category(get_by_id(category_id), step, by=member())
    return see_other("admin_categories.categories")


@bp.post("/admin/categories/<int:category_id>/delete")
@enter("administrators")
def delete(category_id: int) -> ResponseReturnValue:
    try:
        actions.delete_category(get_by_id(category_id), by=member())
    except ForumError as error:
        flash(error.message, "warn")
        return see_other("admin_categories.show", category_id=category_id)
    flash(_("Deleted."), "ok")
    return see_other("admin_categories.categories")


def _typed() -> dict[str, Any]:
    given = request.form
    chosen = {key: given.get(key, "") for key in ("kind", "may_see", "may_start", "may_reply")}
    return chosen | {
        "slug": given.get("slug", "").strip().lower(),
        "names": by_language("name"),
        "descriptions": by_language("description"),
        "hue": _number("hue") or 0,
        "is_official": given.get("is_official") == "1",
        "hides_askers": given.get("hides_askers") == "1",
        "parent_id": _number("parent_id"),
    }


def _number(name: str) -> int | None:
    """None for nothing; 0, which no row has, for what is no number."""
    text = request.form.get(name, "")
    return whole(text) or 0 if text else None


def _page(
    category: Category | None, typed: dict[str, Any], error: ForumError | None
) -> ResponseReturnValue:
    own = category.id if category else 0
    page = render_template(
        "admin/category.html",
        category=category,
        typed=typed,
        reaches=[(reach, _REACHES[reach]) for reach in REACHES],
        parents=[one for one in site().categories if one.parent_id is None and one.id != own],
        errors=by_field(error),
    )
    return with_error(page, error)
