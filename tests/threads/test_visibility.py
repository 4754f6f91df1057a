"""What the policy says in Python, the queries say to the database: held to each other."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum import policy
from forum.accounts.visitors import Guest
from forum.categories.models import Category
from forum.core.db import db, transaction
from forum.threads.models import Post, Thread
from forum.threads.queries.seeing import posts_visible_to, visible_to
from tests.make import make_category, make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")

STATES = ("public", "held", "hidden", "purged")
REACHES = ("everyone", "members", "trust_1", "trust_2", "trust_3", "staff", "official", "nobody")
ROLES = ("member", "moderator", "official", "administrator")

ONCE = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def person():
    return make_user()


@pytest.fixture
def threads(person):
    """Every combination, half of them the person's own."""
    other = make_user()
    with transaction():
        categories = [make_category(may_see=reach) for reach in REACHES]
        for category, state, staff_only, audience, author in product(
            categories, STATES, (False, True), ("category", "participants"), (person, other)
        ):
            make_thread(
                category=category, state=state, staff_only=staff_only, audience=audience,
                author=author,
            )
    return db.session.scalars(select(Thread)).all()


@given(role=st.sampled_from(ROLES), trust=st.integers(0, 4), is_guest=st.booleans())
@ONCE
def test_threads_are_seen_alike_by_policy_and_database(person, threads, role, trust, is_guest):
    person.role, person.trust_level = role, trust
    who = Guest() if is_guest else person

    found = set(db.session.scalars(select(Thread.id).join(Category).where(visible_to(who))))

    assert found == {thread.id for thread in threads if policy.see_thread(who, thread)}


@pytest.fixture
def posts(person):
    other = make_user()
    with transaction():
        for may_see in ("everyone", "trust_2"):
            thread = make_thread(category=make_category(may_see=may_see))
            for state, staff_only, author in product(STATES, (False, True), (person, other)):
                make_post(thread=thread, state=state, staff_only=staff_only, author=author)
    return db.session.scalars(select(Post)).all()


@given(role=st.sampled_from(ROLES), trust=st.integers(0, 4), is_guest=st.booleans())
@ONCE
def test_posts_are_read_alike_by_policy_and_database(person, posts, role, trust, is_guest):
    person.role, person.trust_level = role, trust
    who = Guest() if is_guest else person

    there = select(Post.id).join(Thread).join(Category)
    found = set(db.session.scalars(there.where(visible_to(who), posts_visible_to(who))))

    assert found == {post.id for post in posts if policy.see_post(who, post.thread, post)}
