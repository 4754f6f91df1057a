"""Taking a post away, bringing it back, and what is gone for good."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.api.v1 import shapes
from forum.api.v1.asking import nothing, reason_of, require_scope_for
from forum.api.v1.schemas import posts as schemas
from forum.api.v1.schemas.threads import Reason
from forum.http.programs import scope
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import editing, hiding
from forum.threads.queries import finding

bp = APIBlueprint("api_removing", __name__, url_prefix="/api/v1", tag="Taking posts away")


@bp.delete("/posts/<int:post_id>")
@enter("members")
@scope("write", "moderate")
@bp.input(Reason, location="query")
@bp.input(Reason)
@bp.output({}, 204)
def hide_post(
    post_id: int, query_data: dict[str, Any], json_data: dict[str, Any]
) -> ResponseReturnValue:
    """Withdraw your post, or hide somebody's as a moderator.

    It can come back. A moderator gives the reason, in the query or in a body.
    """
    post = finding.get_post(post_id, visitor())
    require_scope_for(post.author_id)
    hiding.hide_post(post, reason_of(query_data, json_data), by=member())
    return nothing()


@bp.post("/posts/<int:post_id>/restore")
@enter("members")
@scope("write", "moderate")
@bp.output(schemas.Post)
def restore_post(post_id: int) -> ResponseReturnValue:
    """Bring a hidden or withdrawn post back."""
    post = finding.get_post(post_id, visitor())
    require_scope_for(post.author_id)
    hiding.restore_post(post, by=member())
    return shapes.post_by_id(post_id)


@bp.put("/posts/<int:post_id>/redaction")
@enter("members")
@scope("write", "moderate")
@bp.input(schemas.Redaction)
@bp.output(schemas.Post)
def redact_post(post_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Take words out of a post, and put its revisions out of sight.

    Possible at any time. Once the time for edits is over it can only take away. With an opening
    post the thread's title can be redacted too.
    """
    post = finding.get_post(post_id, visitor())
    require_scope_for(post.author_id)
    editing.redact_post(post, json_data["body"], title=json_data.get("title"), by=member())
    return shapes.post_by_id(post_id)


@bp.delete("/posts/<int:post_id>/text")
@enter("administrators")
@scope("admin")
@bp.input(Reason, location="query")
@bp.input(Reason)
@bp.output({}, 204)
def purge_post(
    post_id: int, query_data: dict[str, Any], json_data: dict[str, Any]
) -> ResponseReturnValue:
    """Delete a post for good: its text and everything that it said before.

    Nobody can bring them back. With an opening post the thread's title goes, and with the last
    post that has a text the thread. The reason is needed, in the query or in a body.
    """
    post = finding.get_post(post_id, visitor())
    hiding.purge_post(post, reason_of(query_data, json_data), by=member())
    return nothing()


@bp.delete("/posts/<int:post_id>/revisions")
@enter("moderators")
@scope("moderate")
@bp.input(Reason, location="query")
@bp.input(Reason)
@bp.output({}, 204)
def purge_revisions(
    post_id: int, query_data: dict[str, Any], json_data: dict[str, Any]
) -> ResponseReturnValue:
    """Delete for good what a post said before; the post stays as it is now.

    The reason is needed, in the query or in a body.
    """
    post = finding.get_post(post_id, visitor())
    hiding.purge_revisions(post, reason_of(query_data, json_data), by=member())
    return nothing()
