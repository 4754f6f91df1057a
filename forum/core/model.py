"""What every table has in common."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Integer, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry

from forum.core.clock import UtcDateTime

# Alembic can only drop or change what has a name, on both databases alike.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Text that pages are cut by: the same order on every database and every machine.
Cut = String().with_variant(String(collation="C"), "postgresql")

Json = JSON().with_variant(JSONB(), "postgresql")


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The column holds one of these words, or nothing where it may be NULL."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Model(DeclarativeBase):
    """Base of every table. Whole numbers have 64 bits, and an id that was used never returns."""

    # SQLite numbers rows by itself only in a column that is called INTEGER.
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            int: BigInteger().with_variant(Integer, "sqlite"),
            datetime: UtcDateTime,
            dict[str, str]: Json,
            dict[str, Any]: Json,
            list[str]: Json,
        },
    )
    __table_args__: Any = {"sqlite_autoincrement": True}
