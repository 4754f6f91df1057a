"""New accounts, and what they are given."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum import policy
from forum.accounts.models import ROLES, User
from forum.accounts.passwords import hash_password
from forum.core.db import db, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.core.text import skeleton, tidy_name, without_ignorable
from forum.safety.door import admit

_HANDLE = re.compile(r"^[^\W_](?:[\w.-]*[^\W_])?$")


def tidy_handle(handle: str) -> str:
    """NFKC; letters, digits, _ . - of any script, 2–30 characters. Raises ``Invalid``."""
    handle = unicodedata.normalize("NFKC", admit(handle, "handle"))
    shown = handle == without_ignorable(handle) and not any(map(_is_modifier, handle))
    if not (shown and _HANDLE.match(handle) and 2 <= len(handle) <= 30 and skeleton(handle)):
        raise Invalid(
            _("A name holds 2 to 30 letters or digits; _ . - may stand between them."), "handle"
        )
    return handle


def _is_modifier(c: str) -> bool:
    """A small sign that hangs on another letter. Those of Han and kana are as large as a letter."""
    return unicodedata.category(c) == "Lm" and c not in "々〻ーゝゞヽヾ"


def tidy_display_name(name: str) -> str:
    """Without what no font shows. Raises ``Invalid`` when nothing is left."""
    name = tidy_name(admit(name, "display_name"))
    if not skeleton(name):
        raise Invalid(_("Please write something here."), "display_name")
    return name


def tidy_email(email: str) -> str:
    """Raises ``Invalid``. Small letters, since people do not remember which they used."""
    try:
        clean = admit(email, "address", "email")
        # Few servers take a part before the @ that is not ASCII.
        found = validate_email(clean, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Invalid(_("This is not an e-mail address."), "email") from error
    return (found.ascii_email or found.normalized).lower()


def check_handle_is_free(handle: str) -> None:
    """Raises ``Conflict`` also for a handle that looks like somebody's."""
    like = select(User.id).where(User.skeleton == skeleton(handle))
    if db.session.scalar(like) is not None:
        raise Conflict(_("This name, or one that looks like it, is taken. Choose another."))


@transaction()
def create_account(
    handle: str,
    *,
    email: str | None,
    password_hash: str | None,
    role: str = "member",
    trust_level: int = 0,
    display_name: str | None = None,
    language: str | None = None,
) -> User:
    """Raises ``Conflict`` when the name or the address is taken."""
    if role not in ROLES or role == "system":
        raise Invalid(_("This role does not exist."), "role")
    handle = tidy_handle(handle)
    check_handle_is_free(handle)
    user = User(
        handle=handle,
        skeleton=skeleton(handle),
        display_name=tidy_display_name(display_name or handle),
        email=email,
        password_hash=password_hash,
        role=role,
        trust_level=trust_level,
        language=language,
    )
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_("This name or this address is taken.")) from error
    return user


def create_account_with_password(
    handle: str, email: str, password: str, *, role: str = "member", trust_level: int = 0, by: User
) -> User:
    """For an operator: no strength check, no code by mail."""
    policy.require(policy.create_account_with_password(by))
    # Hashing takes long: before the transaction.
    email, hashed = tidy_email(email), hash_password(password)
    with transaction():
        user = create_account(
            handle, email=email, password_hash=hashed, role=role, trust_level=trust_level
        )
        changes = {"role": role, "trust_level": trust_level}
        publish(StaffAct(by.id, "create_account", f"user/{user.id}", changes=changes))
    return user
