"""What the list of notices shows is what the policy lets one see: held to each other."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum import policy
from forum.core.db import db, transaction
from forum.notifications.models import Notification
from forum.notifications.queries.listing import list_notices
from forum.threads.models import Post, Thread
from tests.make import make_category, make_post, make_thread, make_user
from tests.notifications.stage import ids_for
from tests.notifications.test_lists_of_notices import notify

pytestmark = pytest.mark.usefixtures("app")

STATES = ("public", "held", "hidden", "purged")
REACHES = ("everyone", "trust_2", "staff")
AUDIENCES = ("category", "participants")


@pytest.fixture
def person():
    return make_user()


@pytest.fixture
def told(person):
    """Of every kind of thread and post, half of them the person's own."""
    other = make_user()
    with transaction():
        for reach, state, staff_only, audience, author in product(
            REACHES, STATES, (False, True), AUDIENCES, (person, other)
        ):
            thread = make_thread(
                category=make_category(may_see=reach), state=state, staff_only=staff_only,
                audience=audience, author=author,
            )  # fmt: skip
            notify(person, thread_id=thread.id, kind="solved")
            for state, staff_only, author in product(STATES, (False, True), (person, other)):
                post = make_post(thread=thread, state=state, staff_only=staff_only, author=author)
                notify(person, post, kind=f"thread_post {post.number}")
    return db.session.scalars(select(Notification)).all()


@settings(max_examples=30, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(role=st.sampled_from(("member", "moderator", "official")), trust=st.integers(0, 4))
def test_the_list_shows_what_the_policy_lets_one_see(person, told, role, trust):
    person.role, person.trust_level = role, trust

    found, after = set(), None
    while page := list_notices(person, ids_for(person), after=after):
        found |= {notice.id for notice in page.notices}
        after = page.next
        if after is None:
            break

    assert found == {row.id for row in told if is_seen(person, row)}


def is_seen(person, row):
    thread = db.session.get(Thread, row.thread_id)
    if row.post_id is None:
        return policy.see_thread(person, thread)
    return policy.see_post(person, thread, db.session.get(Post, row.post_id))
