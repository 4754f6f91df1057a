"""One person as moderators see them: sanctions, record. And what one reads oneself."""

from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.accounts.queries import get_by_handle
from forum.api.v1 import shapes
from forum.api.v1.asking import listing, nothing
from forum.api.v1.schemas import moderation as schemas
from forum.http.idempotent import once_by_key
from forum.http.programs import scope
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.moderation.actions import sanctioning
from forum.moderation.queries import sanctions
from forum.moderation.queries.sanctions import SanctionRow

bp = APIBlueprint("api_sanctions", __name__, url_prefix="/api/v1", tag="Sanctions")


@bp.get("/users/<handle>/sanctions")
@enter("moderators")
@scope("moderate")
@bp.output(schemas.Sanctions)
def list_sanctions(handle: str) -> ResponseReturnValue:
    """List what was decided about somebody, the newest first."""
    user = get_by_handle(handle)
    return listing([_sanction(row) for row in sanctions.sanctions_of(user.id)])


@bp.post("/users/<handle>/sanctions")
@enter("moderators")
@scope("moderate")
@bp.input(schemas.NewSanction)
@bp.output(schemas.Sanction, 201)
def sanction_user(handle: str, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Silence or suspend somebody until a date.

    A silenced person reads; a suspended one is signed out, and no token of theirs works.
    """
    user = get_by_handle(handle)
    act = (
        sanctioning.silence_person if json_data["kind"] == "silence" else sanctioning.suspend_person
    )
    until, reason = json_data["until"], json_data["reason"]
    sanction_id = once_by_key(lambda: act(user, until, reason, by=member()).id)
    row = next(row for row in sanctions.sanctions_of(user.id) if row.id == sanction_id)
    return _sanction(row), 201


@bp.delete("/sanctions/<int:sanction_id>")
@enter("moderators")
@scope("moderate")
@bp.output({}, 204)
def end_sanction(sanction_id: int) -> ResponseReturnValue:
    """End a sanction before its time."""
    sanctioning.end_sanction(sanctions.get_sanction(sanction_id), by=member())
    return nothing()


@bp.get("/users/<handle>/record")
@enter("moderators")
@scope("moderate")
@bp.output(schemas.Record)
def get_record(handle: str) -> ResponseReturnValue:
    """Read what a moderator looks at before deciding about somebody.

    How many posts of theirs were reported and how many rightly, how many reports they wrote, and
    their last posts that you may see, hidden ones among them.
    """
    user = get_by_handle(handle)
    places = [category.id for category in site().visible_to(visitor())]
    posts = [asdict(row) for row in sanctions.recent_posts(user.id, places)]
    return asdict(sanctions.record_of(user.id)) | {"recent_posts": posts}


@bp.get("/me/sanctions")
@enter("members")
@scope("read")
@bp.output(schemas.OwnSanctions)
def list_own_sanctions() -> ResponseReturnValue:
    """List what was decided about you and why, the newest first."""
    return listing([_own_sanction(row) for row in sanctions.sanctions_of(visitor().id)])


def _sanction(row: SanctionRow) -> shapes.Json:
    return _own_sanction(row) | {"by": row.by_handle}


def _own_sanction(row: SanctionRow) -> shapes.Json:
    return {
        "id": row.id,
        "kind": row.kind,
        "until": row.until,
        "reason": row.reason,
        "begun_at": row.begun_at,
        "ended_at": row.ended_at,
        "over": row.is_over,
    }
