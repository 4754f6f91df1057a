"""News: a room publishes what happened, and rooms above it listen.

Listeners run at once, inside the publisher's transaction, in the order ``forum.wiring``
lists them. They write rows; whatever is slow or leaves the house they put in the job queue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import current_app


@dataclass(frozen=True)
class StaffAct:
    """Staff used their power, in whichever room.

    ``changes`` holds ids and names of fields, never a text that somebody posted: such text
    must be possible to purge, and the log is for ever.
    """

    by_id: int
    verb: str
    subject: str
    reason: str = ""
    changes: Mapping[str, object] = field(default_factory=dict)


def publish(event: object) -> None:
    for listener in current_app.extensions["listeners"].get(type(event), ()):
        listener(event)
