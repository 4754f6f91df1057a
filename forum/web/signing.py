"""Signing in and out."""

from flask import Blueprint, render_template, request, session
from flask.typing import ResponseReturnValue

from forum.accounts.actions import signing
from forum.core.errors import ForumError
from forum.http.names import name_page
from forum.http.responses import safe_next, see_path
from forum.http.visitor import TOKEN, enter, visitor

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
    agent = request.headers.get("User-Agent", "")
    try:
        token = signing.sign_in(name, request.form.get("password", ""), agent=agent)
    except ForumError as error:
        page = render_template("accounts/sign_in.html", next=safe_next(), name=name, error=error)
        return page, error.status
    keep(token)
    return see_path(safe_next())


def keep(token: str) -> None:
    """Put the browser's token into its cookie; whatever was there before is gone."""
    session.clear()
    session[TOKEN] = token
    session.permanent = True


@bp.post("/sign-out")
@enter("everyone")
def sign_out() -> ResponseReturnValue:
    signing.sign_out(session.get(TOKEN, ""))
    session.clear()
    return see_path("/")
