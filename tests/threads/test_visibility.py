"""What lists and pages show is what the policy lets one see: held to each other."""

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum import policy
from forum.accounts.visitors import Guest
from forum.categories.queries import visible
from forum.core.db import db, transaction
from forum.core.errors import NotFound
from forum.threads.models import Post, Thread
from forum.threads.queries.lists import list_threads
from forum.threads.queries.pages import get_head, posts_of
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
def test_lists_show_what_everybody_sees_of_it(person, threads, role, trust, is_guest):
    person.role, person.trust_level = role, trust
    who = Guest() if is_guest else person
    seen = {thread.id: thread for thread in threads if policy.see_thread(who, thread)}

    page = list_threads(who, [c.id for c in visible(all_of(threads), who)], limit=1000)

    # Not what only its author or staff see: that is no news for a list.
    assert {row.id for row in page.rows} == {
        id
        for id, thread in seen.items()
        if (thread.state, thread.staff_only, thread.audience) == ("public", False, "category")
    }


def all_of(threads):
    return list({thread.category_id: thread.category for thread in threads}.values())


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
def test_a_page_shows_the_posts_that_one_may_read(person, posts, role, trust, is_guest):
    person.role, person.trust_level = role, trust
    who = Guest() if is_guest else person

    read = set()
    for thread in {post.thread_id for post in posts}:
        with suppress(NotFound):
            head = get_head(thread, who)
            read |= {row.id for row in posts_of(head, who, 1) if row.html}

    assert read == {post.id for post in posts if policy.see_post(who, post.thread, post)}
