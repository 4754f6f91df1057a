"""The open streams, by what they are about."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# Bytes that wait for a browser: an event has some twenty. Who is so far behind is gone, or asks
# anyway.
MOST_WAITING = 16 * 1024


@dataclass(eq=False, frozen=True)
class Stream:
    subjects: frozenset[str]
    writer: asyncio.StreamWriter

    def send(self, text: str) -> None:
        """Never waits: who does not read is dropped."""
        transport = self.writer.transport
        if transport.is_closing():
            return
        if transport.get_write_buffer_size() > MOST_WAITING:
            transport.abort()
        else:
            self.writer.write(text.encode())


class Streams:
    def __init__(self) -> None:
        self._all: set[Stream] = set()
        self._about: defaultdict[str, set[Stream]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._all)

    @contextmanager
    def holding(self, stream: Stream) -> Iterator[None]:
        self._all.add(stream)
        for subject in stream.subjects:
            self._about[subject].add(stream)
        try:
            yield
        finally:
            self._all.discard(stream)
            for subject in stream.subjects:
                self._about[subject].discard(stream)
                if not self._about[subject]:
                    del self._about[subject]

    def tell(self, subjects: Iterable[str]) -> None:
        """Names of what has changed, and nothing of it: the browser asks then."""
        for subject in subjects:
            for stream in list(self._about.get(subject, ())):
                stream.send(f"data: {subject}\n\n")

    def beat(self) -> None:
        for stream in list(self._all):
            stream.send(": \n\n")

    def end(self) -> None:
        for stream in list(self._all):
            stream.writer.transport.abort()
