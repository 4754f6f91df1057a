"""One-time codes that people type from a mail: eight digits, half an hour, five attempts.

What they are told is the same whether a code went out or not, so that nobody learns from it
whether an address has an account.
"""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from forum.accounts.models import CodeRequest, PasswordReset, PendingSignUp
from forum.accounts.passwords import hash_password, matches
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.jobs import enqueue
from forum.core.tokens import digest, new_code

Request = type[CodeRequest]

LIFE = timedelta(minutes=30)
MOST_ATTEMPTS = 5
# How long another code can be sent, and until the row with its address is forgotten.
KEPT = timedelta(hours=24)

# The request → the job that mails its code.
_JOBS: dict[Request, str] = {
    PendingSignUp: "send_sign_up_code",
    PasswordReset: "send_reset_code",
}


def request_code(row: CodeRequest) -> None:
    """Inside a transaction: keep the request and have its code mailed."""
    db.session.add(row)
    db.session.flush()
    enqueue(_JOBS[type(row)], request_id=row.id)


@transaction()
def send_again(request: Request, token: str) -> None:
    """Another code takes the place of the last; attempts go on counting.

    Raises ``Conflict`` when one has to begin anew.
    """
    columns = select(request.id, request.attempts, request.begun_at)
    row = db.session.execute(columns.where(request.token_hash == digest(token))).first()
    if row is None or row.attempts >= MOST_ATTEMPTS or row.begun_at < now() - KEPT:
        raise begin_anew()
    enqueue(_JOBS[request], request_id=row.id)


def renew_code(request: Request, row_id: int, *, usable: bool) -> str:
    """The code to mail; one that is not ``usable`` never fits."""
    code = new_code()
    hashed = hash_password(code) if usable else None
    statement = update(request).where(request.id == row_id)
    with transaction():
        db.session.execute(statement.values(code_hash=hashed, mailed_at=now()))
    return code


def check_code(request: Request, token: str, code: str) -> tuple[int, str]:
    """The row's id and the hash that the code fits. Every call is an attempt, also in vain.

    Raises ``Invalid``, or ``Conflict`` when one has to begin anew.
    """
    row_id, hashed, mailed_at = _take_attempt(request, token)
    # Compared also when it is too late, so that all answers take the same time.
    fits = matches("".join(code.split()), hashed)
    if mailed_at is not None and mailed_at < now() - LIFE:
        raise Invalid(_("This code is too old. Have another one sent."), "code")
    if not fits or hashed is None:
        raise Invalid(_("This code is not right. Take it from our newest mail."), "code")
    return row_id, hashed


@transaction()
def _take_attempt(request: Request, token: str) -> tuple[int, str | None, datetime | None]:
    statement = (
        update(request)
        .where(
            request.token_hash == digest(token),
            request.attempts < MOST_ATTEMPTS,
            request.begun_at >= now() - KEPT,
        )
        .values(attempts=request.attempts + 1)
        .returning(request.id, request.code_hash, request.mailed_at)
    )
    row = db.session.execute(statement).first()
    if row is None:
        raise begin_anew()
    return row.id, row.code_hash, row.mailed_at


def use_up(request: Request, row_id: int, hashed: str) -> None:
    """Inside a transaction: of two who have the right code at once, one goes on.

    Raises ``Conflict`` for the other.
    """
    which = (request.id == row_id, request.code_hash == hashed)
    if db.session.execute(delete(request).where(*which).returning(request.id)).first() is None:
        raise Conflict(_("This code was used a moment ago. Try to sign in."))


@transaction()
def sweep() -> None:
    """Forget requests that nobody finished."""
    for request in _JOBS:
        db.session.execute(delete(request).where(request.begun_at < now() - KEPT))


def begin_anew() -> Conflict:
    return Conflict(_("This code no longer works. Please begin again."))
