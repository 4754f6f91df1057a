"""Announcements, pins and maintenance windows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CUT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

KINDS = "kind IN ('notice', 'release', 'security', 'maintenance', 'incident')"
IMPACTS = "impact IN ('operational', 'degraded', 'partial_outage', 'full_outage')"


def refers(table, column, target):
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name)


def upgrade():
    op.create_table(
        "announcements",
        sa.Column("thread_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_critical", sa.Boolean(), nullable=False),
        sa.Column("phase", NUMBER, nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_announcements_kind")),
        refers("announcements", "thread_id", "threads.id"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_announcements")),
    )
    op.create_index(op.f("ix_announcements_kind_thread_id"), "announcements", ["kind", "thread_id"])

    op.create_table(
        "pins",
        sa.Column("thread_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("pinned_from", MOMENT, nullable=False),
        sa.Column("pinned_until", MOMENT, nullable=True),
        sa.Column("pinned_by_id", NUMBER, nullable=False),
        sa.Column("pinned_at", MOMENT, nullable=False),
        sa.CheckConstraint("scope IN ('everywhere', 'category')", name=op.f("ck_pins_scope")),
        refers("pins", "thread_id", "threads.id"),
        refers("pins", "pinned_by_id", "users.id"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_pins")),
    )

    op.create_table(
        "put_away",
        sa.Column("user_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("thread_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("put_away_at", MOMENT, nullable=False),
        sa.CheckConstraint("place IN ('banner', 'pin')", name=op.f("ck_put_away_place")),
        refers("put_away", "user_id", "users.id"),
        refers("put_away", "thread_id", "threads.id"),
        sa.PrimaryKeyConstraint("user_id", "thread_id", "place", name=op.f("pk_put_away")),
    )

    op.create_table(
        "monitored_services",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("slug", CUT, nullable=False),
        sa.Column("names", JSON, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitored_services")),
        sa.UniqueConstraint("slug", name=op.f("uq_monitored_services_slug")),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "maintenance_windows",
        sa.Column("thread_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("to_do", sa.String(), nullable=False),
        *_words("started", "verifying", "completed", "cancelled"),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_maintenance_windows_order")),
        refers("maintenance_windows", "thread_id", "announcements.thread_id"),
        *(
            refers("maintenance_windows", f"{word}_by_id", "users.id")
            for word in ("started", "verifying", "completed", "cancelled")
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_maintenance_windows")),
    )

    op.create_table(
        "window_services",
        sa.Column("thread_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("service_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("impact", sa.String(), nullable=False),
        sa.CheckConstraint(IMPACTS, name=op.f("ck_window_services_impact")),
        refers("window_services", "thread_id", "maintenance_windows.thread_id"),
        refers("window_services", "service_id", "monitored_services.id"),
        sa.PrimaryKeyConstraint("thread_id", "service_id", name=op.f("pk_window_services")),
    )
    op.create_index(op.f("ix_window_services_service_id"), "window_services", ["service_id"])

    op.create_table(
        "window_changes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("thread_id", NUMBER, nullable=False),
        *(
            sa.Column(f"{age}_{end}_at", MOMENT, nullable=False)
            for age in ("old", "new")
            for end in ("starts", "ends")
        ),
        sa.Column("changed_by_id", NUMBER, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        refers("window_changes", "thread_id", "maintenance_windows.thread_id"),
        refers("window_changes", "changed_by_id", "users.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_window_changes_thread_id_changed_at"),
        "window_changes",
        ["thread_id", "changed_at"],
    )

    op.create_table(
        "announcement_updates",
        sa.Column("post_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        refers("announcement_updates", "post_id", "posts.id"),
        refers("announcement_updates", "thread_id", "announcements.thread_id"),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_announcement_updates")),
    )
    op.create_index(
        op.f("ix_announcement_updates_thread_id"), "announcement_updates", ["thread_id"]
    )


def _words(*words):
    """When staff said it, and who."""
    for word in words:
        yield sa.Column(f"{word}_at", MOMENT, nullable=True)
        yield sa.Column(f"{word}_by_id", NUMBER, nullable=True)


def downgrade():
    for table in (
        "announcement_updates",
        "window_changes",
        "window_services",
        "maintenance_windows",
        "monitored_services",
        "put_away",
        "pins",
        "announcements",
    ):
        op.drop_table(table)
