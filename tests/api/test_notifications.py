"""What programs are told, and how they say that it was read."""

import re

import pytest
from sqlalchemy import delete, select

from forum.core.db import db
from forum.http import site
from forum.notifications.models import Notification
from forum.threads.models import Post
from tests.api.test_threads import _statements
from tests.make import make_category, make_notification, make_post, make_thread, make_user


@pytest.fixture
def user():
    return make_user(handle="alba")


@pytest.fixture
def mine(program, user):
    """Their program; that its token was made is forgotten."""
    made = program(user, "write")
    db.session.execute(delete(Notification))
    db.session.commit()
    return made


@pytest.fixture
def thread(user):
    return make_thread(author=user, title="Where is my code?")


def told(thread, user, count=1, **given):
    """Replies to them, each with its notification."""
    author = given.pop("author", None) or make_user(display_name="Bea")
    posts = [make_post(thread=thread, author=author) for _n in range(count)]
    return [make_notification(user, post=post, **given) for post in posts]


def ids(answer):
    return [item["id"] for item in answer.json["items"]]


def test_a_reply_is_told(mine, user, thread):
    (notice,) = told(thread, user)

    answer = mine.get("/notifications")

    (item,) = answer.json["items"]
    assert set(item) == {
        "id", "kind", "count", "thread_id", "post_id", "text", "url", "created_at", "read_at",
    }
    assert (item["id"], item["kind"], item["count"]) == (notice.id, "reply", 1)
    assert (item["thread_id"], item["post_id"]) == (thread.id, notice.post_id)
    assert item["text"] == "Bea replied to you in “Where is my code?”"
    assert item["url"] == f"http://127.0.0.1:8000/t/{thread.id}/where-is-my-code#post-2"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["created_at"])
    assert item["read_at"] is None


def test_a_sentence_is_in_the_language_of_the_request(mine, user):
    make_notification(user)

    english = mine.get("/notifications").json["items"]
    chinese = mine.get("/notifications", headers={"Accept-Language": "zh-Hans"}).json["items"]

    assert english[0]["text"] == "Your password was changed"
    assert chinese[0]["text"] == "你的密码已更改"


def test_what_is_alike_is_one_item_that_leads_to_the_first(mine, user, thread):
    last = told(thread, user, 3)[-1]
    told(make_thread(), user)

    other, item = mine.get("/notifications").json["items"]

    assert (item["id"], item["count"]) == (last.id, 3)
    assert item["url"].endswith("#post-2")
    assert item["text"] == "3 replies in “Where is my code?”"
    assert other["count"] == 1


def test_a_list_goes_on_and_meets_everything_once(mine, user):
    notices = [make_notification(user) for _n in range(5)]

    pages, cursor = [], ""
    while cursor is not None:
        answer = mine.get(f"/notifications?limit=2&cursor={cursor}")
        pages.append(ids(answer))
        cursor = answer.json["next"]

    newest_first = [notice.id for notice in reversed(notices)]
    assert pages == [newest_first[:2], newest_first[2:4], newest_first[4:]]


def test_a_link_leads_on_among_the_unread(mine, user):
    for _n in range(2):
        make_notification(user)

    link = mine.get("/notifications?unread=true&limit=1").headers["Link"]

    path = re.search(r"<http://127.0.0.1:8000/api/v1(/[^>]+)>", link)[1]
    assert "unread=true" in path
    assert len(ids(mine.get(path))) == 1


def test_reading_some_leaves_the_others(mine, user, thread):
    of_thread = told(thread, user, 2)
    account = make_notification(user)

    answer = mine.post("/notifications/read", {"ids": [of_thread[1].id]})
    unread = mine.get("/notifications?unread=true")
    everything = mine.get("/notifications?unread=false").json["items"]

    assert (answer.status_code, answer.json) == (200, {"read": 2})
    assert ids(unread) == [account.id]
    assert [item["read_at"] is None for item in everything] == [True, False]


@pytest.mark.parametrize("sent", [None, {}, {"ids": None}])
def test_without_ids_it_is_all(mine, user, sent):
    make_notification(user)

    answer = mine.post("/notifications/read", sent)

    assert answer.json == {"read": 1}
    assert mine.get("/notifications/unread-count").json == {"unread": 0}


def test_reading_nothing_reads_nothing(mine, user):
    make_notification(user)

    assert mine.post("/notifications/read", {"ids": []}).json == {"read": 0}


def test_what_others_were_told_stays_unread(mine, user):
    others = make_notification(make_user())

    answer = mine.post("/notifications/read", {"ids": [others.id]})

    assert answer.json == {"read": 0}
    assert db.session.scalar(select(Notification.read_at)) is None


def test_a_key_is_answered_with_the_first_count(mine, user):
    make_notification(user)
    key = {"Idempotency-Key": "once"}
    first = mine.post("/notifications/read", {}, headers=key)
    later = make_notification(user)

    again = mine.post("/notifications/read", {}, headers=key)

    assert (first.json, again.json) == ({"read": 1}, {"read": 1})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert ids(mine.get("/notifications?unread=true")) == [later.id]


def test_the_unread_are_counted_and_a_count_that_stands_is_304(mine, user, thread):
    told(thread, user, 3)

    first = mine.get("/notifications/unread-count")
    name = {"If-None-Match": first.headers["ETag"]}
    same = mine.get("/notifications/unread-count", headers=name)
    make_notification(user)
    more = mine.get("/notifications/unread-count", headers=name)

    assert first.json == {"unread": 3}
    assert (same.status_code, same.data) == (304, b"")
    assert (more.status_code, more.json) == (200, {"unread": 4})


def test_nobody_counts_past_a_hundred(mine, user, thread):
    for _n in range(101):
        make_notification(user)

    assert mine.get("/notifications/unread-count").json == {"unread": 100}


@pytest.mark.parametrize("change", ["thread", "post", "category"])
def test_what_one_may_no_longer_see_is_neither_told_nor_counted(mine, user, change):
    category = make_category()
    thread = make_thread(category=category)
    (notice,) = told(thread, user)
    assert len(ids(mine.get("/notifications"))) == 1

    if change == "thread":
        thread.state = "hidden"
    elif change == "category":
        category.may_see = "staff"
    else:
        db.session.get(Post, notice.post_id).state = "hidden"
    db.session.commit()
    site.forget()

    assert ids(mine.get("/notifications")) == []
    assert mine.get("/notifications/unread-count").json == {"unread": 0}


def test_a_list_takes_as_many_queries_however_long_it_is(mine, user):

    def asked():
        return len(_statements(lambda: mine.get("/notifications")))

    told(make_thread(), user)
    asked()
    few = asked()
    for _n in range(10):
        told(make_thread(), user)

    assert asked() == few <= 4
