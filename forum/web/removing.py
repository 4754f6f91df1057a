"""Taking a post away, and bringing it back."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum import policy
from forum.core.errors import ForumError
from forum.http.people import address_of
from forum.http.responses import see_path
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import hiding
from forum.threads.models import Post
from forum.threads.queries import finding
from forum.web.forms import Question, because

bp = Blueprint("removing", __name__)


def _to(post: Post) -> ResponseReturnValue:
    return see_path(address_of(post.thread, post.number))


def _hiding(post: Post) -> Question:
    back = address_of(post.thread, post.number)
    if post.author_id == visitor().id:
        text = _whole(post) or _("Others see that you withdrew it. You can bring it back.")
        return Question(_("Withdraw your post?"), text, _("Withdraw it"), back, reason="optional")
    text = _whole(post) or _("In its place others see that it was hidden, and this reason.")
    return Question(_("Hide this post?"), text, _("Hide it"), back)


def _whole(post: Post) -> str:
    """What becomes of the thread, where the post opens it."""
    if not post.is_opening:
        return ""
    if finding.has_other_voices(post.thread):
        return _("The title and the replies stay. If the title says too much, redact it instead.")
    return _("Nobody else has replied: the whole thread goes out of sight. It can be brought back.")


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
    if post.author_id == visitor().id:
        flash(_("Withdrawn. You can bring it back where it stood."), "ok")
    else:
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
        _("Its text and everything that it said before are erased. Nobody can bring them back.")
        if not post.is_opening
        else _("The title, the text and all earlier versions are erased. Nobody can undo that."),
        _("Delete for good"),
        address_of(post.thread, post.number),
    )


@bp.get("/posts/<int:post_id>/purge")
@enter("administrators")
def ask_purge(post_id: int) -> ResponseReturnValue:
    return _purging(finding.get_post(post_id, visitor())).ask()


@bp.post("/posts/<int:post_id>/purge")
@enter("administrators")
def purge(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    try:
        hiding.purge_post(post, because(), by=member())
    except ForumError as error:
        return _purging(post).ask(error)
    flash(_("Deleted for good."), "ok")
    thread = post.thread
    return see_path(thread.category.path if thread.state == "purged" else thread.path)


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
