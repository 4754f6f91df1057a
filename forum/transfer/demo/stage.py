"""Where the demonstration is put up: the rows that its files name by handle, slug or key."""

from dataclasses import dataclass, field
from datetime import datetime

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core import markup
from forum.core.text import fold
from forum.safety.door import admit
from forum.threads.models import Post, Tag, Thread

# What ``origin`` says of every row that the demonstration brought.
ORIGIN = "demo"


@dataclass(frozen=True)
class Act:
    """A line for the action log, kept until all are known and can be written in their order."""

    at: datetime
    by: User
    verb: str
    subject: str
    reason: str = ""
    changes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    now: datetime
    people: dict[str, User] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    # By the thread's key, in the order of their numbers.
    posts: dict[str, list[Post]] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)

    def until_now(self, moment: datetime) -> datetime:
        """Nothing of the demonstration happened in the future."""
        return min(moment, self.now)

    def write_up(self, text: str, posts: list[Post]) -> tuple[str, str]:
        """Body and HTML. ``{p2}`` stands for post 2 of the thread, ``{t:key}`` for a thread."""
        for post in posts:
            text = text.replace(f"{{p{post.number}}}", post.path)
        for key, thread in self.threads.items():
            text = text.replace(f"{{t:{key}}}", thread.path)
        body = admit(text, "body")
        return body, markup.render(body, self._links()).html

    def _links(self) -> dict[str, str]:
        links = {f"@{handle}": user.path for handle, user in self.people.items()}
        return links | {f"#{fold(name)}": tag.path for name, tag in self.tags.items()}
