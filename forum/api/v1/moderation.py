"""Flags, the review queue, the action log."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.accounts.queries import get_by_handle
from forum.api.v1 import shapes
from forum.api.v1.asking import listing
from forum.api.v1.schemas import moderation as schemas
from forum.api.v1.schemas.threads import Paging
from forum.core.db import db
from forum.http import cursors
from forum.http.idempotent import once_by_key
from forum.http.programs import scope
from forum.http.visitor import enter, member, visitor
from forum.http.waiting import reviewed_categories
from forum.moderation.actions import flagging, reviewing
from forum.moderation.models import Flag, ReviewItem
from forum.moderation.queries import log, queue
from forum.moderation.queries.log import LogRow
from forum.moderation.queries.queue import ItemRow
from forum.threads.queries import finding

bp = APIBlueprint("api_moderation", __name__, url_prefix="/api/v1", tag="Moderation")


@bp.post("/posts/<int:post_id>/flags")
@enter("members")
@scope("write")
@bp.input(schemas.NewFlag)
@bp.output(schemas.MadeFlag, 201)
def flag_post(post_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Report a post to the moderators.

    The reason `other` needs a note.
    """
    post = finding.get_post(post_id, visitor())
    reason, note = json_data["reason"], json_data["note"]
    flag_id = once_by_key(lambda: flagging.flag_post(post, reason, note, by=member()).id)
    flag = db.session.get_one(Flag, flag_id)
    body = {"id": flag.id, "post_id": post_id, "reason": flag.reason, "note": flag.note}
    return body, 201


@bp.get("/moderation/items")
@enter("moderators")
@scope("moderate")
@bp.input(Paging, location="query")
@bp.output(schemas.Items)
def list_items(query_data: dict[str, Any]) -> ResponseReturnValue:
    """List what waits for a moderator, the oldest first."""
    after = cursors.decode_number(query_data["cursor"]) or 0
    page = queue.list_open(after, query_data["limit"], reviewed_categories())
    more = cursors.encode_number(page.next) if page.next else None
    return listing([_item(row) for row in page.rows], more)


@bp.post("/moderation/items/<int:item_id>/decision")
@enter("moderators")
@scope("moderate")
@bp.input(schemas.Decision)
@bp.output(schemas.Decided, 201)
def decide_item(item_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Decide what waits: agree and hide the post, disagree, or ignore.

    To agree you give the reason that people will read. What somebody has decided is 409.
    """
    item = queue.get_item(item_id, visitor())
    decision, reason = json_data["decision"], json_data["reason"]
    once_by_key(lambda: _decide(item, decision, reason))
    decided = queue.get_item(item_id, visitor())
    return {
        "id": decided.id,
        "post_id": decided.post_id,
        "decision": decided.decision,
        "decided_by": decided.decided_by.handle if decided.decided_by else None,
        "decided_at": decided.decided_at,
    }


def _decide(item: ReviewItem, decision: str, reason: str) -> int:
    reviewing.decide_item(item, decision, reason, by=member())
    return item.id


@bp.get("/moderation/log")
@enter("staff")
@scope("moderate", "announce")
@bp.input(schemas.LogPaging, location="query")
@bp.output(schemas.Log)
def list_log(query_data: dict[str, Any]) -> ResponseReturnValue:
    """List what staff did and why, the newest first."""
    by = get_by_handle(query_data["by"]).id if "by" in query_data else None
    page = log.list_log(
        by_id=by,
        verb=query_data["verb"],
        subject=query_data["subject"],
        before=cursors.decode_number(query_data["cursor"]),
        limit=query_data["limit"],
    )
    more = cursors.encode_number(page.next) if page.next else None
    return listing([_log_line(row) for row in page.rows], more)


def _item(row: ItemRow) -> shapes.Json:
    return {
        "id": row.id,
        "opened_at": row.opened_at,
        "thread_id": row.thread_id,
        "post_id": row.post_id,
        "html": row.html,
        "author": shapes.author(row.author),
        "flags": [
            {
                "reason": flag.reason,
                "note": flag.note,
                "flagged_at": flag.flagged_at,
                "by": flag.handle,
            }
            for flag in row.flags
        ],
    }


def _log_line(row: LogRow) -> shapes.Json:
    return {
        "id": row.id,
        "at": row.logged_at,
        "by": row.by_handle,
        "verb": row.verb,
        "subject": row.subject,
        "reason": row.reason,
        "changes": row.changes,
    }
