"""Whoever can do anything with a post tends it: a page asks that first."""

from dataclasses import dataclass
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from forum import policy
from forum.accounts.visitors import Guest
from forum.core.clock import now

ROLES = ("member", "moderator", "official", "administrator")


@dataclass(frozen=True)
class Person:
    id: int
    role: str
    trust_level: int = 2
    silenced_until: datetime | None = None


@dataclass(frozen=True)
class Category:
    is_official: bool
    may_see: str = "everyone"
    may_start: str = "members"
    may_reply: str = "members"


@dataclass(frozen=True)
class Thread:
    category: Category
    author_id: int
    is_locked: bool
    state: str = "public"
    staff_only: bool = False
    audience: str = "category"
    resolution: str = "open"
    is_choice_locked: bool = False


@dataclass(frozen=True)
class Post:
    author_id: int | None
    number: int
    state: str
    hidden_by_id: int | None
    is_official: bool
    created_at: datetime
    staff_only: bool = False


ids = st.integers(1, 3)
people = st.builds(Person, ids, st.sampled_from(ROLES)) | st.just(Guest())
threads = st.builds(Thread, st.builds(Category, st.booleans()), ids, st.booleans())
posts = st.builds(
    Post, ids | st.none(), ids, st.sampled_from(("public", "held", "hidden", "purged")),
    ids | st.none(), st.booleans(), st.just(now()),
)  # fmt: skip


@given(people, threads, posts)
def test_nobody_else_can_do_anything_with_it(person, thread, post):
    allowed = (
        policy.edit_post(person, thread, post), policy.redact_post(person, post),
        policy.restore_post(person, post), policy.hide_post(person, post),
    )  # fmt: skip

    assert policy.has_say_over_post(person, post) or not any(allowed)
