"""How long somebody has read a thread."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    # As in 0005: not as a batch, so the default stays on SQLite.
    column = sa.Column("seconds", NUMBER, nullable=False, server_default="0")
    op.add_column("reading_positions", column)
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("reading_positions", "seconds", server_default=None)


def downgrade():
    op.drop_column("reading_positions", "seconds")
