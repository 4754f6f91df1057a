"""One batch is one transaction: a killed import has whole batches, and the next does the rest."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from forum.core.errors import Conflict

T = TypeVar("T")


def again_if_raced(store: Callable[[], T]) -> T:
    """Store a batch, once more if somebody took a name in the same moment.

    Raises ``Conflict`` when that does not help: then somebody else runs the same import.
    """
    try:
        return store()
    except IntegrityError:
        pass
    try:
        return store()
    except IntegrityError as error:
        raise Conflict("Another import of this site is running. Let it finish first.") from error
