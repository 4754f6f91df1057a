"""Signing in and out."""

from flask import Blueprint, render_template, request, session
from flask.typing import ResponseReturnValue

from forum.accounts.actions import signing
from forum.accounts.queries import knows_browser
from forum.core.errors import ForumError
from forum.core.text import fold
from forum.http import limits
from forum.http.names import name_page
from forum.http.responses import safe_next, see_path
from forum.http.visitor import TOKEN, enter, visitor
from forum.moderation.queries.sanctions import why_suspended
from forum.web.forms import with_error

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
    name = request.form.get("name", "")
    limits.spend("sign_in", limits.TRIES)
    account = _spend_try(name)
    try:
        token = signing.sign_in(name, request.form.get("password", ""), agent=agent())
    except ForumError as error:
        if isinstance(error, signing.Suspended):
            error.message = f"{error.message} {why_suspended(error.user_id)}".strip()
        page = render_template("accounts/sign_in.html", next=safe_next(), name=name, error=error)
        return with_error(page, error)
    limits.forgive("password", limits.PASSWORDS, account)
    keep(token)
    return see_path(safe_next())


def _spend_try(name: str) -> str:
    """Under what it was counted: an account, whether it exists or not, tried from an address."""
    user = signing.find_by_name(name)
    account = f"user/{user.id}" if user else fold(name.strip()[:254])
    here = f"{account} {limits.client()}"
    limits.spend("password", limits.PASSWORDS, here)
    # In a browser that they have used before its owner gets in, whoever else is guessing.
    if user is None or not knows_browser(session.get(TOKEN, ""), user.id):
        limits.spend("account", limits.ACCOUNT, account)
    return here


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
