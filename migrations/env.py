"""Alembic's environment: the application's own database and tables."""

from alembic import context
from flask import current_app

from forum.core.clock import UtcDateTime
from forum.core.db import db

config = context.config
target = db.metadata


def render_item(kind: str, item: object, autogen: object) -> str | bool:
    """A migration names no class of the program: those change, migrations stay."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target,
            render_item=render_item,
            # SQLite can, though Alembic does not expect it: a migration that fails leaves nothing.
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
