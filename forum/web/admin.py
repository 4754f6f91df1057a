"""Administration: the site's name, colours and language, and the texts of its own."""

from zoneinfo import available_timezones

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_

from forum.core.errors import ForumError
from forum.core.languages import LANGUAGES
from forum.http.responses import see_other
from forum.http.site import site as the_site
from forum.http.visitor import enter, member
from forum.moderation.actions.site import ACCENTS, TEXTS, change_site, change_texts
from forum.web.forms import by_field, with_error

bp = Blueprint("admin", __name__)

_COLOURS = {
    "teal": N_("Teal"),
    "plum": N_("Plum"),
    "rose": N_("Rose"),
    "bronze": N_("Bronze"),
    "moss": N_("Moss"),
    "graphite": N_("Graphite"),
}
_TEXTS = {"rules": N_("Rules"), "privacy": N_("Privacy"), "report": N_("Report to us")}


@bp.get("/admin")
@enter("administrators")
def admin() -> ResponseReturnValue:
    return see_other("admin.site")


@bp.get("/admin/site")
@enter("administrators")
def site() -> ResponseReturnValue:
    return _site_page(the_site().settings, None)


@bp.post("/admin/site")
@enter("administrators")
def send_site() -> ResponseReturnValue:
    typed = {
        "name": by_language("name"),
        "accent": request.form.get("accent", ""),
        "language": request.form.get("language", ""),
        "time_zone": request.form.get("time_zone", ""),
        "sign_ups": request.form.get("sign_ups") == "1",
    }
    names = typed.pop("name")
    try:
        change_site(names, by=member(), **typed)  # type: ignore[arg-type]
    except ForumError as error:
        return _site_page(typed | {"name": names}, error)
    flash(_("Saved."), "ok")
    return see_other("admin.site")


def _site_page(typed: dict[str, object], error: ForumError | None) -> ResponseReturnValue:
    page = render_template(
        "admin/site.html",
        typed=typed,
        accents=[(accent, _COLOURS[accent]) for accent in ACCENTS],
        zones=[(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
        errors=by_field(error),
    )
    return with_error(page, error)


@bp.get("/admin/texts")
@enter("administrators")
def texts() -> ResponseReturnValue:
    return see_other("admin.text", key=TEXTS[0])


@bp.get("/admin/texts/<key>")
@enter("administrators")
def text(key: str) -> ResponseReturnValue:
    if key not in TEXTS:
        abort(404)
    return _text_page(key, the_site().settings[key], None)


@bp.post("/admin/texts/<key>")
@enter("administrators")
def send_text(key: str) -> ResponseReturnValue:
    if key not in TEXTS:
        abort(404)
    typed = by_language("text")
    try:
        change_texts(key, typed, by=member())
    except ForumError as error:
        return _text_page(key, typed, error)
    flash(_("Saved."), "ok")
    return see_other("admin.text", key=key)


def _text_page(
    key: str, typed: dict[str, str], error: ForumError | None
) -> ResponseReturnValue:
    page = render_template(
        "admin/text.html", key=key, typed=typed, texts=_TEXTS, errors=by_field(error)
    )
    return with_error(page, error)


def by_language(name: str) -> dict[str, str]:
    """What was typed into the fields that each language has one of."""
    return {code: request.form.get(f"{name}-{code}", "") for code in LANGUAGES}
