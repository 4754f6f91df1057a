"""What is mailed to people about their accounts. Run twice, a code is replaced by another."""

from forum.accounts.actions.codes import LIFE, renew_code
from forum.accounts.mails import send
from forum.accounts.models import ApiToken, PasswordReset, PendingSignUp, User
from forum.accounts.queries import find_by_email
from forum.core.db import db

_MINUTES = int(LIFE.total_seconds() // 60)


def send_sign_up_code(request_id: int) -> None:
    """To an address that has an account, the news that it has one."""
    pending = db.session.get(PendingSignUp, request_id)
    if pending is None:
        return
    email, language = pending.email, pending.language
    user = find_by_email(email)
    known = (user.display_name, user.handle) if user else None
    code = renew_code(PendingSignUp, request_id, usable=known is None)
    if known:
        send(email, language, "account_exists", name=known[0], handle=known[1])
    else:
        send(email, language, "sign_up_code", code=code, minutes=_MINUTES)


def send_reset_code(request_id: int) -> None:
    """Nothing to an address that has no account."""
    reset = db.session.get(PasswordReset, request_id)
    if reset is None:
        return
    email, language = reset.email, reset.language
    user = find_by_email(email)
    handle = user.handle if user else None
    code = renew_code(PasswordReset, request_id, usable=handle is not None)
    if handle:
        send(email, language, "reset_code", code=code, minutes=_MINUTES, handle=handle)


def tell_of_password(user_id: int) -> None:
    user = db.session.get(User, user_id)
    if user is not None and user.email:
        send(user.email, user.language, "password_changed", handle=user.handle)


def tell_of_token(token_id: int) -> None:
    token = db.session.get(ApiToken, token_id)
    if token is None or token.user.email is None:
        return
    user, email = token.user, token.user.email
    send(email, user.language, "token_made", handle=user.handle, name=token.name)
