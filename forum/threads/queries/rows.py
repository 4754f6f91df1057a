"""What lists and pages show: columns in small frozen dataclasses.

They cost less than entities of the ORM, which track every change that could be made to them. Of
each that is made of a statement's ``Columns``, the fields that are columns come first, under the
same names.
"""

from dataclasses import dataclass
from datetime import datetime

from forum.core.markup import excerpt
from forum.core.text import slug
from forum.policy import STAFF, is_staff
from forum.policy.shapes import Person


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An author as others see them; ``NOBODY`` has no id."""

    id: int | None
    handle: str
    display_name: str
    role: str

    @property
    def path(self) -> str:
        return f"/u/{self.handle}"

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF


NOBODY = PersonRow(None, "", "", "member")


def author_row(
    person: Person,
    author_id: int | None,
    handle: str | None,
    name: str | None,
    role: str | None,
    *,
    hidden: bool = False,
) -> PersonRow:
    """The author as ``person`` sees them: ``NOBODY`` where a category hides its askers."""
    if author_id is None or handle is None or name is None or role is None:
        return NOBODY
    if hidden and person.id != author_id and not is_staff(person):
        return NOBODY
    return PersonRow(author_id, handle, name, role)


class _HasTitle:
    """A thread's address."""

    __slots__ = ()
    id: int
    title: str

    @property
    def path(self) -> str:
        return f"/t/{self.id}/{self.slug}"

    @property
    def slug(self) -> str:
        return slug(self.title)


@dataclass(frozen=True, slots=True)
class ThreadRow(_HasTitle):
    """A line of a list."""

    id: int
    title: str
    language: str | None
    excerpt: str
    tags: list[str]
    category_id: int
    resolution: str
    created_at: datetime
    last_post_at: datetime
    last_number: int
    reply_count: int
    accepted_post_id: int | None
    # How far the visitor has read; None: never, or a guest.
    read_number: int | None
    is_locked: bool
    author: PersonRow
    # Posts that everybody sees since then; 0 where the visitor never was.
    unread: int


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """As much of a category as the rules ask for."""

    id: int
    may_see: str
    may_start: str
    may_reply: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class Original(_HasTitle):
    """The thread that a duplicate leads to."""

    id: int
    title: str
    visible: bool


@dataclass(frozen=True, slots=True)
class ThreadHead(_HasTitle):
    """A thread's page but for its posts; a ``policy.shapes.Thread``."""

    id: int
    title: str
    language: str | None
    tags: list[str]
    author_id: int | None
    state: str
    staff_only: bool
    audience: str
    is_anonymous: bool
    resolution: str
    created_at: datetime
    last_post_at: datetime
    last_number: int
    reply_count: int
    me_toos: int
    excerpt: str
    lock_reason: str | None
    choice_lock_reason: str | None
    closed_reason: str | None
    first_reply_at: datetime | None
    accepted_post_id: int | None
    accepted_number: int | None
    accepted_at: datetime | None
    accepted_by_id: int | None
    accepted_html: str | None
    accepted_written_at: datetime | None
    accepted_votes: int | None
    read_number: int | None
    # When the visitor said "me too"; None: never, or a guest.
    said_me_too_at: datetime | None
    accepted_author: PersonRow | None
    original: Original | None
    category: CategoryRow
    author: PersonRow

    @property
    def is_question(self) -> bool:
        return self.resolution != "none"

    @property
    def is_locked(self) -> bool:
        return self.lock_reason is not None

    @property
    def is_choice_locked(self) -> bool:
        return self.choice_lock_reason is not None

    @property
    def met_by(self) -> int:
        """How many people have met what is asked, its asker among them."""
        return self.me_toos + 1 if self.is_question else 0

    @property
    def accepted_excerpt(self) -> str:
        return excerpt(self.accepted_html or "", 200)


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post on a page; a ``policy.shapes.Post``. What the visitor may not read is ""."""

    id: int
    number: int
    author_id: int | None
    state: str
    staff_only: bool
    is_official: bool
    hidden_by_id: int | None
    hidden_reason: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    votes: int
    reply_to_number: int | None
    # Hidden by its own author.
    is_withdrawn: bool
    author: PersonRow
    has_voted: bool

    @property
    def is_opening(self) -> bool:
        return self.number == 1

    @property
    def path(self) -> str:
        return f"/p/{self.id}"
