from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from forum import policy
from forum.accounts.models import User
from forum.accounts.visitors import Guest
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.errors import Forbidden, TooMany
from forum.threads.actions.answers import accept_answer, close_thread, mark_duplicate
from forum.threads.actions.me_too import say_me_too, take_back_me_too
from forum.threads.actions.moderating import lock_thread
from forum.threads.actions.recounting import recount_threads
from forum.threads.events import MeTooTakenBack, MetToo
from forum.threads.models import MeToo, Thread
from tests.make import make_category, make_moderator, make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def rows():
    return db.session.scalar(select(func.count()).select_from(MeToo))


def discussion():
    return make_thread(category=make_category(kind="discussions"))


def solved():
    thread = make_thread()
    accept_answer(make_post(thread=thread), by=thread.author)
    return thread


def closed():
    thread = make_thread()
    close_thread(thread, by=thread.author)
    return thread


def duplicate():
    thread = make_thread()
    mark_duplicate(thread, make_thread(), by=make_moderator())
    return thread


def locked():
    thread = make_thread()
    lock_thread(thread, "Too hot.", by=make_moderator())
    return thread


def test_it_counts_once(news):
    thread, by = make_thread(), make_user()

    say_me_too(thread, by=by)
    say_me_too(thread, by=by)

    assert (thread.me_toos, rows()) == (1, 1)
    assert news == [MetToo(thread, by)]


def test_it_is_taken_back_once(news):
    thread, by, other = make_thread(), make_user(), make_user()
    say_me_too(thread, by=by)
    say_me_too(thread, by=other)

    take_back_me_too(thread, by=by)
    take_back_me_too(thread, by=by)

    assert (thread.me_toos, rows()) == (1, 1)
    assert news == [MetToo(thread, by), MetToo(thread, other), MeTooTakenBack(thread, by)]


def test_it_can_be_said_again():
    thread, by = make_thread(), make_user()

    say_me_too(thread, by=by)
    take_back_me_too(thread, by=by)
    say_me_too(thread, by=by)

    assert (thread.me_toos, rows()) == (1, 1)


@pytest.mark.parametrize(
    "make, sentence",
    [
        (discussion, "This is a discussion"),
        (solved, "This question is solved"),
        (closed, "This question is solved"),
        (duplicate, "on the question that it leads to"),
        (locked, "This thread is locked"),
        (lambda: make_thread(state="hidden"), "was removed"),
        (lambda: make_thread(state="held"), "was removed"),
        (lambda: make_thread(staff_only=True), "was removed"),
        (lambda: make_thread(audience="participants"), "was removed"),
        (lambda: make_thread(category=make_category(may_see="staff")), "was removed"),
    ],
)
def test_only_an_open_question_that_one_sees_has_it(make, sentence):
    thread = make()

    with pytest.raises(Forbidden, match=sentence):
        say_me_too(thread, by=make_user())
    assert rows() == 0


@pytest.mark.parametrize("make", [locked, solved, lambda: make_thread(state="hidden")])
def test_staff_are_no_exception(make):
    with pytest.raises(Forbidden):
        say_me_too(make(), by=make_moderator())


def test_the_asker_is_counted_already():
    thread = make_thread()

    with pytest.raises(Forbidden, match="you are counted already"):
        say_me_too(thread, by=thread.author)


def test_a_question_that_has_no_asker_any_more_still_has_it():
    thread = make_thread()
    with transaction():
        thread.author_id = None

    say_me_too(thread, by=make_user())

    assert thread.me_toos == 1


def test_somebody_silenced_says_nothing_and_takes_back():
    thread, by = make_thread(), make_user()
    say_me_too(thread, by=by)
    with transaction():
        by.silenced_until = now() + timedelta(days=1)

    with pytest.raises(Forbidden, match="You cannot post until"):
        say_me_too(thread, by=by)
    take_back_me_too(thread, by=by)

    assert thread.me_toos == 0


def test_it_is_taken_back_from_a_question_that_was_solved():
    thread, by = make_thread(), make_user()
    say_me_too(thread, by=by)
    accept_answer(make_post(thread=thread), by=thread.author)

    take_back_me_too(thread, by=by)

    assert thread.me_toos == 0


def test_nothing_is_taken_back_out_of_sight():
    thread, by = make_thread(), make_user()
    say_me_too(thread, by=by)
    with transaction():
        thread.state = "hidden"

    with pytest.raises(Forbidden, match="was removed"):
        take_back_me_too(thread, by=by)


def test_guests_sign_in_first():
    thread = make_thread()

    for rule in (policy.say_me_too, policy.take_back_me_too):
        assert str(rule(Guest(), thread).because) == "Sign in first."


def test_fifty_a_day():
    with time_machine.travel(NOON, tick=False):
        by = make_user()
        with transaction():
            threads = [make_thread() for _ in range(51)]
        for thread in threads[:50]:
            say_me_too(thread, by=by)
        say_me_too(threads[0], by=by)

    with (
        time_machine.travel(NOON + timedelta(seconds=86_399), tick=False),
        pytest.raises(TooMany, match="50 times"),
    ):
        say_me_too(threads[50], by=by)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        say_me_too(threads[50], by=by)


def test_a_wrong_count_is_put_right():
    thread = make_thread(excerpt="Please help.")
    say_me_too(thread, by=make_user())
    with transaction():
        thread.me_toos = 7

    found = recount_threads(lambda seen: None)

    assert [(one.kind, one.said, one.counted) for one in found.examples] == [("me_toos", 7, 1)]
    assert db.session.get(Thread, thread.id).me_toos == 1


@pytest.mark.commits
def test_twenty_people_say_it_at_once_and_half_take_it_back(at_once):
    thread_id = make_thread().id
    people = [make_user().id for _ in range(20)]

    def act(verb, person):
        verb(db.session.get_one(Thread, thread_id), by=db.session.get_one(User, person))

    at_once(lambda person: act(say_me_too, person), people)
    assert (db.session.get_one(Thread, thread_id).me_toos, rows()) == (20, 20)

    mixed = [(say_me_too, person) for person in people]
    mixed += [(take_back_me_too, person) for person in people[::2]]
    at_once(lambda each: act(*each), mixed[::-1])
    assert db.session.get_one(Thread, thread_id).me_toos == rows()


@pytest.mark.commits
def test_one_person_says_it_twenty_times_at_once(at_once):
    thread_id, by_id = make_thread().id, make_user().id

    at_once(
        lambda _n: say_me_too(
            db.session.get_one(Thread, thread_id), by=db.session.get_one(User, by_id)
        ),
        range(20),
    )

    assert (db.session.get_one(Thread, thread_id).me_toos, rows()) == (1, 1)
