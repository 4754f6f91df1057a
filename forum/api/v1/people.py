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
from forum.http import cursors
from forum.http.programs import scope
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.threads.queries import lists

bp = APIBlueprint("api_people", __name__, url_prefix="/api/v1", tag="People")


@bp.get("/users/<handle>")
@enter("everyone")
@scope("read")
@bp.output(schemas.Person)
def get_user(handle: str) -> ResponseReturnValue:
    """Read who somebody is."""
    return person(queries.get_by_handle(handle))


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
        [c.id for c in site().visible_to(visitor())],
        after=cursors.decode(query_data["cursor"]),
        limit=query_data["limit"],
    )
    pinned = shapes.pinned_now()
    items = [shapes.thread(row, pinned) for row in page.rows]
    return listing(items, cursors.encode(page.next) if page.next else None)


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
