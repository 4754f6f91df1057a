"""“Me too” below a question."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forum.http.visitor import enter, member, visitor
from forum.threads.actions import me_too
from forum.threads.queries import finding
from forum.web.posts import card

bp = Blueprint("me_too", __name__)


@bp.post("/t/<int:thread_id>/me-too")
@enter("members")
def say(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    me_too.say_me_too(thread, by=member())
    return card(finding.get_opening(thread))


@bp.post("/t/<int:thread_id>/me-too/undo")
@enter("members")
def take_back(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    me_too.take_back_me_too(thread, by=member())
    return card(finding.get_opening(thread))
