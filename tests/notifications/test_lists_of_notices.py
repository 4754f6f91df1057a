"""What somebody was told, as lines and as a number."""

from datetime import timedelta
from itertools import count, product

import pytest
from sqlalchemy import select

from forum.categories.actions import edit_category
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.notifications.actions.reading import read_notifications, sweep
from forum.notifications.models import Mailing, Notification
from forum.notifications.queries.listing import PAGE, count_unread, get_notice, list_notices
from forum.notifications.words import sentence
from forum.threads.actions.hiding import hide_post, restore_post
from forum.threads.actions.reading import mark_read
from tests.make import (
    make_administrator,
    make_category,
    make_moderator,
    make_post,
    make_thread,
    make_user,
)
from tests.notifications.stage import ids_for
from tests.threads.counting import counted

pytestmark = pytest.mark.usefixtures("app")

_n = count(1)


@transaction()
def notify(person, post=None, kind="thread_post", **given):
    thread_id = given.pop("thread_id", post and post.thread_id)
    row = {"user_id": person.id, "kind": kind, "thread_id": thread_id, "event": f"x/{next(_n)}"}
    row |= {"post_id": post and post.id, "by_id": post and post.author_id}
    notice = Notification(**row | given)
    db.session.add(notice)
    db.session.flush()
    return notice


def make_posts(number, **given):
    thread = make_thread(**given)
    return [make_post(thread=thread) for _ in range(number)]


def lines(person, **given):
    return list_notices(person, ids_for(person), **given).notices


def words(person):
    return [sentence(notice, str) for notice in lines(person)]


def unread(person):
    number = count_unread(person, ids_for(person))
    assert number == sum(notice.count for notice in lines(person, unread_only=True))
    return number


def test_what_is_alike_and_of_one_thread_is_one_line():
    reader, posts = make_user(), make_posts(3, title="Where are my coins?")
    other = make_posts(1, title="How long does it take?")[0]
    for post in [*posts, other]:
        notify(reader, post)
    notify(reader, posts[0], kind="mention")

    name = posts[0].author.display_name
    assert words(reader) == [
        f"{name} mentioned you in “Where are my coins?”",
        f"{other.author.display_name} wrote in “How long does it take?”",
        "3 replies in “Where are my coins?”",
    ]
    # It leads to the first of them.
    assert lines(reader)[2].path.endswith("#post-2")
    assert unread(reader) == 5


def test_what_concerns_the_account_stands_alone():
    reader = make_user()
    for name in ("One", "Two"):
        notify(reader, kind="token_made", about={"name": name})

    assert words(reader) == ["An API token was made: Two", "An API token was made: One"]


def test_reading_the_page_of_a_thread_reads_what_was_told_of_its_posts():
    reader, posts = make_user(), make_posts(3)
    other = make_posts(1)[0]
    for post in [*posts, other]:
        notify(reader, post)
    notify(reader, kind="solved", thread_id=posts[0].thread_id)

    mark_read(posts[0].thread, posts[1].number, by=reader)

    assert unread(reader) == 2
    mark_read(posts[0].thread, 99, by=reader)
    assert unread(reader) == 1


def test_a_page_reads_what_it_showed(visit):
    reader, posts = make_user(), make_posts(2)
    for post in posts:
        notify(reader, post)

    visit(reader).get(posts[0].thread.path).close()

    assert unread(reader) == 0


def test_reading_a_line_reads_all_that_stands_behind_it():
    reader, posts = make_user(), make_posts(3)
    for post in posts:
        notify(reader, post)
    mention = notify(reader, posts[0], kind="mention")

    assert read_notifications([lines(reader)[1].id], by=reader) == 3
    assert unread(reader) == 1
    assert read_notifications([mention.id], by=reader) == 1
    assert read_notifications([mention.id], by=reader) == 0


def test_all_is_read_at_once_and_nobody_else_s():
    reader, other, posts = make_user(), make_user(), make_posts(2)
    for person, post in product((reader, other), posts):
        notify(person, post)

    assert read_notifications(by=reader) == 2

    assert (unread(reader), unread(other)) == (0, 2)
    assert [notice.is_read for notice in lines(reader)] == [True]


def test_what_was_hidden_counts_no_more_and_what_is_shown_again_does():
    reader, posts = make_user(), make_posts(2)
    for post in posts:
        notify(reader, post)

    hide_post(posts[1], "Spam.", by=make_moderator())
    assert unread(reader) == 1
    assert lines(reader)[0].count == 1

    restore_post(posts[1], by=make_moderator())
    assert unread(reader) == 2


def test_what_is_no_longer_theirs_to_see_counts_no_more():
    reader, category = make_user(), make_category()
    for post in make_posts(2, category=category):
        notify(reader, post)

    edit_category(category, may_see="staff", by=make_administrator())
    assert (unread(reader), lines(reader)) == (0, [])

    edit_category(category, may_see="everyone", by=make_administrator())
    assert unread(reader) == 2


def test_pages_hang_together_while_more_comes():
    reader = make_user()
    notices = [notify(reader, make_posts(1)[0]) for _ in range(2 * PAGE + 5)]

    first = list_notices(reader, ids_for(reader))
    notify(reader, make_posts(1)[0])
    second = list_notices(reader, ids_for(reader), after=first.next)
    third = list_notices(reader, ids_for(reader), after=second.next)

    seen = [notice.id for page in (first, second, third) for notice in page.notices]
    assert seen == [notice.id for notice in reversed(notices)]
    assert third.next is None


def test_nobody_reads_or_marks_what_others_were_told(visit):
    reader, post = make_user(), make_posts(1)[0]
    notice = notify(reader, post)
    stranger = make_user()

    assert get_notice(notice.id, stranger, ids_for(stranger)) is None
    assert visit(stranger).get(f"/notifications/{notice.id}").status_code == 404
    visit(stranger).post("/notifications/read", data={"id": notice.id})
    visit(stranger).post("/notifications/read", data={"all": "1"})

    assert unread(reader) == 1
    assert visit().get("/notifications").status_code in (302, 303)


def test_a_link_to_what_is_hidden_since_leads_nowhere(visit):
    reader, post = make_user(), make_posts(1)[0]
    notice = notify(reader, post)
    hide_post(post, "Spam.", by=make_moderator())

    assert visit(reader).get(f"/notifications/{notice.id}").status_code == 404
    restore_post(post, by=make_moderator())
    gone = visit(reader).get(f"/notifications/{notice.id}")

    assert gone.location.endswith("#post-2")
    assert unread(reader) == 0


@pytest.mark.parametrize("path", ["/notifications/0", "/notifications/99999999999999999999",
                                  "/notifications?after=x", "/notifications?after=-1"])  # fmt: skip
def test_no_address_is_answered_by_a_mistake_of_ours(visit, path):
    assert visit(make_user()).get(path).status_code in (200, 404)


def test_what_was_told_sixty_days_ago_is_forgotten_with_its_mail():
    reader, post = make_user(), make_posts(1)[0]
    long_ago = now() - timedelta(days=62)
    with transaction():
        old, used = (Mailing(user_id=reader.id, made_at=long_ago) for _ in range(2))
        old.sealed_at = used.sealed_at = long_ago
        db.session.add_all([old, used])
        db.session.flush()
    notify(reader, post, created_at=long_ago, mailing_id=old.id)
    # One that waited long for its mail.
    late = notify(reader, post, mailing_id=used.id)

    sweep()

    assert db.session.scalars(select(Notification.id)).all() == [late.id]
    assert db.session.scalars(select(Mailing.id)).all() == [used.id]


@pytest.mark.parametrize("path", ["/", "/notifications"])
@pytest.mark.parametrize("rows", [1, 200])
def test_lists_ask_five_times_however_much_was_told(visit, rows, path):
    reader, post = make_user(), make_posts(1)[0]
    with transaction():
        for _ in range(rows):
            notify(reader, post)
    browser = visit(reader)
    browser.get(path)

    with counted() as statements:
        page = browser.get(path)

    assert page.status_code == 200
    assert len(statements) <= 5, statements


def test_the_page_of_a_thread_asks_six_times_with_notices(visit):
    reader, posts = make_user(), make_posts(5)
    for post in posts:
        notify(reader, post)
    browser, path = visit(reader), posts[0].thread.path
    browser.get("/")

    with counted() as statements:
        page = browser.get(path)
        before = list(statements)
        page.close()

    assert len(before) <= 6, before
