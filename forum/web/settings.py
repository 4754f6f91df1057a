"""What somebody sets for themselves: profile, preferences, password, sign-ins, tokens."""

from typing import Any

from flask import Blueprint, flash, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from forum import policy
from forum.accounts.actions import passwords, preferences, signing, tokens
from forum.accounts.devices import device
from forum.accounts.queries import sign_ins
from forum.accounts.queries import tokens as tokens_of
from forum.core.errors import ForumError, Invalid
from forum.core.languages import LANGUAGES, locale_of
from forum.core.numbers import LARGEST_ID
from forum.http import limits
from forum.http.language import language
from forum.http.responses import see_other
from forum.http.site import site
from forum.http.visitor import TOKEN, enter, member, sign_in_id, visitor
from forum.http.zones import zone_choices
from forum.web.forms import by_field, with_error

bp = Blueprint("settings", __name__, url_prefix="/settings")

# How long a new token works, in days; "" is for ever.
DAYS = ("30", "90", "365", "")


@bp.get("")
@enter("members")
def index() -> ResponseReturnValue:
    return see_other("settings.profile")


@bp.get("/profile")
@enter("members")
def profile() -> ResponseReturnValue:
    return _page("profile", person=member())


@bp.post("/profile")
@enter("members")
def send_profile() -> ResponseReturnValue:
    form = request.form
    try:
        limits.spend("profile", limits.PROFILES, str(visitor().id))
        preferences.edit_profile(
            member(), form.get("display_name", ""), form.get("about", ""), by=member()
        )
    except ForumError as error:
        return _page("profile", error, person=member())
    return _saved("settings.profile")


@bp.get("/preferences")
@enter("members")
def change_preferences() -> ResponseReturnValue:
    return _preferences()


@bp.post("/preferences")
@enter("members")
def send_preferences() -> ResponseReturnValue:
    form = request.form
    try:
        preferences.change_preferences(
            member(),
            language=form.get("language"),
            time_zone=form.get("time_zone"),
            theme=form.get("theme"),
            by=member(),
        )
    except ForumError as error:
        return _preferences(error)
    # The next page is in the language that was chosen, and so is this sentence.
    with force_locale(locale_of(member().language or site().settings["language"])):
        return _saved("settings.change_preferences")


def _preferences(error: ForumError | None = None) -> ResponseReturnValue:
    own = site().settings
    tongue, zone = LANGUAGES[own["language"]], own["time_zone"]
    return _page(
        "preferences",
        error,
        person=member(),
        tongues=[("", _("Like the site (%(name)s)", name=tongue)), *LANGUAGES.items()],
        zones=[("", _("Like the site (%(name)s)", name=zone)), *zone_choices(language())],
    )


@bp.get("/password")
@enter("members")
def change_password() -> ResponseReturnValue:
    return _page("password", person=member())


@bp.post("/password")
@enter("members")
def send_password() -> ResponseReturnValue:
    person, form = member(), request.form
    limits.spend("password", limits.PASSWORDS, f"user/{person.id}")
    try:
        passwords.change_password(
            person,
            form.get("current", ""),
            form.get("password", ""),
            keep=sign_in_id(),
            by=person,
        )
    except ForumError as error:
        return _page("password", error, person=member())
    limits.forgive("password", limits.PASSWORDS, f"user/{visitor().id}")
    news = _("Your password is changed. Other browsers are signed out, and API tokens have ended.")
    flash(news, "ok")
    return see_other("settings.change_password")


@bp.get("/sessions")
@enter("members")
def list_sessions() -> ResponseReturnValue:
    return _page("sessions", sign_ins=sign_ins(visitor().id), mine=sign_in_id(), device=device)


@bp.post(f"/sessions/<int(max={LARGEST_ID}):sign_in>/end")
@enter("members")
def end_session(sign_in: int) -> ResponseReturnValue:
    signing.end_sign_in(member(), sign_in, by=member())
    if sign_in == sign_in_id():
        session.pop(TOKEN, None)
        return see_other("signing.sign_in")
    flash(_("That browser is signed out."), "ok")
    return see_other("settings.list_sessions")


@bp.post("/sessions/end-others")
@enter("members")
def end_other_sessions() -> ResponseReturnValue:
    signing.end_other_sign_ins(member(), keep=sign_in_id(), by=member())
    flash(_("All other browsers are signed out."), "ok")
    return see_other("settings.list_sessions")


@bp.get("/tokens")
@enter("members")
def list_tokens() -> ResponseReturnValue:
    return _tokens()


def _tokens(error: ForumError | None = None, made: str = "") -> ResponseReturnValue:
    return _page(
        "tokens",
        error,
        tokens=tokens_of(visitor().id),
        scopes=policy.scopes_of(visitor()),
        days=DAYS,
        made=made,
    )


@bp.post("/tokens")
@enter("members")
def make_token() -> ResponseReturnValue:
    form = request.form
    try:
        made = tokens.make_token(
            member(), form.get("name", ""), form.getlist("scopes"), days=_days(), by=member()
        )
    except ForumError as error:
        return _tokens(error)
    # Shown on this page and never again; no redirect could carry it.
    return _tokens(made=made)


def _days() -> int | None:
    wish = request.form.get("days", "")
    if wish not in DAYS:
        raise Invalid(_("Choose how long the token works."), "days")
    return int(wish) if wish else None


@bp.post(f"/tokens/<int(max={LARGEST_ID}):token_id>/revoke")
@enter("members")
def revoke_token(token_id: int) -> ResponseReturnValue:
    tokens.revoke_token(member(), token_id, by=member())
    flash(_("The token is revoked: no program can use it any more."), "ok")
    return see_other("settings.list_tokens")


def _page(name: str, error: ForumError | None = None, **shown: Any) -> ResponseReturnValue:
    errors = by_field(error)
    page = render_template(f"accounts/settings/{name}.html", here_is=name, errors=errors, **shown)
    return with_error(page, error)


def _saved(endpoint: str) -> ResponseReturnValue:
    flash(_("Saved."), "ok")
    return see_other(endpoint)
