"""What is one's own: profile, preferences, tokens, sessions."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import queries
from forum.accounts.actions import preferences, signing, tokens
from forum.accounts.models import ApiToken, SignIn
from forum.api.v1 import shapes
from forum.api.v1.asking import created, listing, nothing
from forum.api.v1.people import person
from forum.api.v1.schemas import people as schemas
from forum.core.db import transaction
from forum.core.errors import Forbidden
from forum.http import limits
from forum.http.idempotent import once_by_key
from forum.http.programs import require_scope, scope
from forum.http.visitor import enter, is_program, member, visitor

bp = APIBlueprint("api_me", __name__, url_prefix="/api/v1", tag="You")


@bp.get("/me")
@enter("members")
@scope("read")
@bp.output(schemas.Me)
def get_me() -> ResponseReturnValue:
    """Read who you are, and what your token may do."""
    return _me()


def _me() -> shapes.Json:
    user = member()
    return person(user) | {
        "id": user.id,
        "email": user.email,
        "language": user.language,
        "time_zone": user.time_zone,
        "theme": user.theme,
        "silenced_until": user.silenced_until,
        "scopes": getattr(visitor(), "scopes", None),
    }


@bp.patch("/me")
@enter("members")
@scope("write")
@bp.input(schemas.EditMe)
@bp.output(schemas.Me)
def edit_me(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Change your profile and your preferences.

    An empty language or time zone is the site's own.
    """
    user = member()
    profile = {name: json_data.pop(name, None) for name in ("display_name", "about")}
    has_profile = any(value is not None for value in profile.values())
    if has_profile:
        limits.spend("profile", limits.PROFILES, str(user.id))
    with transaction():
        if has_profile:
            name, about = profile["display_name"], profile["about"]
            preferences.edit_profile(
                user,
                user.display_name if name is None else name,
                user.about if about is None else about,
                by=user,
            )
        preferences.change_preferences(user, **json_data, by=user)
    return _me()


@bp.get("/me/tokens")
@enter("members")
@scope("read")
@bp.output(schemas.Tokens)
def list_tokens() -> ResponseReturnValue:
    """List your tokens that work."""
    return listing([_token(row) for row in queries.tokens(visitor().id)])


def _token(row: ApiToken) -> shapes.Json:
    names = ("id", "name", "scopes", "made_at", "expires_at")
    return {name: getattr(row, name) for name in names}


@bp.post("/me/tokens")
@enter("members")
@scope("write")
@bp.input(schemas.NewToken)
@bp.output(schemas.MadeToken, 201)
def make_token(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Make a token.

    It is told this once, and stored nowhere: when an Idempotency-Key repeats the request, `token`
    is null. A program can only hand on scopes that it has itself.
    """
    for name in json_data["scopes"]:
        require_scope(name)
    made: list[str] = []
    token_id = once_by_key(lambda: _make_token(json_data, made))
    row = next(row for row in queries.tokens(visitor().id) if row.id == token_id)
    return created(f"/me/tokens/{row.id}", _token(row) | {"token": made[0] if made else None})


def _make_token(wish: dict[str, Any], made: list[str]) -> int:
    user = member()
    # What a program makes does not outlive it.
    until = getattr(visitor(), "until", None)
    name, scopes, days = wish["name"], wish["scopes"], wish["days"]
    made.append(tokens.make_token(user, name, scopes, days=days, until=until, by=user))
    return queries.tokens(user.id)[0].id


@bp.delete("/me/tokens/<int:token_id>")
@enter("members")
@scope("write")
@bp.output({}, 204)
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Revoke one of your tokens. A program can only revoke what can do no more than itself."""
    for row in queries.tokens(visitor().id):
        for name in row.scopes if row.id == token_id else ():
            require_scope(name)
    tokens.revoke_token(member(), token_id, by=member())
    return nothing()


@bp.get("/me/sessions")
@enter("members")
@scope("read")
@bp.output(schemas.Sessions)
def list_sessions() -> ResponseReturnValue:
    """List the browsers in which you are signed in."""
    return listing([_session(row) for row in queries.sign_ins(visitor().id)])


def _session(row: SignIn) -> shapes.Json:
    names = ("id", "agent", "signed_in_at", "seen_at")
    current = row.id == getattr(visitor(), "sign_in_id", None)
    return {name: getattr(row, name) for name in names} | {"current": current}


@bp.delete("/me/sessions")
@enter("members")
@scope("write")
@bp.output({}, 204)
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere, but for the browser that asks. A program cannot do it."""
    _require_browser()
    keep = getattr(visitor(), "sign_in_id", None)
    signing.end_other_sign_ins(member(), keep=keep, by=member())
    return nothing()


def _require_browser() -> None:
    """Raises ``Forbidden`` for a program: no token can do all that a browser can."""
    if is_program():
        raise Forbidden(
            _("Only you can do this, in your browser: Settings → Where you are signed in.")
        )


@bp.delete("/me/sessions/<int:session_id>")
@enter("members")
@scope("write")
@bp.output({}, 204)
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out in one browser. A program cannot do it."""
    _require_browser()
    signing.end_sign_in(member(), session_id, by=member())
    return nothing()
