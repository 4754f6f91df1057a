"""Passwords: argon2id, and what makes one too easy."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app
from flask_babel import gettext as _
from zxcvbn import zxcvbn

from forum.core.errors import Invalid

# NIST SP 800-63B-4: at least 8 with a strength check; argon2 has no use for more than 128.
LEAST, MOST = 8, 128
# zxcvbn's 0–4; 2 withstands a throttled attack on the sign-in page (10^6 guesses).
STRENGTH = 2
# zxcvbn takes time by the square of the length, and again for each kind of sign that can stand for
# a letter: 4.5 s for 80 of them, 0.05 s for what is judged.
_JUDGED, _KINDS = 32, 5
_STAND_INS = frozenset("4@8({[<369|1!7$5+%20")


@lru_cache
def _hasher(memory: int, rounds: int) -> PasswordHasher:
    return PasswordHasher(time_cost=rounds, memory_cost=memory, parallelism=1)


def _current() -> PasswordHasher:
    config = current_app.extensions["config"]
    return _hasher(config.password_memory, config.password_rounds)


def check_strength(password: str, *about: str, field: str = "password") -> None:
    """Raises ``Invalid``. ``about`` is what others know of the person: handle, address."""
    if not LEAST <= len(password) <= MOST:
        raise Invalid(
            _("A password has %(least)s to %(most)s characters.", least=LEAST, most=MOST), field
        )
    try:
        password.encode()
    except UnicodeEncodeError as error:
        raise Invalid(_("This text holds a character that cannot be stored."), field) from error
    if zxcvbn(_judged(password), user_inputs=list(about))["score"] < STRENGTH:
        raise Invalid(
            _("This password is easy to guess. Several unrelated words make a good one."), field
        )


def _judged(password: str) -> str:
    """As much of it as can be judged at once; the rest could only make it stronger."""
    kinds = set(list(dict.fromkeys(c for c in password if c in _STAND_INS))[:_KINDS])
    return "".join(c for c in password if c not in _STAND_INS or c in kinds)[:_JUDGED]


def hash_password(password: str) -> str:
    return _current().hash(password)


def matches(password: str, hashed: str | None) -> bool:
    """Takes the same time when there is nothing to compare with."""
    try:
        return _current().verify(hashed or _dummy(), password[:MOST]) and hashed is not None
    except (VerifyMismatchError, InvalidHashError, UnicodeEncodeError):
        return False


@lru_cache
def _dummy() -> str:
    return hash_password("nobody has this password")
