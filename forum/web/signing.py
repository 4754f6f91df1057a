"""Signing in and out."""

from flask import Blueprint, render_template, request, session
from flask.typing import ResponseReturnValue

from forum.accounts.actions import signing
from forum.core.errors import ForumError
from forum.core.text import skeleton
from forum.http import limits
from forum.http.names import name_page
from forum.http.responses import safe_next, see_path
from forum.http.visitor import TOKEN, enter, visitor
from forum.moderation.queries.sanctions import why_suspended

bp = Blueprint("signing", __name__)


@bp.get("/sign-in")
@enter("everyone")
def sign_in() -> ResponseReturnValue:
    name_page()
    if visitor().id:
        return see_path(safe_next())
    return render_template("accounts/sign_in.html", next=safe_next(), name="", error=None)


@bp.post("/sign-in")
@enter("everyone")
def send_sign_in() -> ResponseReturnValue:
    name, account = request.form.get("name", ""), _account()
    limits.spend("sign_in", limits.TRIES)
    limits.spend("password", limits.PASSWORDS, account)
    try:
        token = signing.sign_in(name, request.form.get("password", ""), agent=agent())
    except ForumError as error:
        if isinstance(error, signing.Suspended):
            error.message = f"{error.message} {why_suspended(error.user_id)}".strip()
        page = render_template("accounts/sign_in.html", next=safe_next(), name=name, error=error)
        return page, error.status
    limits.forgive("password", limits.PASSWORDS, account)
    keep(token)
    return see_path(safe_next())


def _account() -> str:
    """Whose password is tried, whether the account exists or not."""
    name = request.form.get("name", "").strip().lower()[:254]
    return name if "@" in name else skeleton(name[:60])


def agent() -> str:
    return request.headers.get("User-Agent", "")


def keep(token: str) -> None:
    """Put the browser's token into its cookie; whatever was there before has ended."""
    if before := session.get(TOKEN):
        signing.sign_out(before)
    session.clear()
    session[TOKEN] = token
    session.permanent = True


@bp.post("/sign-out")
@enter("everyone")
def sign_out() -> ResponseReturnValue:
    signing.sign_out(session.get(TOKEN, ""))
    session.clear()
    return see_path("/")
