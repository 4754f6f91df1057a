"""Notifications, levels, wishes and mailings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CUT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

UNREAD = sa.text("read_at IS NULL")
MAILED = sa.text("mailing_id IS NOT NULL")
OPEN_OF_THREAD = sa.text("sealed_at IS NULL AND thread_id IS NOT NULL")
OPEN = sa.text("sealed_at IS NULL AND thread_id IS NULL")
LEVELS = "level IN ('watch', 'follow', 'normal', 'mute')"
REASONS = "reason IN ('chosen', 'started', 'posted', 'read', 'me_too')"


def upgrade():
    op.add_column("users", sa.Column("mail_stopped_at", MOMENT))
    op.add_column(
        "users", sa.Column("mail_stopped_why", sa.String(), nullable=False, server_default="")
    )
    _make_levels("thread", "threads", _thread_extras())
    _make_levels("category", "categories", (), ondelete="CASCADE")
    _make_levels("tag", "tags", ())
    op.create_table(
        "person_mutes",
        _number("user_id"),
        _number("muted_id"),
        sa.Column("muted_at", MOMENT, nullable=False),
        _refers("person_mutes", "user_id", "users.id"),
        _refers("person_mutes", "muted_id", "users.id"),
        sa.PrimaryKeyConstraint("user_id", "muted_id", name=op.f("pk_person_mutes")),
    )
    op.create_index("ix_person_mutes_muted_id", "person_mutes", ["muted_id", "user_id"])
    _make_wishes()
    _make_mailings()
    _make_notifications()


def _thread_extras():
    return (
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("no_mail", sa.Boolean(), nullable=False),
        sa.CheckConstraint(REASONS, name=op.f("ck_thread_levels_reason")),
    )


def _make_levels(what, table, extras, **given):
    name = f"{what}_levels"
    op.create_table(
        name,
        _number("user_id"),
        _number(f"{what}_id"),
        sa.Column("level", sa.String(), nullable=False),
        *extras,
        sa.Column("set_at", MOMENT, nullable=False),
        sa.CheckConstraint(LEVELS, name=op.f(f"ck_{name}_level")),
        _refers(name, "user_id", "users.id"),
        _refers(name, f"{what}_id", f"{table}.id", **given),
        sa.PrimaryKeyConstraint("user_id", f"{what}_id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_{what}_id", name, [f"{what}_id", "level", "user_id"])


def _make_wishes():
    op.create_table(
        "notification_wishes",
        _number("user_id"),
        sa.Column("quiet_from", NUMBER),
        sa.Column("quiet_until", NUMBER),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("digested_at", MOMENT),
        sa.Column("follows_along", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "digest IN ('none', 'daily', 'weekly')", name=op.f("ck_notification_wishes_digest")
        ),
        *(
            sa.CheckConstraint(
                f"quiet_{end} BETWEEN 0 AND 1439", name=op.f(f"ck_notification_wishes_quiet_{end}")
            )
            for end in ("from", "until")
        ),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL)",
            name=op.f("ck_notification_wishes_quiet"),
        ),
        _refers("notification_wishes", "user_id", "users.id"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notification_wishes")),
    )
    op.create_table(
        "notification_choices",
        _number("user_id"),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        _refers("notification_choices", "user_id", "users.id"),
        sa.PrimaryKeyConstraint(
            "user_id", "topic", "channel", name=op.f("pk_notification_choices")
        ),
    )


def _make_mailings():
    op.create_table(
        "mailings",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("thread_id", NUMBER),
        sa.Column("notices", NUMBER, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("sealed_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        _refers("mailings", "user_id", "users.id"),
        _refers("mailings", "thread_id", "threads.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mailings_user_id", "mailings", ["user_id", "sent_at"])
    op.create_index("ix_mailings_made_at", "mailings", ["made_at"])
    for name, columns, where in (
        ("uq_mailings_open_of_thread", ["user_id", "thread_id"], OPEN_OF_THREAD),
        ("uq_mailings_open", ["user_id"], OPEN),
    ):
        op.create_index(
            name, "mailings", columns, unique=True, sqlite_where=where, postgresql_where=where
        )


def _make_notifications():
    op.create_table(
        "notifications",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("event", CUT, nullable=False),
        sa.Column("thread_id", NUMBER),
        sa.Column("post_id", NUMBER),
        sa.Column("by_id", NUMBER),
        sa.Column("about", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("wants_mail", sa.Boolean(), nullable=False),
        sa.Column("mailing_id", NUMBER),
        _refers("notifications", "user_id", "users.id"),
        _refers("notifications", "thread_id", "threads.id"),
        _refers("notifications", "post_id", "posts.id"),
        _refers("notifications", "by_id", "users.id"),
        _refers("notifications", "mailing_id", "mailings.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("user_id", "event", name=op.f("uq_notifications_user_id_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notifications_user_id", "notifications", ["user_id", "id"])
    op.create_index(
        "ix_notifications_unread", "notifications", ["user_id", "thread_id"],
        sqlite_where=UNREAD, postgresql_where=UNREAD,
    )  # fmt: skip
    op.create_index("ix_notifications_event", "notifications", ["event"])
    op.create_index("ix_notifications_created_at", "notifications", ["created_at"])
    op.create_index(
        "ix_notifications_mailing_id", "notifications", ["mailing_id"],
        sqlite_where=MAILED, postgresql_where=MAILED,
    )  # fmt: skip


def _number(name):
    return sa.Column(name, NUMBER, autoincrement=False, nullable=False)


def _refers(table, column, to, **given):
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"), **given)


def downgrade():
    for table in (
        "notifications", "mailings", "notification_choices", "notification_wishes",
        "person_mutes", "tag_levels", "category_levels", "thread_levels",
    ):  # fmt: skip
        op.drop_table(table)
    # Not as a batch, which on SQLite makes the table anew while others refer to it.
    op.drop_column("users", "mail_stopped_why")
    op.drop_column("users", "mail_stopped_at")
