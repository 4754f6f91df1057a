"""IN with a fixed number of places.

For a list as a parameter SQLAlchemy writes the statement anew each time; that takes as long as the
rest of a small query. With places for 1, 2, 4, 8 … values it is written once for each size.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam


def places(values: Collection[object]) -> int:
    """How many ``among`` needs for so many; at least one."""
    return 1 << max(0, len(values) - 1).bit_length()


def among(column: ColumnElement[Any], name: str, count: int) -> ColumnElement[bool]:
    return column.in_([bindparam(f"{name}_{n}", type_=column.type) for n in range(count)])


def filled(name: str, values: Sequence[object]) -> dict[str, object]:
    """Parameters for ``among``. What is left over says the first value again; none is NULL."""
    count = places(values)
    rest = [values[0] if values else None] * (count - len(values))
    return {f"{name}_{n}": value for n, value in enumerate([*values, *rest])}
