"""What happens to accounts."""

from dataclasses import dataclass

from forum.accounts.models import ApiToken, User


@dataclass(frozen=True)
class PasswordChanged:
    """By the person, by a code from a mail, or by the operator."""

    user: User


@dataclass(frozen=True)
class TokenMade:
    token: ApiToken
    by: User


@dataclass(frozen=True)
class RoleGranted:
    user: User
    before: str
    by: User
