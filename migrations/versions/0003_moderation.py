"""Flags, the review queue, sanctions and the action log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CUT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

UNDECIDED = sa.text("decided_at IS NULL")
NOT_ENDED = sa.text("ended_at IS NULL")

ONLY_GROWS = "The action log only grows."


def upgrade():
    op.create_table(
        "log_lines",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("verb", CUT, nullable=False),
        sa.Column("subject", CUT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("logged_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_log_lines_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_lines")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_log_lines_by_id", "log_lines", ["by_id", "id"])
    op.create_index("ix_log_lines_verb", "log_lines", ["verb", "id"])
    op.create_index("ix_log_lines_subject", "log_lines", ["subject", "id"])
    guard_log()
    op.create_table(
        "sanctions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", NUMBER, nullable=True),
        sa.CheckConstraint("kind IN ('silence', 'suspension')", name=op.f("ck_sanctions_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_sanctions_by_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["users.id"], name=op.f("fk_sanctions_ended_by_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sanctions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sanctions_user_id", "sanctions", ["user_id"])
    op.create_index(
        "uq_sanctions_open",
        "sanctions",
        ["user_id", "kind"],
        unique=True,
        sqlite_where=NOT_ENDED,
        postgresql_where=NOT_ENDED,
    )
    op.create_table(
        "review_items",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("post_id", NUMBER, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_by_id", NUMBER, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "decision IN ('agree', 'disagree', 'ignore')", name=op.f("ck_review_items_decision")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_review_items_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_review_items_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_items")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_items_post_id", "review_items", ["post_id"])
    op.create_index(
        "uq_review_items_open",
        "review_items",
        ["post_id"],
        unique=True,
        sqlite_where=UNDECIDED,
        postgresql_where=UNDECIDED,
    )
    op.create_table(
        "flags",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("flagged_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["review_items.id"], name=op.f("fk_flags_item_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_flags_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint("item_id", "user_id", name=op.f("uq_flags_item_id_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_flags_user_id_flagged_at", "flags", ["user_id", "flagged_at"])


def guard_log():
    """Whoever wants to change a line must drop a trigger first, which no part of the program does.

    A later batch_alter_table of log_lines makes the table anew on SQLite: it calls this again.
    """
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER log_lines_refuse_{change.lower()} BEFORE {change} ON log_lines "
                f"BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_to_change_log() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{ONLY_GROWS}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER log_lines_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON log_lines "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_log()"
    )


def downgrade():
    op.drop_table("flags")
    op.drop_table("review_items")
    op.drop_table("sanctions")
    op.drop_table("log_lines")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_log()")
