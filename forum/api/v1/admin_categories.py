"""Categories as administrators see them: all of them, with who may do what in them."""

from contextlib import AbstractContextManager
from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.api.v1 import shapes
from forum.api.v1.asking import by_language, created, listing, nothing, refer
from forum.api.v1.schemas import site as schemas
from forum.categories import actions
from forum.categories.models import Category
from forum.categories.queries import every_category, get_by_id, get_by_slug
from forum.http.idempotent import once_by_key
from forum.http.programs import scope
from forum.http.visitor import enter, member

bp = APIBlueprint(
    "api_admin_categories", __name__, url_prefix="/api/v1/admin", tag="Administration of categories"
)

# A column that programs know by another name.
_COLUMNS = {"official": "is_official"}
_SAME = (
    "slug", "names", "descriptions", "hue", "kind", "may_see", "may_start", "may_reply",
    "hides_askers",
)


@bp.get("/categories")
@enter("administrators")
@scope("admin")
@bp.output(schemas.WholeCategories)
def list_all_categories() -> ResponseReturnValue:
    """List all categories in their order, with who may do what in them."""
    return listing([_whole(category) for category in every_category()])


def _whole(category: Category) -> shapes.Json:
    return {name: getattr(category, name) for name in ("id", *_SAME)} | {
        "official": category.is_official,
        "parent": category.parent.slug if category.parent else None,
        "url": shapes.absolute(category.path),
    }


@bp.get("/categories/<slug>")
@enter("administrators")
@scope("admin")
@bp.output(schemas.WholeCategory)
def get_whole_category(slug: str) -> ResponseReturnValue:
    """Read a category with who may do what in it."""
    return _whole(get_by_slug(slug))


@bp.post("/categories")
@enter("administrators")
@scope("admin")
@bp.input(schemas.NewCategory)
@bp.output(schemas.WholeCategory, 201)
def create_category(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Create a category, after the others.

    Questions, in which members start and reply and which everybody sees, unless you say otherwise.
    """
    given = _columns(json_data)
    with _fields():
        number = once_by_key(lambda: actions.create_category(by=member(), **given).id)
    category = get_by_id(number)
    return created(f"/admin/categories/{category.slug}", _whole(category))


@bp.patch("/categories/<slug>")
@enter("administrators")
@scope("admin")
@bp.input(schemas.EditCategory)
@bp.output(schemas.WholeCategory)
def edit_category(slug: str, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Change a category. What is not sent stays; `names` and `descriptions` are sent whole."""
    category, given = get_by_slug(slug), _columns(json_data)
    with _fields():
        actions.edit_category(category, by=member(), **given)
    return _whole(category)


def _columns(wish: dict[str, Any]) -> dict[str, Any]:
    given = {_COLUMNS.get(name, name): value for name, value in wish.items() if name != "parent"}
    if "parent" in wish:
        slug = wish["parent"]
        given["parent_id"] = refer("parent", get_by_slug, slug).id if slug is not None else None
    return given


def _fields() -> AbstractContextManager[None]:
    return by_language(name="names", description="descriptions")


@bp.post("/categories/<slug>/shift")
@enter("administrators")
@scope("admin")
@bp.input(schemas.Shift)
@bp.output(schemas.WholeCategories)
def shift_category(slug: str, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Let a category change places with its neighbour on the same level: `up` or `down`.

    The first does not go up, nor the last down. The answer is all categories in their new order.
    """
    category, step = get_by_slug(slug), -1 if json_data["to"] == "up" else 1
    once_by_key(lambda: _shift(category, step))
    return listing([_whole(one) for one in every_category()])


def _shift(category: Category, step: int) -> int:
    actions.shift_category(category, step, by=member())
    return category.id


@bp.delete("/categories/<slug>")
@enter("administrators")
@scope("admin")
@bp.output({}, 204)
def delete_category(slug: str) -> ResponseReturnValue:
    """Delete a category. While a thread or a category stands in it, it is 409."""
    actions.delete_category(get_by_slug(slug), by=member())
    return nothing()
