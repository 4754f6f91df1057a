"""What lists and pages show, counted afresh."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum.core import stamps
from forum.core.clock import now
from forum.core.db import db, read, transaction
from forum.threads.actions.answers import accept_answer
from forum.threads.actions.hiding import hide_post
from forum.threads.actions.recounting import recount_threads
from forum.threads.actions.tagging import retag_thread
from forum.threads.actions.voting import vote
from forum.threads.models import Post, Thread, ThreadTag
from forum.threads.queries.finding import get_opening
from tests.make import make_moderator, make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def recount():
    return recount_threads(lambda amount: None)


@transaction()
def spoil(thing, **columns):
    """Write what no action would."""
    model = type(thing)
    db.session.execute(update(model).where(model.id == thing.id).values(**columns))


def make_lively_thread():
    """Made and changed by actions, with something of everything."""
    thread = make_thread()
    first, second = make_post(thread=thread), make_post(thread=thread)
    retag_thread(thread, get_opening(thread), ["fees", "wallet"], by=thread.author)
    accept_answer(first, by=thread.author)
    vote(first, by=make_user())
    hide_post(second, "It is spam.", by=make_moderator())
    return thread


def make_counted_thread(**given):
    return make_thread(body="Where?", excerpt="Where?", **given)


def version_of(thread):
    with read() as connection:
        return stamps.versions(connection, [f"thread/{thread.id}"])[f"thread/{thread.id}"]


def test_nothing_is_off_where_only_actions_wrote():
    thread = make_lively_thread()
    before = version_of(thread)

    found = recount()

    assert found.threads == 1
    assert not found.off
    assert version_of(thread) == before


@pytest.mark.parametrize(
    "column, wrong",
    [
        ("reply_count", 41),
        ("me_toos", 3),
        ("last_post_at", now() + timedelta(days=1)),
        ("excerpt", "Something else."),
        ("resolution", "open"),
        ("tags", ["fees", "gone"]),
    ],
)
def test_a_wrong_column_is_named_and_put_right(column, wrong):
    thread = make_lively_thread()
    right = getattr(thread, column)
    before = version_of(thread)
    spoil(thread, **{column: wrong})

    found = recount()

    named = [one for one in found.examples if one.kind == column]
    assert [(one.thread_id, one.said, one.counted) for one in named] == [(thread.id, wrong, right)]
    assert getattr(db.session.get(Thread, thread.id), column) == right
    assert version_of(thread) == before + 1
    assert not recount().off


def test_the_last_number_grows_and_never_falls():
    thread = make_lively_thread()
    late = make_counted_thread()
    spoil(thread, last_number=1)
    spoil(late, last_number=9)

    found = recount()

    assert found.off == {"last_number": 1}
    assert db.session.get(Thread, thread.id).last_number == 3
    assert db.session.get(Thread, late.id).last_number == 9


def test_votes_are_those_given_here_and_those_of_another_site():
    post = make_post(thread=make_thread())
    vote(post, by=make_user())
    recount()
    spoil(post, votes=7, imported_score=-3)

    found = recount()

    assert [(one.post_id, one.said, one.counted) for one in found.examples] == [(post.id, 7, -2)]
    assert db.session.get(Post, post.id).votes == -2


def test_the_time_in_a_tags_list_is_the_threads_own():
    thread = make_lively_thread()
    with transaction():
        db.session.execute(update(ThreadTag).values(last_post_at=now() + timedelta(days=1)))

    found = recount()

    assert found.off == {"tag_last_post_at": 1}
    times = db.session.scalars(select(ThreadTag.last_post_at)).all()
    assert set(times) == {db.session.get(Thread, thread.id).last_post_at}


def test_discussions_have_no_resolution_and_keep_none():
    thread = make_counted_thread(resolution="none")

    assert not recount().off
    assert db.session.get(Thread, thread.id).resolution == "none"


def test_of_many_that_are_off_all_are_counted_and_some_named():
    for thread in [make_counted_thread() for _ in range(8)]:
        spoil(thread, reply_count=5)

    found = recount()

    assert found.off == {"reply_count": 8}
    assert len(found.examples) == 5
