"""What happens to one post: votes, edits, and taking it away."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum import policy
from forum.core.errors import ForumError
from forum.http.people import address_of
from forum.http.responses import see_path, wants_fragment
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import editing, hiding, voting
from forum.threads.diffs import diff
from forum.threads.models import Post, page_of
from forum.threads.queries import finding, history, pages
from forum.web.forms import (
    Question,
    because,
    preview_of,
    tag_names,
    wants_preview,
    with_error,
)
from forum.web.mistakes import by_field

bp = Blueprint("posts", __name__)


def _to(post: Post) -> ResponseReturnValue:
    return see_path(address_of(post.thread, post.number))


# Votes


@bp.post("/posts/<int:post_id>/vote")
@enter("members")
def vote(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    voting.vote(post, by=member())
    return _card(post)


@bp.post("/posts/<int:post_id>/vote/undo")
@enter("members")
def take_back_vote(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    voting.take_back_vote(post, by=member())
    return _card(post)


def _card(post: Post) -> ResponseReturnValue:
    """The post as it now is: alone for a page that waits for it, else on its page."""
    if not wants_fragment():
        return _to(post)
    head = pages.get_head(post.thread_id, visitor())
    row = pages.get_post_row(head, post.id, visitor())
    return render_template("threads/_card.html", thread=head, post=row, page=page_of(row.number))


@bp.get("/posts/<int:post_id>/source")
@enter("members")
def source(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    return Response(post.body, content_type="text/plain; charset=utf-8")


# Edits


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
    first = post.is_opening
    try:
        if wants_preview():
            return _form("edit", post, typed, preview=preview_of(typed.body))
        editing.edit_post(
            post,
            typed.body,
            typed.reason,
            title=typed.title if first else None,
            tags=tag_names(typed.tags) if first else None,
            by=member(),
        )
    except ForumError as error:
        return _form("edit", post, typed, error=error)
    return _to(post)


def _form(
    kind: str, post: Post, typed: Typed, preview: str = "", error: ForumError | None = None
) -> ResponseReturnValue:
    page = render_template(
        f"threads/{kind}.html",
        post=post,
        thread=post.thread,
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


# Taking away


def _hiding(post: Post) -> Question:
    back = address_of(post.thread, post.number)
    if post.author_id == visitor().id:
        text = _("Others see that you withdrew it. You can bring it back.")
        return Question(_("Withdraw your post?"), text, _("Withdraw it"), back, reason="optional")
    text = _("In its place others see that it was hidden, and this reason.")
    return Question(_("Hide this post?"), text, _("Hide it"), back)


@bp.get("/posts/<int:post_id>/hide")
@enter("members")
def ask_hide(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    policy.require(policy.hide_post(visitor(), post))
    return _hiding(post).ask()


@bp.post("/posts/<int:post_id>/hide")
@enter("members")
def hide(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    try:
        hiding.hide_post(post, because(), by=member())
    except ForumError as error:
        return _hiding(post).ask(error)
    flash(_("Hidden. It can be brought back where it stood."), "ok")
    return _to(post)


@bp.post("/posts/<int:post_id>/restore")
@enter("members")
def restore(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    hiding.restore_post(post, by=member())
    flash(_("The post is back."), "ok")
    return _to(post)


def _purging(post: Post) -> Question:
    return Question(
        _("Delete this post for good?"),
        _("Its text and everything that it said before are erased. Nobody can bring them back."),
        _("Delete for good"),
        address_of(post.thread, post.number),
    )


@bp.get("/posts/<int:post_id>/purge")
@enter("moderators")
def ask_purge(post_id: int) -> ResponseReturnValue:
    return _purging(finding.get_post(post_id, visitor())).ask()


@bp.post("/posts/<int:post_id>/purge")
@enter("moderators")
def purge(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    try:
        hiding.purge_post(post, because(), by=member())
    except ForumError as error:
        return _purging(post).ask(error)
    flash(_("Deleted for good."), "ok")
    return see_path(post.thread.path)


def _purging_history(post: Post) -> Question:
    return Question(
        _("Erase what this post said before?"),
        _("The post stays as it is now. Its earlier versions are erased for good."),
        _("Erase earlier versions"),
        f"/posts/{post.id}/history",
    )


@bp.get("/posts/<int:post_id>/history/purge")
@enter("moderators")
def ask_purge_history(post_id: int) -> ResponseReturnValue:
    return _purging_history(finding.get_post(post_id, visitor())).ask()


@bp.post("/posts/<int:post_id>/history/purge")
@enter("moderators")
def purge_history(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    try:
        hiding.purge_revisions(post, because(), by=member())
    except ForumError as error:
        return _purging_history(post).ask(error)
    flash(_("Earlier versions are erased."), "ok")
    return _to(post)
