"""Leaving a list of mails, by a link in one of them; without signing in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.errors import NotFound
from forum.http.visitor import enter
from forum.notifications.actions.unsubscribing import unsubscribe
from forum.notifications.unsubscribing import List, read_token

bp = Blueprint("unsubscribing", __name__, url_prefix="/unsubscribe")


@bp.get("/<token>")
@enter("everyone")
def ask(token: str) -> ResponseReturnValue:
    """Programs that look at links in mails load this page: only its button changes anything."""
    return _page(token, is_done=False)


@bp.post("/<token>")
@enter("everyone")
def leave(token: str) -> ResponseReturnValue:
    """By the page's button, or by a mail program (RFC 8058)."""
    unsubscribe(*_read(token))
    return _page(token, is_done=True)


def _page(token: str, *, is_done: bool) -> ResponseReturnValue:
    _user_id, what, _which = _read(token)
    return render_template("notifications/unsubscribe.html", what=what, is_done=is_done)


def _read(token: str) -> tuple[int, List, int | str]:
    found = read_token(token[:500])
    if found is None:
        raise NotFound(
            _("This link is not whole. Copy all of it, or choose in your settings what you get.")
        )
    return found
