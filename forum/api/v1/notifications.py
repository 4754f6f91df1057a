"""What one was told, and having read it."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.api.v1 import shapes
from forum.api.v1.asking import listing
from forum.api.v1.schemas import notifications as schemas
from forum.http import cursors
from forum.http.bell import unread_notices, visible_ids
from forum.http.idempotent import once_by_key
from forum.http.moments import format_moment
from forum.http.programs import scope
from forum.http.visitor import enter, visitor
from forum.notifications.actions import reading
from forum.notifications.queries.listing import Notice, list_notices
from forum.notifications.words import sentence

bp = APIBlueprint("api_notifications", __name__, url_prefix="/api/v1", tag="Notifications")


@bp.get("/notifications")
@enter("members")
@scope("read")
@bp.input(schemas.NotificationPaging, location="query")
@bp.output(schemas.Notifications)
def list_notifications(query_data: dict[str, Any]) -> ResponseReturnValue:
    """List what you were told, the last first.

    What is alike, of one thread and read at once is one item; `count` of them stand behind it, and
    the rest is of the last. What you may no longer see is left out. They are kept for 60 days.
    """
    page = list_notices(
        visitor(),
        visible_ids(),
        unread_only=query_data["unread"],
        after=cursors.decode_number(query_data["cursor"]),
        limit=query_data["limit"],
    )
    more = cursors.encode_number(page.next) if page.next else None
    return listing([_notification(notice) for notice in page.notices], more)


def _notification(notice: Notice) -> shapes.Json:
    return {
        "id": notice.id,
        "kind": notice.kind,
        "count": notice.count,
        "thread_id": notice.thread_id,
        "post_id": notice.post_id,
        "text": sentence(notice, format_moment),
        "url": shapes.absolute(notice.path),
        "created_at": notice.created_at,
        "read_at": notice.read_at,
    }


@bp.get("/notifications/unread-count")
@enter("members")
@scope("read")
@bp.output(schemas.Unread)
def count_notifications() -> ResponseReturnValue:
    """Count what you have not read.

    100 means 100 or more.
    """
    return {"unread": unread_notices()}


@bp.post("/notifications/read")
@enter("members")
@scope("write")
@bp.input(schemas.Reading)
@bp.output(schemas.Read)
def read_notifications(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Say that you have read some of them, or all.

    Without `ids`, or with null, it is all. With each one go the others of its thread and kind,
    which are one item of the list. `read` says how many were unread.
    """
    ids = json_data["ids"]
    return {"read": once_by_key(lambda: reading.read_notifications(ids, by=visitor()))}
