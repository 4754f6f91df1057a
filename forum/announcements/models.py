"""The official voice: announcements, pins, maintenance windows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.clock import now
from forum.core.db import Model
from forum.core.languages import pick
from forum.core.model import Cut, one_of
from forum.threads.models import Post, Thread

KINDS = ("notice", "release", "security", "maintenance", "incident")
IMPACTS = ("operational", "degraded", "partial_outage", "full_outage")
SCOPES = ("everywhere", "category")
# Where somebody puts one away.
PLACES = ("banner", "pin")

# The stamp of what stands above all pages; a banner also depends on its thread's own stamp.
OFFICIAL = "official"


class Announcement(Model):
    """A thread in which staff speak for the product."""

    __tablename__ = "announcements"
    __table_args__ = (one_of("kind", KINDS), Index(None, "kind", "thread_id"))

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    kind: Mapped[str]
    # Of a security notice: nothing else stands above it.
    is_critical: Mapped[bool] = mapped_column(default=False)
    # Raised when those who put it away should see it again.
    phase: Mapped[int] = mapped_column(default=1)

    thread: Mapped[Thread] = relationship()
    window: Mapped[MaintenanceWindow | None] = relationship(
        primaryjoin="Announcement.thread_id == foreign(MaintenanceWindow.thread_id)",
        viewonly=True,
    )


class Pin(Model):
    """A thread that stands above lists: of every category, or of its own."""

    __tablename__ = "pins"
    __table_args__ = (one_of("scope", SCOPES),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    scope: Mapped[str]
    # 0 is the topmost.
    position: Mapped[int]
    pinned_from: Mapped[datetime] = mapped_column(default=now)
    pinned_until: Mapped[datetime | None]
    pinned_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    pinned_at: Mapped[datetime] = mapped_column(default=now)


class PutAway(Model):
    """Somebody has read it: the banner or the pin of this thread, in this phase."""

    __tablename__ = "put_away"
    __table_args__ = (one_of("place", PLACES),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    phase: Mapped[str]
    put_away_at: Mapped[datetime] = mapped_column(default=now)


class MonitoredService(Model):
    """A part of the product that can fail by itself."""

    __tablename__ = "monitored_services"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Cut, unique=True)
    # Language → text.
    names: Mapped[dict[str, str]]
    position: Mapped[int] = mapped_column(default=0)

    def name(self, language: str) -> str:
        return pick(self.names, language)


class MaintenanceWindow(Model):
    """What was planned and what staff said; ``states.state_at`` makes a state of it."""

    __tablename__ = "maintenance_windows"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="order"),)

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("announcements.thread_id"), primary_key=True
    )
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    to_do: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime | None]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    verifying_at: Mapped[datetime | None]
    verifying_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    completed_at: Mapped[datetime | None]
    completed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    thread: Mapped[Thread] = relationship(
        primaryjoin="foreign(MaintenanceWindow.thread_id) == Thread.id", viewonly=True
    )
    services: Mapped[list[WindowService]] = relationship(cascade="all, delete-orphan")


class WindowService(Model):
    """How hard a window hits a service."""

    __tablename__ = "window_services"
    __table_args__ = (one_of("impact", IMPACTS),)

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("maintenance_windows.thread_id"), primary_key=True
    )
    service_id: Mapped[int] = mapped_column(
        ForeignKey("monitored_services.id"), primary_key=True, index=True
    )
    impact: Mapped[str]

    service: Mapped[MonitoredService] = relationship()


class WindowChange(Model):
    """A window was postponed: what it was before and what it became."""

    __tablename__ = "window_changes"
    __table_args__ = (Index(None, "thread_id", "changed_at"), Model.__table_args__)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("maintenance_windows.thread_id"))
    old_starts_at: Mapped[datetime]
    old_ends_at: Mapped[datetime]
    new_starts_at: Mapped[datetime]
    new_ends_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime] = mapped_column(default=now)


class AnnouncementUpdate(Model):
    """A post that tells how it goes, and the state that was said with it."""

    __tablename__ = "announcement_updates"
    __table_args__ = ()

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("announcements.thread_id"), index=True)
    state: Mapped[str | None]

    post: Mapped[Post] = relationship()
