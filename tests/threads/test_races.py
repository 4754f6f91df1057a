"""Many people at once, each on a connection of their own."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import db, transaction
from forum.threads.actions.answers import accept_answer
from forum.threads.actions.posting import reply, start_thread
from forum.threads.actions.tagging import merge_tag, retag_thread
from forum.threads.actions.voting import vote
from forum.threads.events import AnswerAccepted
from forum.threads.models import Post, Tag, Thread, ThreadTag
from forum.threads.queries.finding import get_opening
from tests.make import make_category, make_moderator, make_post, make_thread, make_user

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.commits]


def get(kind, row_id):
    return db.session.get_one(kind, row_id)


def test_twenty_people_reply_at_once(at_once):
    thread_id = make_thread().id
    people = [make_user().id for _ in range(20)]

    at_once(lambda p: reply(get(Thread, thread_id), f"From {p}", by=get(User, p)).id, people)

    numbers = db.session.scalars(select(Post.number).order_by(Post.number)).all()
    assert numbers == list(range(1, 22))
    thread = get(Thread, thread_id)
    assert (thread.last_number, thread.reply_count) == (21, 20)


def test_twenty_acceptances_at_once_leave_one(app, at_once, monkeypatch):
    accepted, replaced = [], []

    def hear(event):
        accepted.append(event.post.id)
        replaced.append(event.replaced and event.replaced.id)

    listeners = {**app.extensions["listeners"], AnswerAccepted: (hear,)}
    monkeypatch.setitem(app.extensions, "listeners", listeners)
    with transaction():
        thread = make_thread()
        pairs = [(make_post(thread=thread).id, make_moderator().id) for _ in range(20)]
    thread_id = thread.id

    at_once(lambda pair: accept_answer(get(Post, pair[0]), by=get(User, pair[1])), pairs)

    stands = get(Thread, thread_id).answer_id
    assert stands in dict(pairs)
    assert len(accepted) == 20
    net = Counter(accepted)
    net.subtract(post for post in replaced if post)
    assert {post: n for post, n in net.items() if n} == {stands: 1}


def test_one_person_sends_one_reply_twenty_times(at_once):
    thread_id, by_id = make_thread().id, make_user().id

    ids = at_once(
        lambda _n: reply(get(Thread, thread_id), "谢谢", by=get(User, by_id)).id, range(20)
    )

    assert len(set(ids)) == 1
    assert get(Thread, thread_id).reply_count == 1


def test_people_make_the_same_tags_at_once(at_once):
    category_id, people = make_category().id, [make_user().id for _ in range(10)]

    def ask(person):
        names = ["fees", "unconfirmed"] if person % 2 else ["unconfirmed", "fees"]
        by, category = get(User, person), get(Category, category_id)
        return start_thread(category, "Where are my coins?", "Help.", names, by=by).id

    ids = at_once(ask, people)

    assert len(set(ids)) == 10
    assert sorted(db.session.scalars(select(Tag.name))) == ["fees", "unconfirmed"]


def test_a_tag_becomes_a_synonym_while_threads_get_it(at_once):
    with transaction():
        moderator_id = make_moderator().id
        threads = [make_thread().id for _ in range(12)]

    def act(n):
        by = get(User, moderator_id)
        if n == 6:
            return merge_tag("fee", "fees", by=by)
        thread = get(Thread, threads[n])
        return retag_thread(thread, get_opening(thread), ["fee"], by=by)

    at_once(act, range(12))

    merged = [get(Thread, number).tags for n, number in enumerate(threads) if n != 6]
    assert merged == [["fees"]] * 11


def test_a_reply_during_a_merge_is_not_forgotten_in_the_tags_list(at_once):
    with transaction():
        moderator_id, thread = make_moderator().id, make_thread()
        thread_id, people = thread.id, [make_user().id for _ in range(8)]
    thread = get(Thread, thread_id)
    retag_thread(thread, get_opening(thread), ["fee"], by=get(User, moderator_id))

    def act(person):
        if person == moderator_id:
            return merge_tag("fee", "fees", by=get(User, person))
        return reply(get(Thread, thread_id), f"From {person}", by=get(User, person))

    at_once(act, [*people[:4], moderator_id, *people[4:]])

    assert db.session.scalar(select(ThreadTag.last_post_at)) == get(Thread, thread_id).last_post_at


@pytest.mark.slow
def test_a_thousand_people_reply_in_sixteen_threads(at_once):
    with transaction():
        threads = [make_thread().id for _ in range(16)]
        people = [make_user().id for _ in range(1000)]

    def answer(person):
        return reply(get(Thread, threads[person % 16]), f"From {person}", by=get(User, person)).id

    at_once(answer, people, workers=16)

    counted = (
        select(Post.thread_id, func.count(), func.max(Post.number)).group_by(Post.thread_id)
    )
    for thread_id, posts, last in db.session.execute(counted):
        thread = get(Thread, thread_id)
        assert (thread.reply_count, thread.last_number) == (posts - 1, last) == (last - 1, posts)


def test_twenty_people_vote_at_once(at_once):
    post_id = make_post(thread=make_thread()).id
    people = [make_user().id for _ in range(20)]

    at_once(lambda p: vote(get(Post, post_id), by=get(User, p)), people)

    assert get(Post, post_id).votes == 20
