"""What happens in threads."""

from dataclasses import dataclass

from forum.accounts.models import User
from forum.threads.models import Post, Thread


@dataclass(frozen=True)
class ThreadStarted:
    thread: Thread
    by: User


@dataclass(frozen=True)
class Replied:
    post: Post
    by: User


@dataclass(frozen=True)
class PostEdited:
    post: Post
    by: User


@dataclass(frozen=True)
class PeopleMentioned:
    """By an edit. ``handles`` are those of people who exist, of whom this post had named none
    before; whom a new post names stands in it."""

    post: Post
    by: User
    handles: tuple[str, ...]


@dataclass(frozen=True)
class AnswerAccepted:
    post: Post
    by: User
    replaced: Post | None


@dataclass(frozen=True)
class AnswerUnaccepted:
    """By the asker or staff, or because the post was hidden."""

    post: Post
    by: User


@dataclass(frozen=True)
class ThreadClosed:
    thread: Thread
    by: User


@dataclass(frozen=True)
class ThreadReopened:
    thread: Thread
    by: User


@dataclass(frozen=True)
class MarkedDuplicate:
    thread: Thread
    original: Thread
    by: User


@dataclass(frozen=True)
class PostHidden:
    post: Post
    by: User


@dataclass(frozen=True)
class PostRestored:
    post: Post
    by: User


@dataclass(frozen=True)
class PostPurged:
    post: Post
    by: User


@dataclass(frozen=True)
class ThreadHidden:
    """By a moderator, or along with its opening post."""

    thread: Thread
    by: User


@dataclass(frozen=True)
class ThreadRestored:
    thread: Thread
    by: User


@dataclass(frozen=True)
class ThreadMoved:
    """``before`` is the id of the category that it stood in."""

    thread: Thread
    before: int
    by: User


@dataclass(frozen=True)
class ThreadRead:
    """Somebody has read all posts up to the one with this number."""

    thread_id: int
    number: int
    by_id: int


@dataclass(frozen=True)
class ReadLong:
    """Somebody has read a thread for four minutes in all. Said once."""

    thread_id: int
    by_id: int


@dataclass(frozen=True)
class MetToo:
    """Somebody has met what the question asks about."""

    thread: Thread
    by: User


@dataclass(frozen=True)
class MeTooTakenBack:
    thread: Thread
    by: User


@dataclass(frozen=True)
class Voted:
    post: Post
    by: User


@dataclass(frozen=True)
class VoteTakenBack:
    post: Post
    by: User
