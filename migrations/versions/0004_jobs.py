"""Jobs by what became of them: what waits, in its order; what was done; what was given up."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INDEXES = (
    ("ix_jobs_waiting", "run_at", sa.text("done_at IS NULL AND failed_at IS NULL")),
    ("ix_jobs_done", "done_at", sa.text("done_at IS NOT NULL")),
    ("ix_jobs_failed", "failed_at", sa.text("failed_at IS NOT NULL")),
)
BEFORE = "ix_jobs_done_at_failed_at_run_at"


def upgrade():
    for name, column, which in INDEXES:
        op.create_index(name, "jobs", [column], postgresql_where=which, sqlite_where=which)
    op.drop_index(BEFORE, "jobs")


def downgrade():
    op.create_index(BEFORE, "jobs", ["done_at", "failed_at", "run_at"])
    for name, _column, _which in INDEXES:
        op.drop_index(name, "jobs")
