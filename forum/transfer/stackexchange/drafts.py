"""Threads as they will be stored."""

from dataclasses import dataclass
from datetime import datetime

from forum.transfer.stackexchange.prose import Prose


@dataclass(frozen=True)
class PostDraft:
    origin_id: int
    is_comment: bool
    # The dump's number of its author; None where the dump does not say.
    owner: int | None
    at: datetime
    edited_at: datetime | None
    score: int
    prose: Prose
    # The post that a comment stands under.
    under: int | None = None


@dataclass(frozen=True)
class Acceptance:
    answer: PostDraft
    at: datetime
    # The votes name it. Only the asker can cast that vote.
    by_asker: bool


@dataclass(frozen=True)
class Closing:
    at: datetime
    closer: int | None
    reason: str


@dataclass(frozen=True)
class ThreadDraft:
    """``posts`` are in the order of their numbers, the question first."""

    origin_id: int
    title: str
    tags: list[str]
    posts: list[PostDraft]
    acceptance: Acceptance | None
    closing: Closing | None

    @property
    def opening(self) -> PostDraft:
        return self.posts[0]

    @property
    def last_post_at(self) -> datetime:
        return max(post.at for post in self.posts)

    @property
    def owners(self) -> set[int]:
        """Whoever has to do with it, by their numbers in the dump."""
        owners = {post.owner for post in self.posts}
        owners.add(self.closing.closer if self.closing else None)
        return {owner for owner in owners if owner is not None}
