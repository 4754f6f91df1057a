"""What an open page is told of what has changed since it was drawn."""

from datetime import timedelta

import pytest

from forum.core.clock import now
from forum.core.db import db, transaction
from forum.http import limits
from forum.http.cursors import encode
from forum.notifications.models import Notification
from forum.policy import see_post
from forum.threads.actions.hiding import hide_post, hide_thread
from forum.threads.actions.posting import reply
from forum.threads.models import Post
from forum.threads.queries.lists import Key
from forum.threads.queries.news import replies_after
from forum.threads.queries.pages import get_head
from tests.make import make_category, make_moderator, make_post, make_thread, make_user
from tests.threads.counting import counted


@transaction()
def told(user, post, **given):
    row = {"kind": "thread_post", "event": f"post/{post.id}", "thread_id": post.thread_id}
    db.session.add(Notification(user_id=user.id, post_id=post.id, **(row | given)))


def ask(browser, query, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.get(f"/live?{query}", headers=named)


def top_of(thread):
    return encode(Key(thread.last_post_at, thread.id))


def test_an_open_thread_hears_of_replies(visit):
    thread, guest = make_thread(), visit()
    assert ask(guest, f"thread={thread.id}&after=1").json["thread"]["count"] == 0

    reply(thread, "Wait.", by=make_user())
    reply(thread, "Or do not.", by=make_user())

    found = ask(guest, f"thread={thread.id}&after=1").json
    assert found == {"thread": {"count": 2, "words": "2 new replies", "first": 2, "page": 1}}
    one = ask(guest, f"thread={thread.id}&after=2").json["thread"]
    assert (one["words"], one["first"]) == ("1 new reply", 3)


def test_a_reply_may_stand_on_another_page(visit):
    thread = make_thread()
    with transaction():
        for _ in range(20):
            make_post(thread=thread)

    assert ask(visit(), f"thread={thread.id}&after=20").json["thread"]["page"] == 2


def test_a_member_is_told_how_much_is_unread(visit):
    post, member = make_post(thread=make_thread()), make_user()
    browser = visit(member)
    assert ask(browser, "").json == {"unread": 0}

    told(member, post)

    assert ask(browser, "").json == {"unread": 1}
    assert ask(visit(), "").json == {}


def test_a_list_hears_of_threads_that_would_stand_above(visit):
    thread, place = make_thread(), make_category()
    query = f"list=latest&top={top_of(thread)}"
    assert ask(visit(), query).json["list"]["count"] == 0

    other = make_thread(category=place, created_at=now())

    assert ask(visit(), query).json == {"list": {"count": 1, "words": "1 new or changed thread"}}
    assert ask(visit(), f"{query}&category={other.category.slug}").json["list"]["count"] == 1
    assert ask(visit(), f"{query}&category={thread.category.slug}").json["list"]["count"] == 0
    assert ask(visit(), f"list=solved&top={top_of(thread)}").json["list"]["count"] == 0


def test_a_list_that_was_empty_hears_of_its_first_thread(visit):
    category, guest = make_category(), visit()
    assert ask(guest, f"list=latest&category={category.slug}").json["list"]["count"] == 0

    make_thread(category=category)

    assert ask(guest, f"list=latest&category={category.slug}").json["list"]["count"] == 1


def test_a_list_hears_nothing_of_what_the_visitor_may_not_see(visit):
    thread = make_thread()
    query, at = f"list=latest&top={top_of(thread)}", now()
    make_thread(created_at=at, state="hidden")
    make_thread(created_at=at, staff_only=True)
    make_thread(created_at=at, audience="participants")
    make_thread(created_at=at, category=make_category(may_see="staff"))

    assert ask(visit(make_user()), query).json["list"]["count"] == 0


@pytest.mark.parametrize("given", [{"state": "hidden"}, {"staff_only": True}])
def test_of_a_thread_that_one_may_not_see_one_hears_that_there_is_none(visit, given):
    answer = ask(visit(make_user()), f"thread={make_thread(**given).id}&after=0")

    assert answer.status_code == 404
    assert "does not exist" in answer.json["detail"]


def test_a_name_is_worth_nothing_once_the_thread_is_hidden(visit):
    thread, guest = make_thread(), visit()
    name = ask(guest, f"thread={thread.id}&after=1").headers["ETag"]

    hide_thread(thread, "Spam.", by=make_moderator())

    assert ask(guest, f"thread={thread.id}&after=1", If_None_Match=name).status_code == 404


@pytest.mark.usefixtures("app")
def test_replies_are_counted_as_the_rules_let_them_be_read():
    thread, author, moderator = make_thread(), make_user(), make_moderator()
    for state in ("public", "held", "hidden", "purged"):
        make_post(thread=thread, author=author, state=state)
        make_post(thread=thread, author=author, state=state, staff_only=True)
    posts = db.session.query(Post).filter(Post.thread_id == thread.id, Post.number > 1).all()

    for person in (author, moderator, make_user()):
        expected = [post.number for post in posts if see_post(person, thread, post)]
        found = replies_after(get_head(thread.id, person), 1, person)
        assert (found.count, found.first) == (len(expected), min(expected))


def test_a_hidden_reply_is_no_news(visit):
    thread, guest = make_thread(), visit()
    post = make_post(thread=thread)

    hide_post(post, "Spam.", by=make_moderator())

    assert ask(guest, f"thread={thread.id}&after=1").json["thread"]["count"] == 0


def test_nothing_new_costs_a_guest_one_statement_and_a_member_three(visit):
    thread, member = make_thread(), make_user()
    query = f"thread={thread.id}&after=1&list=latest&top={top_of(thread)}"

    for browser, most in ((visit(), 1), (visit(member), 3)):
        first = ask(browser, query)
        with counted() as statements:
            second = ask(browser, query, If_None_Match=first.headers["ETag"])

        assert first.headers["Cache-Control"] == "private, no-cache"
        assert (second.status_code, second.data) == (304, b"")
        assert len(statements) <= most, statements


def test_another_count_on_the_bell_is_another_answer(visit):
    post, member = make_post(thread=make_thread()), make_user()
    browser = visit(member)
    name = ask(browser, "").headers["ETag"]

    told(member, post)

    assert ask(browser, "", If_None_Match=name).json == {"unread": 1}


def test_the_name_of_one_persons_answer_is_not_anothers(visit):
    names = {ask(visit(user), "").headers["ETag"] for user in (None, make_user(), make_user())}

    assert len(names) == 3


@pytest.mark.parametrize(
    "query, status, sentence",
    [
        ("thread=x", 422, "no number of a thread"),
        (f"thread={'9' * 5000}", 422, "no number of a thread"),
        ("thread=-1", 422, "no number of a thread"),
        ("thread=0", 404, "does not exist"),
        (f"thread={2**63 - 1}", 404, "does not exist"),
        ("thread=1&after=%00", 422, "no number of a post"),
        ("list=everything", 422, "no such list"),
        ("list=%00", 422, "no such list"),
        ("list=latest&category=%00", 404, "does not exist"),
        ("list=latest&tag=%00", 404, "no such tag"),
        ("list=latest&top=!", 422, "does not exist"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(visit, query, status, sentence):
    answer = ask(visit(), query)

    assert answer.status_code == status
    assert sentence in answer.json["detail"]


def test_it_may_be_asked_often_and_not_without_end(visit, monkeypatch):
    monkeypatch.setattr(limits, "LIVE", "2/minute")
    guest = visit()

    answers = [ask(guest, "").status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert ask(visit(make_user()), "").status_code == 200


def test_a_page_knows_where_it_stands(visit):
    post = make_post(thread=make_thread(created_at=now() - timedelta(minutes=3)))

    thread, home = visit().get(post.thread.path).text, visit().get("/").text

    assert f'data-live-thread="{post.thread_id}" data-after="2"' in thread
    assert f'data-live-list="list=latest&amp;top={top_of(post.thread)}"' in home
