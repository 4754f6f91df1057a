"""The migrations make the tables that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from forum.core.db import db
from forum.core.model import Model
from tests.databases import ON_POSTGRESQL


def test_the_migrations_make_the_tables_of_the_models(app):
    made = MigrationContext.configure(db.session.connection())

    assert compare_metadata(made, Model.metadata) == []


def test_the_migrations_check_what_the_models_check(app):
    """Alembic compares no CHECKs. PostgreSQL keeps them in words of its own."""
    described = {
        (table.name, check.name): None if ON_POSTGRESQL else str(check.sqltext)
        for table in Model.metadata.sorted_tables
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    inspector = inspect(db.session.connection())
    made = {
        (table, check["name"]): None if ON_POSTGRESQL else check["sqltext"]
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }

    assert made == described
