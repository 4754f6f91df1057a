"""“Me too” on questions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "me_toos",
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_me_toos_thread_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_me_toos_user_id")),
        sa.PrimaryKeyConstraint("thread_id", "user_id", name=op.f("pk_me_toos")),
    )
    op.create_index(op.f("ix_me_toos_user_id_made_at"), "me_toos", ["user_id", "made_at"])
    # Not as a batch, which on SQLite would make the table of threads, that many refer to, anew. So
    # the default stays there.
    op.add_column("threads", sa.Column("me_toos", NUMBER, nullable=False, server_default="0"))
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("threads", "me_toos", server_default=None)


def downgrade():
    op.drop_column("threads", "me_toos")
    op.drop_table("me_toos")
