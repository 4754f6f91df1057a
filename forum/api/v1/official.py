"""The official voice: announcements, maintenance."""

from collections.abc import Iterable
from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.announcements.actions import pins, publishing, updates, windows
from forum.announcements.models import OFFICIAL
from forum.announcements.queries import pages as announcements
from forum.announcements.queries.pins import listed_pins
from forum.api.v1 import shapes
from forum.api.v1.asking import created, listing, refer
from forum.api.v1.schemas import official as schemas
from forum.api.v1.schemas.posts import Post
from forum.api.v1.shapes import Json
from forum.categories.models import Category
from forum.categories.queries import get_category
from forum.core import stamps
from forum.core.db import read
from forum.core.errors import Invalid, NotFound
from forum.http import cursors
from forum.http.idempotent import once_by_key
from forum.http.language import language
from forum.http.names import name_page
from forum.http.official import official
from forum.http.programs import scope
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.threads.queries import finding, pages, sources
from forum.threads.writing import write_up

bp = APIBlueprint("api_official", __name__, url_prefix="/api/v1", tag="Official voice")


@bp.get("/announcements")
@enter("everyone")
@scope("read")
@bp.input(schemas.AnnouncementPaging, location="query")
@bp.output(schemas.Announcements)
def list_announcements(query_data: dict[str, Any]) -> ResponseReturnValue:
    """List announcements, the newest first."""
    name_page(OFFICIAL, stamps.LISTS)
    page = announcements.list_announcements(
        visitor(),
        [c.id for c in site().visible_to(visitor())],
        kind=query_data.get("kind"),
        after=cursors.decode(query_data["cursor"]),
        limit=query_data["limit"],
    )
    views = announcements.find_announcements([row.thread.id for row in page.rows])
    order = _order(views.values())
    items = [shapes.announcement(row.thread, views[row.thread.id], order) for row in page.rows]
    return listing(items, cursors.encode(page.next) if page.next else None)


def _order(views: Iterable[announcements.AnnouncementView]) -> list[int]:
    """The list of pins, where one of these is pinned."""
    if not any(view.pin for view in views):
        return []
    with read() as connection:
        return listed_pins(connection, visitor())


def _view(thread_id: int) -> announcements.AnnouncementView:
    view = announcements.find_announcement(thread_id)
    if view is None:
        raise NotFound(_("This announcement does not exist or was removed."))
    return view


@bp.post("/announcements")
@enter("officials")
@scope("announce")
@bp.input(schemas.NewAnnouncement)
@bp.output(schemas.WholeAnnouncement, 201)
def publish_announcement(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Publish an announcement, with its pin and its maintenance window.

    Without a category it stands in the first official one.
    """
    category = _category(json_data.get("category"))
    wish, window = json_data["pin"], json_data["maintenance"]
    written = write_up(json_data["body"])
    thread_id = once_by_key(
        lambda: (
            publishing.publish_announcement(
                category,
                json_data["kind"],
                json_data["language"],
                json_data["title"],
                written,
                is_critical=json_data["critical"],
                pin=pins.PinWish(**wish) if wish is not None else None,
                maintenance=_window(window) if window is not None else None,
                by=member(),
            ).thread_id
        )
    )
    return created(f"/announcements/{thread_id}", _whole(thread_id))


def _category(slug: str | None) -> Category:
    if slug is None:
        visible = site().visible_to(visitor())
        slug = next((c.slug for c in visible if c.is_official), None)
    if slug is None:
        raise Invalid(_("There is no official category yet."), "category")
    return refer("category", get_category, slug, visitor())


def _window(wish: dict[str, Any]) -> windows.WindowWish:
    return windows.WindowWish(**wish | {"services": _impacts(wish["services"])})


def _impacts(services: list[dict[str, str]]) -> dict[str, str]:
    return {each["service"]: each["impact"] for each in services}


@bp.get("/announcements/<int:thread_id>")
@enter("everyone")
@scope("read")
@bp.output(schemas.WholeAnnouncement)
def get_announcement(thread_id: int) -> ResponseReturnValue:
    """Read an announcement.

    What people reply is at `/threads/{id}/posts`.
    """
    name_page(OFFICIAL, f"thread/{thread_id}")
    return _whole(thread_id)


def _whole(thread_id: int) -> Json:
    head = pages.get_head(thread_id, visitor())
    view = _view(thread_id)
    first = sources.posts_after(head, visitor(), 0, 1).posts
    is_read = bool(first) and first[0].body is not None
    return shapes.announcement(head, view, _order([view])) | {
        "body": first[0].body if is_read else None,
        "html": first[0].row.html if is_read else None,
        "updates": [shapes.update(row) for row in view.updates],
    }


@bp.post("/announcements/<int:thread_id>/updates")
@enter("officials")
@scope("announce")
@bp.input(schemas.NewUpdate)
@bp.output(Post, 201)
def post_update(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Say how it goes, and move a maintenance on with the same word."""
    thread = finding.get_thread(thread_id, visitor())
    written, state = write_up(json_data["body"]), json_data["state"]
    post_id = once_by_key(lambda: updates.post_update(thread, written, state, by=member()).id)
    post = sources.get_sourced_post(post_id, visitor())
    return created(f"/posts/{post_id}", shapes.post(post))


@bp.patch("/announcements/<int:thread_id>/maintenance")
@enter("officials")
@scope("announce")
@bp.input(schemas.MaintenanceChange)
@bp.output(schemas.WholeAnnouncement)
def change_maintenance(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Move a maintenance on, postpone it, or change what it touches.

    A step that is not possible now is 409. The note is posted as an update.
    """
    thread = finding.get_thread(thread_id, visitor())
    if "services" in json_data:
        json_data["services"] = _impacts(json_data["services"])
    updates.change_maintenance(thread, **json_data, by=member())
    return _whole(thread_id)


@bp.get("/services")
@enter("officials")
@scope("announce")
@bp.output(schemas.Services)
def list_services() -> ResponseReturnValue:
    """List the parts of the product that maintenance can touch."""
    return listing(
        [
            {"slug": each.slug, "name": each.name(language()), "names": each.names}
            for each in official().services
        ]
    )
