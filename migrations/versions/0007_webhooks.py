"""Webhooks, and the messages that they were sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "webhooks",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("previous_secret", sa.String(), nullable=True),
        sa.Column("previous_until", MOMENT, nullable=True),
        sa.Column("events", JSON, nullable=False),
        sa.Column("includes_restricted", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", NUMBER, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("stopped_because", sa.String(), nullable=True),
        sa.CheckConstraint(
            "stopped_because IN ('gone', 'failing')", name=op.f("ck_webhooks_stopped_because")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_webhooks_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("webhook_id", NUMBER, nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("thread_id", NUMBER, nullable=True),
        sa.Column("post_id", NUMBER, nullable=True),
        sa.Column("item_id", NUMBER, nullable=True),
        sa.Column("flag_id", NUMBER, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("last_status", NUMBER, nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.Column("given_up_at", MOMENT, nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_deliveries_{column}"))
            for column, target in (
                ("webhook_id", "webhooks.id"),
                ("thread_id", "threads.id"),
                ("post_id", "posts.id"),
                ("item_id", "review_items.id"),
                ("flag_id", "flags.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("message_id", name=op.f("uq_deliveries_message_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_webhook_id_id", "deliveries", ["webhook_id", "id"])
    op.create_index("ix_deliveries_delivered_at", "deliveries", ["delivered_at"])
    op.create_index("ix_deliveries_given_up_at", "deliveries", ["given_up_at"])


def downgrade():
    op.drop_table("deliveries")
    op.drop_table("webhooks")
