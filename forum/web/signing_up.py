"""Signing up: a form, then the code from the mail. Neither tells whether an address is known."""

from flask import Blueprint, flash, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import codes, signing_up
from forum.accounts.actions.creating import tidy_email
from forum.accounts.models import PendingSignUp
from forum.accounts.queries import find_address
from forum.core.errors import Conflict, ForumError, Invalid
from forum.http import limits
from forum.http.language import language
from forum.http.names import name_page
from forum.http.responses import safe_next, see_other, see_path
from forum.http.visitor import enter, visitor
from forum.web.forms import with_error
from forum.web.signing import agent, keep

bp = Blueprint("signing_up", __name__)

# The browser's attempt, inside Flask's signed cookie.
ATTEMPT = "sign_up"
# Where they were going when they were asked who they are; a longer address is not worth a cookie.
NEXT, LONGEST_NEXT = "next", 500


@bp.get("/sign-up")
@enter("everyone")
def sign_up() -> ResponseReturnValue:
    name_page()
    if visitor().id:
        return see_path(safe_next())
    return render_template("accounts/sign_up.html", next=safe_next(), errors={})


@bp.post("/sign-up")
@enter("everyone")
def send_sign_up() -> ResponseReturnValue:
    wish = signing_up.Wish(
        request.form.get("handle", ""),
        request.form.get("email", ""),
        request.form.get("password", ""),
    )
    limits.spend("sign_up", limits.TRIES)
    try:
        limits.spend("mail", limits.MAILS, tidy_email(wish.email))
        session[ATTEMPT] = signing_up.begin_sign_up(wish, language())
        session[NEXT] = safe_next() if len(safe_next()) <= LONGEST_NEXT else "/"
    except (Invalid, Conflict) as error:
        field = error.field if isinstance(error, Invalid) else "handle"
        errors = {field: error.message}
        page = render_template("accounts/sign_up.html", next=safe_next(), errors=errors)
        return with_error(page, error)
    return see_other("signing_up.show_code")


@bp.get("/sign-up/code")
@enter("everyone")
def show_code() -> ResponseReturnValue:
    return _code_page()


def _code_page(error: ForumError | None = None, note: str = "") -> ResponseReturnValue:
    if visitor().id:
        return see_path("/")
    address = find_address(PendingSignUp, session.get(ATTEMPT, ""))
    if address is None and error is None:
        return see_other("signing_up.sign_up")
    page = render_template("accounts/sign_up_code.html", address=address, error=error, note=note)
    return with_error(page, error)


@bp.post("/sign-up/code")
@enter("everyone")
def send_code() -> ResponseReturnValue:
    limits.spend("code", limits.TRIES)
    attempt, code = session.get(ATTEMPT, ""), request.form.get("code", "")
    try:
        token = signing_up.confirm_sign_up(attempt, code, agent=agent())
    except (Invalid, Conflict) as error:
        return _code_page(error)
    target = session.get(NEXT, "/")
    keep(token)
    flash(_("Welcome! Your account is ready, and you are signed in."), "ok")
    return see_path(target)


@bp.post("/sign-up/code/again")
@enter("everyone")
def send_again() -> ResponseReturnValue:
    attempt = session.get(ATTEMPT, "")
    limits.spend("again", limits.AGAIN, attempt)
    try:
        codes.send_again(PendingSignUp, attempt)
    except Conflict as error:
        return _code_page(error)
    return _code_page(note=_("Another code is on its way. The one before it no longer works."))
