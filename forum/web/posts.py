"""What happens to one post: votes, its source, edits and what it said before."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum import policy
from forum.core.errors import ForumError
from forum.http.people import address_of
from forum.http.responses import see_path, wants_fragment
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import editing, voting
from forum.threads.diffs import diff
from forum.threads.models import PAGE, Post, page_of
from forum.threads.queries import finding, history, pages
from forum.web.forms import by_field, preview_of, tag_names, wants_preview, with_error

bp = Blueprint("posts", __name__)


def _to(post: Post) -> ResponseReturnValue:
    return see_path(address_of(post.thread, post.number))


@bp.post("/posts/<int:post_id>/vote")
@enter("members")
def vote(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    voting.vote(post, by=member())
    return card(post)


@bp.post("/posts/<int:post_id>/vote/undo")
@enter("members")
def take_back_vote(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    voting.take_back_vote(post, by=member())
    return card(post)


def card(post: Post) -> ResponseReturnValue:
    """The post as it now is: alone for a page that waits for it, else on its page."""
    if not wants_fragment():
        return _to(post)
    head = pages.get_head(post.thread_id, visitor())
    row = pages.get_post_row(head, post.id, visitor())
    shown = {"thread": head, "posts": [row], "page": page_of(row.number), "page_size": PAGE}
    return render_template("threads/_posts.html", **shown)


@bp.get("/posts/<int:post_id>/source")
@enter("members")
def source(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    return Response(post.body, content_type="text/plain; charset=utf-8")


@dataclass(frozen=True)
class Typed:
    body: str
    title: str
    tags: str
    reason: str = ""


def _typed() -> Typed:
    return Typed(*(request.form.get(name, "") for name in ("body", "title", "tags", "reason")))


def _stored(post: Post) -> Typed:
    return Typed(post.body, post.thread.title, " ".join(post.thread.tags))


@bp.get("/posts/<int:post_id>/edit")
@enter("members")
def edit(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    policy.require(policy.edit_post(visitor(), post.thread, post))
    return _form("edit", post, _stored(post))


@bp.post("/posts/<int:post_id>/edit")
@enter("members")
def send_edit(post_id: int) -> ResponseReturnValue:
    post, typed = finding.get_post(post_id, visitor()), _typed()
    named = _may_name(post)
    try:
        if wants_preview():
            return _form("edit", post, typed, preview=preview_of(typed.body))
        editing.edit_post(
            post,
            typed.body,
            typed.reason,
            title=typed.title if named else None,
            tags=tag_names(typed.tags) if named else None,
            by=member(),
        )
    except ForumError as error:
        return _form("edit", post, typed, error=error)
    return _to(post)


def _may_name(post: Post) -> bool:
    """Whether title and tags go with the text."""
    return post.is_opening and bool(policy.rename_thread(visitor(), post.thread, post))


def _form(
    kind: str, post: Post, typed: Typed, preview: str = "", error: ForumError | None = None
) -> ResponseReturnValue:
    page = render_template(
        f"threads/{kind}.html",
        post=post,
        thread=post.thread,
        named=_may_name(post),
        typed=typed,
        preview=preview,
        errors=by_field(error),
    )
    return with_error(page, error)


@bp.get("/posts/<int:post_id>/history")
@enter("everyone")
def show_history(post_id: int) -> ResponseReturnValue:
    """``?change=`` chooses one; else the last is shown."""
    post = finding.get_post(post_id, visitor())
    changes = history.changes_of(post, visitor())
    wanted = request.args.get("change", type=int)
    chosen = next((c for c in changes if c.number == wanted), changes[0] if changes else None)
    return render_template(
        "threads/history.html",
        post=post,
        thread=post.thread,
        changes=changes,
        chosen=chosen,
        lines=diff(chosen.before, chosen.after) if chosen else [],
    )


@bp.get("/posts/<int:post_id>/redact")
@enter("members")
def redact(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    policy.require(policy.redact_post(visitor(), post))
    return _form("redact", post, _stored(post))


@bp.post("/posts/<int:post_id>/redact")
@enter("members")
def send_redaction(post_id: int) -> ResponseReturnValue:
    post, typed = finding.get_post(post_id, visitor()), _typed()
    try:
        title = typed.title if post.is_opening else None
        editing.redact_post(post, typed.body, title=title, by=member())
    except ForumError as error:
        return _form("redact", post, typed, error=error)
    flash(_("Redacted. What the post said before is out of sight."), "ok")
    return _to(post)
