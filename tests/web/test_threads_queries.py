"""How often pages ask the database: never more where there is more."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from forum.core.clock import now
from forum.core.db import db, transaction
from forum.threads.actions.answers import accept_answer
from forum.threads.actions.me_too import say_me_too
from forum.threads.actions.voting import vote
from forum.threads.models import Post, Thread
from tests.make import make_category, make_post, make_thread, make_user
from tests.threads.counting import counted


def many_threads(count):
    author, category, at = make_user(), make_category(), now() - timedelta(days=1)
    given = {"category_id": category.id, "author_id": author.id, "created_at": at}
    rows = (
        {"title": f"Thread number {n}", "last_post_at": at + timedelta(seconds=n), **given}
        for n in range(count)
    )
    with transaction() as session:
        session.execute(insert(Thread), list(rows))


def many_posts(count):
    thread, author = make_thread(), make_user()
    given = {"thread_id": thread.id, "author_id": author.id, "body": "x", "html": "", "renderer": 1}
    with transaction() as session:
        session.execute(insert(Post), [{"number": n, **given} for n in range(2, count + 1)])
        thread.last_number, thread.reply_count = count, count - 1
    return thread


def asked(browser, path, **given):
    browser.get("/")
    browser.get(path)
    with counted() as statements:
        page = browser.get(path, **given)
    return page, statements


@pytest.mark.parametrize("rows", [10, 1000])
@pytest.mark.parametrize("path", ["/", "/unanswered", "/unsolved", "/solved"])
def test_a_list_asks_three_times_for_a_guest_and_five_for_a_member(visit, rows, path):
    many_threads(rows)

    _page, guest = asked(visit(), path)
    _page, member = asked(visit(make_user()), path)

    assert len(guest) <= 3, guest
    assert len(member) <= 5, member


@pytest.mark.parametrize("rows", [10, 1000])
def test_a_thread_asks_four_times_for_a_guest_and_six_for_a_member(visit, rows):
    thread = many_posts(rows)
    answer = db.session.query(Post).filter_by(thread_id=thread.id, number=5).one()
    say_me_too(thread, by=make_user())
    accept_answer(answer, by=thread.author)
    vote(answer, by=thread.author)

    for page in (1, (rows - 1) // 20 + 1):
        path = f"{thread.path}?page={page}"
        shown, guest = asked(visit(), path)
        _page, member = asked(visit(make_user()), path)
        assert shown.status_code == 200
        assert len(guest) <= 4, guest
        assert len(member) <= 6, member


@pytest.mark.parametrize("path", ["/", "thread"])
def test_an_unchanged_page_asks_once(visit, path):
    post, guest = make_post(thread=make_thread()), visit()
    path = post.thread.path if path == "thread" else path
    name = guest.get(path).headers["ETag"]

    page, statements = asked(guest, path, headers={"If-None-Match": name})

    assert page.status_code == 304
    assert len(statements) <= 1, statements


def test_reading_is_noted_after_the_page_was_sent(visit):
    path, reader = many_posts(5).path, visit(make_user())
    reader.get("/")

    with counted() as statements:
        page = reader.get(path)
        before = len(statements)
        page.close()
        after = [s for s in statements[before:] if s.startswith("INSERT INTO reading_positions")]

    assert before <= 6, statements
    assert len(after) == 1


def test_a_page_of_twenty_posts_is_light(visit):
    thread = make_thread()
    with transaction():
        for _ in range(19):
            make_post(thread=thread, body="钱没丢。它还在排队，因为手续费太低了。" * 12)

    page = visit().get(thread.path)

    assert len(page.data) <= 45 * 1024
