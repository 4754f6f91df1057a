"""What is officially said."""

from dataclasses import dataclass
from datetime import datetime

from forum.accounts.models import User
from forum.announcements.models import Announcement, MaintenanceWindow
from forum.threads.models import Post

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class AnnouncementPublished:
    announcement: Announcement
    by: User


@dataclass(frozen=True)
class UpdatePosted:
    post: Post
    by: User


@dataclass(frozen=True)
class MaintenanceChanged:
    """It was postponed: ``old`` and ``new`` are start and end."""

    window: MaintenanceWindow
    old: Span
    new: Span
    by: User


@dataclass(frozen=True)
class MaintenanceStarted:
    """By staff's word, before the clock would have started it."""

    window: MaintenanceWindow
    by: User


@dataclass(frozen=True)
class MaintenanceVerifying:
    window: MaintenanceWindow
    by: User


@dataclass(frozen=True)
class MaintenanceCompleted:
    window: MaintenanceWindow
    by: User


@dataclass(frozen=True)
class MaintenanceCancelled:
    window: MaintenanceWindow
    by: User
