"""Language and theme: a member's are stored, a guest's stand in a cookie."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import preferences
from forum.accounts.models import THEMES
from forum.core.errors import Invalid
from forum.core.languages import LANGUAGES
from forum.http.language import LANGUAGE_COOKIE, THEME_COOKIE
from forum.http.responses import safe_next, see_path
from forum.http.visitor import enter, member, visitor

bp = Blueprint("choices", __name__)

A_YEAR = 365 * 86400


@bp.post("/language")
@enter("everyone")
def choose_language() -> ResponseReturnValue:
    wish = request.form.get("language", "")
    if wish not in LANGUAGES:
        raise Invalid(_("This language is not spoken here."), "language")
    if visitor().id:
        preferences.change_preferences(member(), language=wish, by=member())
    return _remember(LANGUAGE_COOKIE, wish)


@bp.post("/theme")
@enter("everyone")
def choose_theme() -> ResponseReturnValue:
    wish = request.form.get("theme", "")
    if wish not in THEMES:
        raise Invalid(_("Choose light, dark or system."), "theme")
    if visitor().id:
        preferences.change_preferences(member(), theme=wish, by=member())
    return _remember(THEME_COOKIE, wish)


def _remember(cookie: str, value: str) -> Response:
    response: Response = see_path(safe_next())  # type: ignore[assignment]
    response.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response
