"""What becomes of a question."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.api.v1 import shapes
from forum.api.v1.asking import nothing, refer
from forum.api.v1.schemas import threads as schemas
from forum.core.errors import Conflict
from forum.http.programs import scope
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import answers
from forum.threads.queries import finding

bp = APIBlueprint("api_answers", __name__, url_prefix="/api/v1", tag="Answers")


@bp.put("/posts/<int:post_id>/acceptance")
@enter("members")
@scope("write")
@bp.output(schemas.WholeThread)
def accept_answer(post_id: int) -> ResponseReturnValue:
    """Accept a post as the answer.

    By the asker, or by staff. It takes the place of an earlier answer; accepting the same one again
    changes nothing.
    """
    post = finding.get_post(post_id, visitor())
    answers.accept_answer(post, by=member())
    return shapes.whole_thread(post.thread_id)


@bp.delete("/posts/<int:post_id>/acceptance")
@enter("members")
@scope("write")
@bp.output({}, 204)
def unaccept_answer(post_id: int) -> ResponseReturnValue:
    """Undo the acceptance: the question is open again."""
    post = finding.get_post(post_id, visitor())
    if post.thread.answer_id != post.id:
        raise Conflict(_("This post is not the accepted answer."))
    answers.unaccept_answer(post.thread, by=member())
    return nothing()


@bp.put("/threads/<int:thread_id>/choice-lock")
@enter("moderators")
@scope("moderate")
@bp.input(schemas.Reason)
@bp.output(schemas.WholeThread)
def lock_choice(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Let nobody but moderators change which answer is accepted."""
    thread = finding.get_thread(thread_id, visitor())
    answers.lock_choice(thread, json_data["reason"], by=member())
    return shapes.whole_thread(thread_id)


@bp.delete("/threads/<int:thread_id>/choice-lock")
@enter("moderators")
@scope("moderate")
@bp.output({}, 204)
def unlock_choice(thread_id: int) -> ResponseReturnValue:
    """Let the asker choose again."""
    answers.unlock_choice(finding.get_thread(thread_id, visitor()), by=member())
    return nothing()


@bp.put("/threads/<int:thread_id>/closing")
@enter("members")
@scope("write")
@bp.input(schemas.Reason)
@bp.output(schemas.WholeThread)
def close_thread(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Close a question as solved without an answer.

    Its state is then `closed`; a reason may be given.
    """
    thread = finding.get_thread(thread_id, visitor())
    answers.close_thread(thread, json_data["reason"], by=member())
    return shapes.whole_thread(thread_id)


@bp.put("/threads/<int:thread_id>/duplicate")
@enter("members")
@scope("write")
@bp.input(schemas.Original)
@bp.output(schemas.WholeThread)
def mark_duplicate(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Close a question as a duplicate of another thread, which its readers are sent to."""
    thread = finding.get_thread(thread_id, visitor())
    original = refer("original", finding.get_thread, json_data["original"], visitor())
    answers.mark_duplicate(thread, original, by=member())
    return shapes.whole_thread(thread_id)


@bp.delete("/threads/<int:thread_id>/closing")
@enter("members")
@scope("write")
@bp.output({}, 204)
def reopen_thread(thread_id: int) -> ResponseReturnValue:
    """Open a closed question again."""
    return _reopen(thread_id)


@bp.delete("/threads/<int:thread_id>/duplicate")
@enter("members")
@scope("write")
@bp.output({}, 204)
def unmark_duplicate(thread_id: int) -> ResponseReturnValue:
    """Open a question again that was no duplicate."""
    return _reopen(thread_id)


def _reopen(thread_id: int) -> ResponseReturnValue:
    answers.reopen_thread(finding.get_thread(thread_id, visitor()), by=member())
    return nothing()
