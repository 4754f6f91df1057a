"""Posts: reading, replying, changing, voting."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.api.v1 import shapes
from forum.api.v1.asking import created, listing, nothing, refer, require_scope_for
from forum.api.v1.schemas import posts as schemas
from forum.api.v1.schemas.threads import Paging
from forum.http import cursors, limits
from forum.http.idempotent import once_by_key
from forum.http.names import name_page
from forum.http.programs import scope
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import editing, posting, voting
from forum.threads.queries import finding, history, pages, sources
from forum.threads.writing import write_up

bp = APIBlueprint("api_posts", __name__, url_prefix="/api/v1", tag="Posts")


@bp.get("/threads/<int:thread_id>/posts")
@enter("everyone")
@scope("read")
@bp.input(Paging, location="query")
@bp.output(schemas.Posts)
def list_posts(thread_id: int, query_data: dict[str, Any]) -> ResponseReturnValue:
    """Read the posts of a thread, in their order.

    Of a hidden post there is a stub: its body and its html are null.
    """
    name_page(f"thread/{thread_id}")
    head = pages.get_head(thread_id, visitor())
    after = cursors.decode_number(query_data["cursor"]) or 0
    page = sources.posts_after(head, visitor(), after, query_data["limit"])
    more = cursors.encode_number(page.next) if page.next else None
    return listing([shapes.post(found) for found in page.posts], more)


@bp.post("/threads/<int:thread_id>/posts")
@enter("members")
@scope("write")
@bp.input(schemas.NewPost)
@bp.output(schemas.Post, 201)
def reply(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Reply to a thread.

    The same words to the same place within five minutes are one post: the first is answered back.
    """
    thread = finding.get_thread(thread_id, visitor())
    to = None
    if json_data["reply_to"] is not None:
        to = refer("reply_to", finding.get_post, json_data["reply_to"], visitor())
    written = write_up(json_data["body"])
    post_id = once_by_key(lambda: posting.reply(thread, written, to=to, by=member()).id)
    return created(f"/posts/{post_id}", shapes.post_by_id(post_id))


@bp.get("/posts/<int:post_id>")
@enter("everyone")
@scope("read")
@bp.output(schemas.Post)
def get_post(post_id: int) -> ResponseReturnValue:
    """Read a post."""
    return shapes.post_by_id(post_id)


@bp.patch("/posts/<int:post_id>")
@enter("members")
@scope("write", "moderate")
@bp.input(schemas.EditPost)
@bp.output(schemas.Post)
def edit_post(post_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Edit a post; what it said before becomes a revision."""
    post = finding.get_post(post_id, visitor())
    require_scope_for(post.author_id)
    editing.edit_post(post, json_data["body"], json_data["reason"], by=member())
    return shapes.post_by_id(post_id)


@bp.get("/posts/<int:post_id>/revisions")
@enter("everyone")
@scope("read")
@bp.output(schemas.Revisions)
def list_revisions(post_id: int) -> ResponseReturnValue:
    """Read what a post said before its edits, the last first.

    What was redacted is shown to staff only.
    """
    changes = history.changes_of(finding.get_post(post_id, visitor()), visitor())
    return listing([_revision(change) for change in changes])


def _revision(change: history.Change) -> shapes.Json:
    return {
        "number": change.number,
        "title": change.title_before or None,
        "body": change.before,
        "edited_by": shapes.author(change.by),
        "edited_at": change.at,
        "redacted": change.is_hidden,
    }


@bp.put("/posts/<int:post_id>/vote")
@enter("members")
@scope("write")
@bp.output(schemas.Post)
def vote(post_id: int) -> ResponseReturnValue:
    """Say that a post helped."""
    voting.vote(finding.get_post(post_id, visitor()), by=member())
    return shapes.post_by_id(post_id)


@bp.delete("/posts/<int:post_id>/vote")
@enter("members")
@scope("write")
@bp.output({}, 204)
def take_back_vote(post_id: int) -> ResponseReturnValue:
    """Take your vote back."""
    voting.take_back_vote(finding.get_post(post_id, visitor()), by=member())
    return nothing()


@bp.post("/preview")
@enter("members")
@scope("read")
@bp.input(schemas.Draft)
@bp.output(schemas.Preview)
def preview(json_data: dict[str, Any]) -> ResponseReturnValue:
    """See what Markdown will look like. Nothing is stored."""
    limits.spend("preview", limits.PREVIEWS, str(visitor().id))
    return {"html": write_up(json_data["body"]).html}
