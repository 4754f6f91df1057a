"""What happens in moderation."""

from dataclasses import dataclass

from forum.accounts.models import User
from forum.moderation.models import Flag, ReviewItem


@dataclass(frozen=True)
class PostFlagged:
    flag: Flag
    by: User


@dataclass(frozen=True)
class ItemDecided:
    item: ReviewItem
    by: User
