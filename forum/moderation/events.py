"""What happens in moderation."""

from dataclasses import dataclass

from forum.accounts.models import User
from forum.moderation.models import Flag, ReviewItem, Sanction


@dataclass(frozen=True)
class PostFlagged:
    flag: Flag
    by: User


@dataclass(frozen=True)
class ItemDecided:
    item: ReviewItem
    by: User


@dataclass(frozen=True)
class Sanctioned:
    sanction: Sanction
    by: User


@dataclass(frozen=True)
class SanctionEnded:
    """Before its time."""

    sanction: Sanction
    by: User
