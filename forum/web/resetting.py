"""A new password for whoever has lost theirs: an address, then the code from the mail."""

from flask import Blueprint, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import codes, passwords
from forum.accounts.actions.creating import tidy_email
from forum.accounts.models import PasswordReset
from forum.accounts.queries import find_address
from forum.core.errors import Conflict, ForumError, Invalid
from forum.http import limits
from forum.http.language import language
from forum.http.names import name_page
from forum.http.responses import see_other
from forum.http.visitor import enter
from forum.web.forms import with_error

bp = Blueprint("resetting", __name__)

# The browser's attempt, inside Flask's signed cookie.
ATTEMPT = "reset"


@bp.get("/forgot")
@enter("everyone")
def forgot() -> ResponseReturnValue:
    name_page()
    return render_template("accounts/forgot.html", email="", error=None)


@bp.post("/forgot")
@enter("everyone")
def send_forgot() -> ResponseReturnValue:
    email = request.form.get("email", "")
    limits.spend("reset", limits.TRIES)
    try:
        limits.spend("mail", limits.MAILS, tidy_email(email))
        session[ATTEMPT] = passwords.request_reset(email, language())
    except Invalid as error:
        page = render_template("accounts/forgot.html", email=email, error=error)
        return with_error(page, error)
    return see_other("resetting.reset")


@bp.get("/reset")
@enter("everyone")
def reset() -> ResponseReturnValue:
    return _code_page()


def _code_page(error: ForumError | None = None, note: str = "") -> ResponseReturnValue:
    address = find_address(PasswordReset, session.get(ATTEMPT, ""))
    if address is None and error is None:
        return see_other("resetting.forgot")
    page = render_template("accounts/reset.html", address=address, error=error, note=note)
    return with_error(page, error)


@bp.post("/reset")
@enter("everyone")
def send_reset() -> ResponseReturnValue:
    limits.spend("code", limits.TRIES)
    attempt, code = session.get(ATTEMPT, ""), request.form.get("code", "")
    try:
        passwords.reset_password(attempt, code, request.form.get("password", ""))
    except (Invalid, Conflict) as error:
        return _code_page(error)
    session.clear()
    return see_other("signing.sign_in", changed=1)


@bp.post("/reset/again")
@enter("everyone")
def send_again() -> ResponseReturnValue:
    attempt = session.get(ATTEMPT, "")
    limits.spend("again", limits.AGAIN, attempt)
    try:
        codes.send_again(PasswordReset, attempt)
    except Conflict as error:
        return _code_page(error)
    return _code_page(note=_("Another code is on its way. The one before it no longer works."))
