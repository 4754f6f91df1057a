from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum.core.db import transaction
from forum.core.errors import TooMany
from forum.threads.actions.posting import reply, start_thread
from forum.threads.actions.voting import take_back_vote, vote
from tests.make import (
    make_category,
    make_moderator,
    make_newcomer,
    make_post,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(seconds):
    return time_machine.travel(START + timedelta(seconds=seconds), tick=False)


def newcomer():
    return make_newcomer(joined_at=START)


def ask(by, category, n=0):
    return start_thread(category, f"Where are my coins? {n}", "Help.", by=by)


@pytest.mark.parametrize("maker, pause", [(make_user, 5), (newcomer, 30)])
def test_posts_need_a_pause(maker, pause):
    with at(0):
        by, thread = maker(), make_thread()
        reply(thread, "One.", by=by)

    with at(pause - 1), pytest.raises(TooMany) as refusal:
        reply(thread, "Two.", by=by)
    with at(pause):
        assert reply(thread, "Two.", by=by).number == 3
    assert refusal.value.retry_after == 1


@pytest.mark.parametrize("maker, pause", [(make_user, 15), (newcomer, 120)])
def test_threads_need_a_longer_pause(maker, pause):
    with at(0):
        by, category = maker(), make_category()
        ask(by, category)

    with at(pause - 1), pytest.raises(TooMany) as refusal:
        ask(by, category, 1)
    with at(pause):
        assert ask(by, category, 1)
    assert refusal.value.retry_after == 1


def test_a_newcomer_starts_three_threads_on_the_first_day():
    with at(0):
        by, category = newcomer(), make_category()
    for n in range(3):
        with at(120 * n):
            ask(by, category, n)

    with at(3600), pytest.raises(TooMany, match="3 threads") as refusal:
        ask(by, category, 3)
    with at(86_400):
        assert ask(by, category, 3)
    assert refusal.value.retry_after == 86_400 - 3600


def test_everybody_starts_twenty_threads_a_day():
    with at(0):
        by, category = make_user(), make_category()
    for n in range(20):
        with at(60 * n):
            ask(by, category, n)

    with at(86_399), pytest.raises(TooMany, match="20 threads") as refusal:
        ask(by, category, 20)
    with at(86_400):
        assert ask(by, category, 20)
    assert refusal.value.retry_after == 1


@pytest.mark.parametrize("own, most", [(False, 10), (True, 60)])
def test_a_newcomer_replies_so_often_on_the_first_day(own, most):
    with at(-3600):
        by = newcomer()
        thread = make_thread(author=by) if own else make_thread()
    for n in range(most):
        with at(30 * (n + 1)):
            reply(thread, f"More {n}.", by=by)

    with at(80_000), pytest.raises(TooMany, match=f"{most} replies"):
        reply(thread, "Still more.", by=by)
    with at(86_400):
        assert reply(thread, "Still more.", by=by)


def test_replies_in_their_own_thread_leave_those_to_others_alone():
    with at(-3600):
        by = newcomer()
        own, other = make_thread(author=by), make_thread()
    for n in range(11):
        with at(30 * (n + 1)):
            reply(own, f"More {n}.", by=by)

    with at(3600):
        assert reply(other, "Me too.", by=by)


def test_fifty_votes_a_day():
    with at(0):
        by, thread = make_user(), make_thread()
        with transaction():
            posts = [make_post(thread=thread) for _ in range(51)]
        for post in posts[:50]:
            vote(post, by=by)

    with at(86_399), pytest.raises(TooMany, match="50 times"):
        vote(posts[50], by=by)
    with at(86_400):
        vote(posts[50], by=by)


def test_what_was_taken_back_does_not_count_against_anybody():
    with at(0):
        by, post = make_user(), make_post(thread=make_thread())
        for _ in range(51):
            vote(post, by=by)
            take_back_vote(post, by=by)


def test_the_double_submit_comes_before_the_limits():
    with at(0):
        by, thread = make_user(), make_thread()
        first = reply(thread, "One.", by=by)

    with at(1):
        assert reply(thread, "One.", by=by).id == first.id


def test_staff_are_no_newcomers():
    with at(0):
        by, thread = make_moderator(trust_level=0, joined_at=START), make_thread()
        reply(thread, "One.", by=by)

    with at(5):
        assert reply(thread, "Two.", by=by)
