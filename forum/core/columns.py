"""Columns of a statement under names: who reads its rows says what they take, not where it is."""

from collections.abc import Callable
from dataclasses import fields
from operator import itemgetter
from typing import Any


class Columns:
    """In the order given. One more in between shifts nothing that is taken from a row."""

    def __init__(self, **columns: Any) -> None:
        self._columns = columns
        self._places = {name: place for place, name in enumerate(columns)}

    def __len__(self) -> int:
        return len(self._columns)

    def all(self, **instead: Any) -> tuple[Any, ...]:
        """To select; some may be others in this statement. Raises ``KeyError`` for no column."""
        for name in instead:
            self._places[name]
        return tuple((self._columns | instead).values())

    def take(self, *names: str) -> Callable[[Any], Any]:
        """Made once, it takes these values from a row: a tuple, or the one value.

        It costs what a slice costs where they stand beside each other in this order, else 25 ns a
        value; by attribute it would be 100. Raises ``KeyError`` for no column.
        """
        places = [self._places[name] for name in names]
        first, last = places[0], places[-1]
        if len(places) > 1 and places == list(range(first, last + 1)):
            return itemgetter(slice(first, last + 1))
        return itemgetter(*places)


def fields_of(row: type, *, before: str | None = None) -> tuple[str, ...]:
    """The names of a dataclass's fields, up to the one that is the first to be computed."""
    names = [field.name for field in fields(row)]
    return tuple(names[: names.index(before)] if before else names)
