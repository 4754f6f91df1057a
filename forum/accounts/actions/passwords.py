"""New passwords: chosen in the settings, or with a code from a mail when the old one is lost."""

import secrets

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum import policy
from forum.accounts.actions.codes import begin_anew, check_code, request_code, use_up
from forum.accounts.actions.creating import tidy_email
from forum.accounts.actions.signing import end_all_sign_ins
from forum.accounts.actions.tokens import revoke_all_tokens
from forum.accounts.events import PasswordChanged
from forum.accounts.models import PasswordReset, User
from forum.accounts.passwords import check_strength, hash_password, matches
from forum.accounts.queries import find_address, find_by_email
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import publish
from forum.core.jobs import enqueue
from forum.core.tokens import digest, new_token


def change_password(
    user: User, current: str, new: str, *, keep: int | None, by: User
) -> None:
    """Ends the sign-ins of all other browsers and all tokens. Raises ``Invalid``."""
    known = user.password_hash
    if not matches(current, known):
        raise Invalid(_("This is not your present password."), "current")
    check_strength(new, user.handle, user.email or "")
    hashed = hash_password(new)
    with transaction():
        lock(user)
        policy.require(policy.change_password(by, user))
        if user.password_hash != known:
            raise Conflict(_("Your password was changed a moment ago. Sign in with the new one."))
        _store(user, hashed)
        end_all_sign_ins(user, but=keep)
        revoke_all_tokens(user)


@transaction()
def request_reset(email: str, language: str) -> str:
    """The token of this browser's attempt. A mail goes out only to an address with an account.

    Raises ``Invalid`` for what is no address.
    """
    token, email = new_token(), tidy_email(email)
    request_code(PasswordReset(token_hash=digest(token), email=email, language=language))
    return token


def reset_password(token: str, code: str, new: str) -> None:
    """Ends all sign-ins and revokes all tokens: somebody else may have had the old password.

    Raises ``Invalid``, or ``Conflict`` when one has to begin anew.
    """
    if find_address(PasswordReset, token) is None:
        # Judging a password costs more than a stranger may ask for.
        raise begin_anew()
    check_strength(new)
    row_id, fitting = check_code(PasswordReset, token, code)
    hashed = hash_password(new)
    with transaction():
        email = db.session.scalar(select(PasswordReset.email).where(PasswordReset.id == row_id))
        use_up(PasswordReset, row_id, fitting)
        user = find_by_email(email) if email else None
        if user is None:
            raise begin_anew()
        replace_password(user, hashed)


@transaction()
def replace_password(user: User, hashed: str) -> None:
    """Whoever has asked for it has proven who they are, or is the operator."""
    lock(user)
    _store(user, hashed)
    end_all_sign_ins(user)
    revoke_all_tokens(user)


def _store(user: User, hashed: str) -> None:
    user.password_hash = hashed
    publish(PasswordChanged(user))
    if user.email:
        # Codes that were asked for before would undo it.
        db.session.execute(delete(PasswordReset).where(PasswordReset.email == user.email))
        enqueue("tell_of_password", user_id=user.id)


def give_new_password(user: User) -> str:
    """For an operator: a password that nobody else knows, to be changed by whoever gets it."""
    password = secrets.token_urlsafe(12)
    replace_password(user, hash_password(password))
    return password
