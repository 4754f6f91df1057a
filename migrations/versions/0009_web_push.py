"""Web push: the key by which push services know us, and the browsers that show notices."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "push_keys",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("private_key", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_push_keys_only")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_keys")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "push_subscriptions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("sign_in_id", NUMBER, nullable=True),
        sa.Column("token_id", NUMBER, nullable=True),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("p256dh", sa.String(), nullable=False),
        sa.Column("auth", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(sign_in_id IS NULL) <> (token_id IS NULL)", name=op.f("ck_push_subscriptions_came_by")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_push_subscriptions_{column}")
            )
            for column, target in (
                ("user_id", "users.id"),
                ("sign_in_id", "sign_ins.id"),
                ("token_id", "api_tokens.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscriptions_endpoint")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_push_subscriptions_user_id_id", "push_subscriptions", ["user_id", "id"])


def downgrade():
    op.drop_table("push_subscriptions")
    op.drop_table("push_keys")
