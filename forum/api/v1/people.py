"""People."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.accounts import queries
from forum.accounts.actions import roles
from forum.accounts.models import User
from forum.api.v1 import shapes
from forum.api.v1.asking import listing
from forum.api.v1.schemas import people as schemas
from forum.api.v1.schemas.threads import Paging, Threads
from forum.core import stamps
from forum.http import cursors
from forum.http.names import name_page
from forum.http.programs import scope
from forum.http.site import category, site
from forum.http.visitor import enter, member, visitor
from forum.threads.queries import by_author, lists

bp = APIBlueprint("api_people", __name__, url_prefix="/api/v1", tag="People")


@bp.get("/users/<handle>")
@enter("everyone")
@scope("read")
@bp.output(schemas.Profile)
def get_user(handle: str) -> ResponseReturnValue:
    """Read who somebody is, and how much of theirs you may see."""
    user = queries.get_by_handle(handle)
    counts = by_author.count_by_author(user.id, visitor(), _places())
    return person(user) | {
        "threads": counts.threads,
        "replies": counts.replies,
        "accepted": counts.accepted,
    }


def _places() -> list[int]:
    return [category.id for category in site().visible_to(visitor())]


def person(user: User) -> shapes.Json:
    return shapes.person(user) | {
        "about": user.about,
        "trust_level": user.trust_level,
        "joined_at": user.joined_at,
    }


@bp.get("/users/<handle>/threads")
@enter("everyone")
@scope("read")
@bp.input(Paging, location="query")
@bp.output(Threads)
def list_threads_of_user(handle: str, query_data: dict[str, Any]) -> ResponseReturnValue:
    """List what somebody has started, the newest first."""
    page = lists.list_by_author(
        queries.get_by_handle(handle).id,
        visitor(),
        _places(),
        after=cursors.decode(query_data["cursor"]),
        limit=query_data["limit"],
    )
    pinned = shapes.pinned_now()
    items = [shapes.thread(row, pinned) for row in page.rows]
    return listing(items, cursors.encode(page.next) if page.next else None)


@bp.get("/users/<handle>/replies")
@enter("everyone")
@scope("read")
@bp.input(Paging, location="query")
@bp.output(schemas.Replies)
def list_replies_of_user(handle: str, query_data: dict[str, Any]) -> ResponseReturnValue:
    """List what somebody has replied, the newest first."""
    user = queries.get_by_handle(handle)
    name_page(stamps.LISTS, f"user/{user.id}")
    page = by_author.list_replies(
        user.id,
        visitor(),
        _places(),
        after=cursors.decode(query_data["cursor"]),
        limit=query_data["limit"],
    )
    more = cursors.encode(page.next) if page.next else None
    return listing([_reply(row) for row in page.rows], more)


def _reply(row: by_author.ReplyRow) -> shapes.Json:
    return {
        "id": row.id,
        "thread_id": row.thread_id,
        "number": row.number,
        "title": row.title,
        "category": category(row.category_id).slug,
        "url": shapes.absolute(row.path),
        "excerpt": row.excerpt,
        "created_at": row.created_at,
        "accepted": row.is_accepted,
        "official": row.is_official,
    }


@bp.put("/users/<handle>/role")
@enter("administrators")
@scope("admin")
@bp.input(schemas.NewRole)
@bp.output(schemas.Person)
def grant_role(handle: str, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Give somebody a role."""
    user = queries.get_by_handle(handle)
    roles.grant_role(user, json_data["role"], json_data["reason"], by=member())
    return person(user)
