"""“Me too” on questions."""

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.api.v1 import shapes
from forum.api.v1.schemas import threads as schemas
from forum.http.programs import scope
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import me_too
from forum.threads.queries import finding

bp = APIBlueprint("api_me_too", __name__, url_prefix="/api/v1", tag="Me too")


@bp.put("/threads/<int:thread_id>/me-too")
@enter("members")
@scope("write")
@bp.output(schemas.WholeThread)
def say_me_too(thread_id: int) -> ResponseReturnValue:
    """Say that you have met what a question asks about.

    Saying it again changes nothing. It is for open questions of others.
    """
    me_too.say_me_too(finding.get_thread(thread_id, visitor()), by=member())
    return shapes.whole_thread(thread_id)


@bp.delete("/threads/<int:thread_id>/me-too")
@enter("members")
@scope("write")
@bp.output(schemas.WholeThread)
def take_back_me_too(thread_id: int) -> ResponseReturnValue:
    """Take your "me too" back.

    Also when the question is solved by now.
    """
    me_too.take_back_me_too(finding.get_thread(thread_id, visitor()), by=member())
    return shapes.whole_thread(thread_id)
