"""Signing up, in two steps: what somebody wants to be called, and the code from their mail."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.actions.codes import begin_anew, check_code, request_code, use_up
from forum.accounts.actions.creating import (
    check_handle_is_free,
    create_account,
    tidy_email,
    tidy_handle,
)
from forum.accounts.actions.signing import begin_sign_in
from forum.accounts.models import PendingSignUp
from forum.accounts.passwords import check_strength, hash_password
from forum.accounts.reserved import check_not_of_staff, check_not_reserved
from forum.core.db import db, read, transaction
from forum.core.errors import Forbidden
from forum.core.settings import all_settings
from forum.core.tokens import digest, new_token

_WISH = (
    PendingSignUp.handle,
    PendingSignUp.email,
    PendingSignUp.password_hash,
    PendingSignUp.language,
)


@dataclass(frozen=True)
class Wish:
    handle: str
    email: str
    password: str


def begin_sign_up(wish: Wish, language: str) -> str:
    """The token of this browser's attempt. Whether the address has an account, only mail tells.

    Raises ``Invalid``, ``Conflict`` for a name that is taken, ``Forbidden`` while it is closed.
    """
    _check_open()
    handle, email = tidy_handle(wish.handle), tidy_email(wish.email)
    check_not_reserved(handle, "handle")
    check_not_of_staff(handle, "handle")
    check_handle_is_free(handle)
    check_strength(wish.password, handle, email)
    # It takes long: before the transaction.
    hashed, token = hash_password(wish.password), new_token()
    pending = PendingSignUp(
        token_hash=digest(token),
        handle=handle,
        email=email,
        password_hash=hashed,
        language=language,
    )
    with transaction():
        request_code(pending)
    return token


def confirm_sign_up(token: str, code: str, *, agent: str) -> str:
    """The account's first sign-in, as a browser token.

    Raises ``Invalid`` for a wrong code, ``Conflict`` when one has to begin anew.
    """
    _check_open()
    row_id, hashed = check_code(PendingSignUp, token, code)
    with transaction():
        wish = db.session.execute(select(*_WISH).where(PendingSignUp.id == row_id)).first()
        use_up(PendingSignUp, row_id, hashed)
        if wish is None:
            raise begin_anew()
        return begin_sign_in(create_account(**wish._mapping), agent)


def _check_open() -> None:
    with read() as connection:
        settings = all_settings(connection)
    if not settings["sign_ups"]:
        raise Forbidden(_("Nobody can sign up at the moment. Please come back later."))
