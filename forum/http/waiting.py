"""How much waits for a moderator: the number at the top of every page of theirs."""

from flask import g

from forum.http.site import site
from forum.http.visitor import visitor
from forum.moderation.queries.queue import open_items
from forum.policy import is_moderator


def items_waiting() -> int:
    """One query for a moderator's request, none for anybody else's."""
    if "waiting" not in g:
        g.waiting = open_items(reviewed_categories()) if is_moderator(visitor()) else 0
    found: int = g.waiting
    return found


def reviewed_categories() -> list[int] | None:
    """The ids of those whose posts the visitor may review; None: of all."""
    visible = site().visible_to(visitor())
    if len(visible) == len(site().categories):
        return None
    return [category.id for category in visible]
