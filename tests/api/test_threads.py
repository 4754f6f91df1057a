"""Threads and posts, as programs read and write them."""

import pytest
from sqlalchemy import event

from forum.core.db import db
from forum.threads.actions.posting import start_thread
from tests.make import make_category, make_moderator, make_post, make_thread, make_user


def test_a_thread_has_the_published_fields(program):
    thread = make_thread(title="Where are my coins?", tags=["transfer"])

    answer = program().get(f"/threads/{thread.id}")

    assert answer.status_code == 200
    assert answer.json == answer.json | {
        "id": thread.id,
        "title": "Where are my coins?",
        "slug": "where-are-my-coins",
        "url": f"http://127.0.0.1:8000/t/{thread.id}/where-are-my-coins",
        "kind": "question",
        "state": "open",
        "category": thread.category.slug,
        "tags": ["transfer"],
        "reply_count": 0,
        "accepted_post_id": None,
        "locked": False,
        "pinned": False,
    }
    assert answer.json["author"]["handle"] == thread.author.handle
    assert answer.json["created_at"].endswith("Z")


def test_a_discussion_is_open(program):
    thread = make_thread(category=make_category(kind="discussions"))

    answer = program().get(f"/threads/{thread.id}").json

    assert (answer["kind"], answer["state"]) == ("discussion", "open")


def test_a_list_is_walked_by_cursor_and_by_link(program):
    category = make_category()
    ids = [make_thread(category=category).id for _n in range(5)]
    guest, seen, cursor = program(), [], ""

    while cursor is not None:
        page = guest.get(f"/threads?category={category.slug}&limit=2&cursor={cursor}")
        seen += [thread["id"] for thread in page.json["items"]]
        cursor = page.json["next"]
        assert ("Link" in page.headers) == (cursor is not None)

    assert seen == ids[::-1]


def test_a_post_answers_another(program):
    thread = make_thread()
    helper = program(make_user(), "write")
    opening = helper.get(f"/threads/{thread.id}/posts").json["items"][0]

    answer = helper.post(f"/threads/{thread.id}/posts", {"body": "Yes.", "reply_to": opening["id"]})

    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"/api/v1/posts/{answer.json['id']}")
    assert (answer.json["number"], answer.json["reply_to"]) == (2, opening["id"])
    assert (answer.json["body"], answer.json["html"].strip()) == ("Yes.", "<p>Yes.</p>")


def test_of_a_hidden_post_others_get_a_stub(program):
    post = make_post(thread=make_thread(), body="Call me.")
    moderator = program(make_moderator(), "moderate")

    moderator.delete(f"/posts/{post.id}?reason=spam")

    stub = program().get(f"/posts/{post.id}").json
    assert (stub["state"], stub["body"], stub["html"], stub["author"]) == ("hidden",) + (None,) * 3
    assert stub["hidden_reason"] == "spam"
    assert moderator.get(f"/posts/{post.id}").json["body"] == "Call me."


def test_a_change_of_two_things_happens_whole_or_not_at_all(program):
    thread = make_thread(title="Where are my coins?")
    moderator = program(make_moderator(), "moderate")

    answer = moderator.patch(
        f"/threads/{thread.id}", {"title": "A much better title", "tags": ["no blanks!"]}
    )

    assert answer.status_code == 422
    assert moderator.get(f"/threads/{thread.id}").json["title"] == "Where are my coins?"


def test_a_list_page_that_a_guest_has_is_304(program):
    make_thread()
    guest = program()
    name = guest.get("/threads").headers["ETag"]

    again = guest.get("/threads", headers={"If-None-Match": name})

    assert (again.status_code, again.data) == (304, b"")


def test_an_answer_that_a_program_has_is_304(program):
    thread = make_thread()
    reader = program(make_user(), "read")
    name = reader.get(f"/threads/{thread.id}").headers["ETag"]

    again = reader.get(f"/threads/{thread.id}", headers={"If-None-Match": name})

    assert again.status_code == 304


def test_what_somebody_started_is_listed(program):
    author = make_user()
    mine = make_thread(author=author)
    make_thread()

    items = program().get(f"/users/{author.handle}/threads").json["items"]

    assert [thread["id"] for thread in items] == [mine.id]


@pytest.mark.parametrize(
    ("path", "as_guest", "signed_in"),
    [("/threads", 3, 5), ("/threads/{}", 4, 6), ("/threads/{}/posts", 4, 6)],
)
def test_few_queries_answer(program, path, as_guest, signed_in):
    thread = make_thread()
    for _n in range(12):
        make_post(thread=make_thread(category=thread.category))
        make_post(thread=thread)
    path = path.format(thread.id)

    guest, reader = program(), program(make_user())
    name = {"If-None-Match": guest.get(path).headers["ETag"]}

    assert len(_statements(lambda: guest.get(path))) <= as_guest
    assert len(_statements(lambda: reader.get(path))) <= signed_in
    assert len(_statements(lambda: guest.get(path, headers=name))) <= 1


def _statements(act):
    seen = []

    def note(connection, cursor, statement, *rest):
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return seen


def test_a_tag_of_hidden_threads_only_is_none(program):
    among_us = make_category(may_see="staff", may_start="staff")
    start_thread(among_us, "Only among us", "Help.", ["rare"], by=make_moderator())

    hidden, unheard = (program().get(f"/threads?tag={tag}") for tag in ("rare", "unheard-of"))

    assert hidden.status_code == 404
    assert hidden.json == unheard.json
    assert program(make_moderator()).get("/threads?tag=rare").status_code == 200
