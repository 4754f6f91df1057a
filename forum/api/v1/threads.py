"""Threads: listing, starting, changing, taking away."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.api.v1 import shapes
from forum.api.v1.asking import created, listing, nothing, reason_of, refer, require_scope_for
from forum.api.v1.schemas import threads as schemas
from forum.categories.queries import get_category
from forum.core import stamps
from forum.core.db import transaction
from forum.core.errors import NotFound
from forum.http import cursors
from forum.http.idempotent import once_by_key
from forum.http.names import name_page
from forum.http.programs import require_scope, scope
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import editing, hiding, moderating, posting, reading, tagging
from forum.threads.queries import finding, lists, pages, tags
from forum.threads.writing import write_up

bp = APIBlueprint("api_threads", __name__, url_prefix="/api/v1", tag="Threads")


@bp.get("/threads")
@enter("everyone")
@scope("read")
@bp.input(schemas.ThreadPaging, location="query")
@bp.output(schemas.Threads)
def list_threads(query_data: dict[str, Any]) -> ResponseReturnValue:
    """List threads.

    The one with the newest post comes first. `list` narrows it to questions without a reply,
    without a solution, or with an accepted answer. A category holds its subcategories' threads.
    """
    name_page(stamps.LISTS)
    visible = site().visible_to(visitor())
    tag = tags.get_shown_tag(query_data["tag"], visible) if "tag" in query_data else None
    page = lists.list_threads(
        visitor(),
        _category_ids(query_data.get("category")),
        kind=query_data["list"],
        tag_id=tag.id if tag else None,
        after=cursors.decode(query_data["cursor"]),
        limit=query_data["limit"],
    )
    pinned = shapes.pinned_now()
    items = [shapes.thread(row, pinned) for row in page.rows]
    return listing(items, cursors.encode(page.next) if page.next else None)


def _category_ids(slug: str | None) -> list[int]:
    visible = site().visible_to(visitor())
    if slug is None:
        return [c.id for c in visible]
    here = next((c for c in visible if c.slug == slug), None)
    if here is None:
        raise NotFound(_("This category does not exist."))
    return [c.id for c in visible if here.id in (c.id, c.parent_id)]


@bp.post("/threads")
@enter("members")
@scope("write")
@bp.input(schemas.NewThread)
@bp.output(schemas.WholeThread, 201)
def start_thread(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Ask a question, or start a discussion.

    Which of the two is the category's to say. The same words in the same category within five
    minutes are one thread: the first is answered back.
    """
    category = refer("category", get_category, json_data["category"], visitor())
    title, tagged, written = json_data["title"], json_data["tags"], write_up(json_data["body"])
    thread_id = once_by_key(
        lambda: posting.start_thread(category, title, written, tagged, by=member()).id
    )
    return created(f"/threads/{thread_id}", shapes.whole_thread(thread_id))


@bp.get("/threads/<int:thread_id>")
@enter("everyone")
@scope("read")
@bp.output(schemas.WholeThread)
def get_thread(thread_id: int) -> ResponseReturnValue:
    """Read a thread, without its posts."""
    name_page(f"thread/{thread_id}")
    return shapes.whole_thread(thread_id)


@bp.patch("/threads/<int:thread_id>")
@enter("members")
@scope("write", "moderate")
@bp.input(schemas.EditThread)
@bp.output(schemas.WholeThread)
def edit_thread(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Rename, retag or move a thread.

    All of it happens, or nothing. Only moderators move threads, or change those of others.
    """
    thread = finding.get_thread(thread_id, visitor())
    require_scope_for(thread.author_id)
    opening, reason = finding.get_opening(thread), json_data["reason"]
    with transaction():
        if "category" in json_data:
            require_scope("moderate")
            category = refer("category", get_category, json_data["category"], visitor())
            moderating.move_thread(thread, category, reason, by=member())
        if "title" in json_data:
            editing.rename_thread(thread, opening, json_data["title"], reason, by=member())
        if "tags" in json_data:
            tagging.retag_thread(thread, opening, json_data["tags"], reason, by=member())
    return shapes.whole_thread(thread_id)


@bp.delete("/threads/<int:thread_id>")
@enter("moderators")
@scope("moderate")
@bp.input(schemas.Reason, location="query")
@bp.input(schemas.Reason)
@bp.output({}, 204)
def hide_thread(
    thread_id: int, query_data: dict[str, Any], json_data: dict[str, Any]
) -> ResponseReturnValue:
    """Hide a thread.

    It can come back. The reason is needed, in the query or in a body.
    """
    thread = finding.get_thread(thread_id, visitor())
    hiding.hide_thread(thread, reason_of(query_data, json_data), by=member())
    return nothing()


@bp.post("/threads/<int:thread_id>/restore")
@enter("moderators")
@scope("moderate")
@bp.output(schemas.WholeThread)
def restore_thread(thread_id: int) -> ResponseReturnValue:
    """Bring a hidden thread back."""
    hiding.restore_thread(finding.get_thread(thread_id, visitor()), by=member())
    return shapes.whole_thread(thread_id)


@bp.put("/threads/<int:thread_id>/lock")
@enter("moderators")
@scope("moderate")
@bp.input(schemas.Reason)
@bp.output(schemas.WholeThread)
def lock_thread(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Lock a thread: nobody but staff can reply."""
    thread = finding.get_thread(thread_id, visitor())
    moderating.lock_thread(thread, json_data["reason"], by=member())
    return shapes.whole_thread(thread_id)


@bp.delete("/threads/<int:thread_id>/lock")
@enter("moderators")
@scope("moderate")
@bp.output({}, 204)
def unlock_thread(thread_id: int) -> ResponseReturnValue:
    """Unlock a thread."""
    moderating.unlock_thread(finding.get_thread(thread_id, visitor()), by=member())
    return nothing()


@bp.put("/threads/<int:thread_id>/reading-position")
@enter("members")
@scope("write")
@bp.input(schemas.ReadingPosition)
@bp.output({}, 204)
def mark_read(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Say how far you have read.

    It never goes back, and never past the last post.
    """
    head = pages.get_head(thread_id, visitor())
    reading.mark_read(head, json_data["number"], by=visitor())
    return nothing()
