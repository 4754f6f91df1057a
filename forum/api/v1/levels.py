"""How much one wants to hear: of a thread, a category, a tag; and of whom nothing."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.accounts.queries import get_by_handle
from forum.api.v1 import shapes
from forum.api.v1.asking import nothing
from forum.api.v1.schemas import notifications as schemas
from forum.api.v1.schemas.threads import WholeThread
from forum.categories.queries import get_category
from forum.http.bell import visible_ids
from forum.http.language import language
from forum.http.programs import scope
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.notifications.actions import following
from forum.notifications.queries import wishes
from forum.threads.queries.finding import get_thread
from forum.threads.queries.tags import get_shown_tag

bp = APIBlueprint("api_levels", __name__, url_prefix="/api/v1", tag="Notifications")


@bp.get("/me/levels")
@enter("members")
@scope("read")
@bp.output(schemas.Levels)
def list_levels() -> ResponseReturnValue:
    """List what you watch, follow or mute, and whom you have muted.

    Those that you may see; of each kind 200 at most, of threads those that you set last.
    """
    person = visitor()
    levels = wishes.followed_categories(person.id)
    return {
        "threads": [
            {"id": one.id, "title": one.name} | _level(one.path, one.level)
            for one in wishes.followed_threads(person.id, visible_ids())
        ],
        "categories": [
            {"slug": one.slug, "name": one.name(language())} | _level(one.path, levels[one.id])
            for one in site().visible_to(person)
            if one.id in levels
        ],
        "tags": [
            {"name": one.name} | _level(one.path, one.level)
            for one in wishes.followed_tags(person.id)
        ],
        "muted": [shapes.person(one) for one in wishes.muted_people(person.id)],
    }


def _level(path: str, level: str) -> shapes.Json:
    return {"url": shapes.absolute(path), "level": level}


@bp.put("/threads/<int:thread_id>/level")
@enter("members")
@scope("write")
@bp.input(schemas.LevelWish)
@bp.output(WholeThread)
def set_thread_level(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Say how much you want to hear of a thread.

    `watch`: every reply, also by mail; `follow`: every reply, among your notifications; `normal`:
    what is for you; `mute`: nothing. It goes before the levels of its category and tags.
    """
    thread = get_thread(thread_id, visitor())
    following.set_thread_level(thread, json_data["level"], by=member())
    return shapes.whole_thread(thread_id)


@bp.put("/categories/<slug>/level")
@enter("members")
@scope("write")
@bp.input(schemas.LevelWish)
@bp.output(schemas.Level)
def set_category_level(slug: str, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Say how much you want to hear of a category.

    `watch`: every post, also by mail; `follow`: new threads, among your notifications; `normal` and
    `mute`: what is for you. Who has set none follows official categories.
    """
    category = get_category(slug, visitor())
    following.set_category_level(category, json_data["level"], by=member())
    return {"level": json_data["level"]}


@bp.put("/tags/<name>/level")
@enter("members")
@scope("write")
@bp.input(schemas.LevelWish)
@bp.output(schemas.Level)
def set_tag_level(name: str, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Say how much you want to hear of a tag.

    `watch`: every post, also by mail; `follow`: new threads, among your notifications; `normal` and
    `mute`: what is for you.
    """
    tag = get_shown_tag(name, site().visible_to(visitor()))
    following.set_tag_level(tag, json_data["level"], by=member())
    return {"level": json_data["level"]}


@bp.put("/users/<handle>/mute")
@enter("members")
@scope("write")
@bp.output({}, 204)
def mute_person(handle: str) -> ResponseReturnValue:
    """Hear nothing of what somebody writes.

    Staff cannot be muted.
    """
    following.mute_person(get_by_handle(handle), by=member())
    return nothing()


@bp.delete("/users/<handle>/mute")
@enter("members")
@scope("write")
@bp.output({}, 204)
def unmute_person(handle: str) -> ResponseReturnValue:
    """Hear of somebody again."""
    following.unmute_person(get_by_handle(handle), by=member())
    return nothing()
