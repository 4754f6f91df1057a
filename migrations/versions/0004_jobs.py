"""What waits, in its order: an index for the worker's look into the jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WAITS = sa.text("done_at IS NULL AND failed_at IS NULL")


def upgrade():
    op.create_index(
        "ix_jobs_waiting", "jobs", ["run_at"], postgresql_where=WAITS, sqlite_where=WAITS
    )


def downgrade():
    op.drop_index("ix_jobs_waiting", "jobs")
