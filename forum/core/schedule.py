"""What is done every so many seconds while a worker runs. ``forum.wiring.SCHEDULE`` names it."""

import logging
from collections.abc import Callable, Sequence

from forum.core.db import db
from forum.core.outages import log_failure

log = logging.getLogger(__name__)


class Schedule:
    def __init__(self, plan: Sequence[tuple[int, Callable[[], object]]]) -> None:
        self._plan = plan
        self._due = [float("-inf")] * len(plan)

    def run_due(self, moment: float) -> None:
        """All of it the first time. What fails is written down and tried again when next due."""
        for number, (seconds, act) in enumerate(self._plan):
            if moment >= self._due[number]:
                self._due[number] = moment + seconds
                _run(act)


def _run(act: Callable[[], object]) -> None:
    try:
        act()
    except Exception as error:
        log_failure(log, act.__qualname__, error)
        db.session.remove()
