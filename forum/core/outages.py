"""Failures in a line of the log: no traceback for what is only away, nothing private in any."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy.exc import DBAPIError

# Mail addresses, and the name and password in a URL.
_PRIVATE = re.compile(r"[^\s'\"(<{\[]+@[^\s'\")>}\]]+")
_LONGEST = 500


def told(error: BaseException) -> str:
    """Its type and what it says, without addresses and without a statement's parameters."""
    text = str(error)
    if isinstance(error, DBAPIError):
        # What follows the first line are values of the row.
        text = str(error.orig).partition("\n")[0]
    return f"{type(error).__name__}: {_PRIVATE.sub('…', text)}"[:_LONGEST]


def log_failure(log: logging.Logger, what: str, error: BaseException) -> None:
    """With a traceback only where somebody has to mend the program."""
    expected = isinstance(error, OSError | DBAPIError)
    log.warning("%s failed: %s", what, told(error), exc_info=None if expected else error)


class Outage:
    """Tells the log once that something went away, and once that it is back."""

    def __init__(self, log: logging.Logger, what: str, *errors: type[BaseException]) -> None:
        self._log, self._what, self._errors = log, what, errors
        self.lasts = False
        # Several threads notice it at once.
        self._lock = Lock()

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Goes on after the block, also when the thing is away."""
        try:
            yield
        except self._errors as error:
            if not self._lasted(True):
                self._log.warning("%s is away: %s", self._what, told(error))
        else:
            if self.lasts and self._lasted(False):
                self._log.warning("%s is back.", self._what)

    def _lasted(self, lasts: bool) -> bool:
        """Whether it did until now."""
        with self._lock:
            before, self.lasts = self.lasts, lasts
        return before
