import pytest

from forum.announcements.actions.updates import change_maintenance, post_update
from forum.core import markup
from forum.core.db import db
from forum.threads.actions.hiding import purge_post
from forum.threads.models import Post
from tests.make import (
    make_administrator,
    make_announcement,
    make_maintenance,
    make_official,
    make_thread,
    make_user,
)

KEY = {"Idempotency-Key": "k1"}


def test_a_repeated_request_finds_what_was_purged_since_gone(program):
    thread, admin = make_thread(), make_administrator()
    mine = program(make_user(), "read", "write")
    made = mine.post(f"/threads/{thread.id}/posts", {"body": "Hello"}, headers=KEY)

    purge_post(db.session.get(Post, made.json["id"]), "A phone number.", by=admin)
    again = mine.post(f"/threads/{thread.id}/posts", {"body": "Hello"}, headers=KEY)

    assert made.status_code == 201
    assert again.status_code in (404, 410)
    assert thread.last_number == 2


@pytest.fixture
def rendered(monkeypatch):
    """Whether something was locked, each time that Markdown was rendered."""
    locked, render = [], markup.render

    def spy(*args, **given):
        locked.append(bool(db.session().info.get("in_action")))
        return render(*args, **given)

    monkeypatch.setattr(markup, "render", spy)
    return locked


def test_nothing_is_rendered_while_something_is_locked(program, rendered):
    announcement, thread = make_announcement(), make_thread()
    planned = make_maintenance().thread
    change_maintenance(planned, note="A word on it.", by=make_official())
    post_update(announcement.thread, "Some news.", by=make_official())
    answer = program(make_user(), "write").post(
        f"/threads/{thread.id}/posts", {"body": "Hello"}, headers=KEY
    )

    assert answer.status_code == 201
    assert rendered == [False] * 5
