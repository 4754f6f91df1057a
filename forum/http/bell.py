"""How much the visitor has not read yet: the number on the bell of every page."""

from flask import g

from forum.http.site import site
from forum.http.visitor import visitor
from forum.notifications.queries.listing import count_unread


def unread_notices() -> int:
    """At most 100, which means more. One query for a member's request, none for a guest's."""
    if "unread_notices" not in g:
        g.unread_notices = count_unread(visitor(), visible_ids()) if visitor().id else 0
    found: int = g.unread_notices
    return found


def visible_ids() -> list[int]:
    return [category.id for category in site().visible_to(visitor())]
