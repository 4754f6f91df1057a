"""What an import has done, and what it could not do: counted, and named."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from forum.transfer.stackexchange.rows import Flaw

# Every flaw is counted; of a dump that is broken throughout, so many are named.
MOST_NAMED = 1_000


@dataclass
class Flaws:
    count: int = 0
    named: list[Flaw] = field(default_factory=list)

    def add(self, flaw: Flaw) -> None:
        self.count += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(flaw)


@dataclass
class Report:
    site: str
    category: str
    # What the files hold, what this run wrote, and what is here now: by name.
    in_dump: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    here: dict[str, int] = field(default_factory=dict)
    # What the dump holds and a forum like this has no place for.
    left: Counter[str] = field(default_factory=Counter)
    # Rows that did not come in, and rows that came in with something mended or left off.
    broken: Flaws = field(default_factory=Flaws)
    mended: Flaws = field(default_factory=Flaws)
    seconds: float = 0.0

    @property
    def posts_per_second(self) -> float:
        return round(self.added["posts"] / self.seconds, 1) if self.seconds else 0.0

    def as_json(self) -> dict[str, Any]:
        # asdict makes a Counter of a Counter's pairs.
        counts = {name: dict(getattr(self, name)) for name in ("in_dump", "added", "left")}
        return asdict(self) | counts | {"posts_per_second": self.posts_per_second}
