"""How far long work has come: one bar for each phase, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, TaskID


class Bars:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def begin(self, phase: str, total: int) -> None:
        self._task = self._bars.add_task(phase, total=total)

    def advance(self, amount: int) -> None:
        if self._task is not None:
            self._bars.advance(self._task, amount)


@contextmanager
def bars() -> Iterator[Bars]:
    with Progress(console=Console(stderr=True)) as progress:
        yield Bars(progress)
