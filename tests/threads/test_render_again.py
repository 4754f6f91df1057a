"""Posts rendered again, after the renderer has changed."""

import pytest
from sqlalchemy import update

from forum.core.db import db, transaction
from forum.core.markup import RENDERER
from forum.threads.actions.posting import reply
from forum.threads.actions.rendering import count_stale, render_again
from forum.threads.models import Post, Thread
from forum.threads.queries.finding import get_opening
from tests.make import make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def again(everything=False):
    return render_again(everything, lambda amount: None)


@transaction()
def spoil(post, **columns):
    db.session.execute(update(Post).where(Post.id == post.id).values(**columns))


def test_what_an_older_renderer_made_is_made_again():
    thread = make_thread(body="Where is *it*?")

    told = again()

    opening = get_opening(db.session.get(Thread, thread.id))
    assert (told.posts, told.changed) == (1, 1)
    assert (opening.html, opening.renderer) == ("<p>Where is <em>it</em>?</p>", RENDERER)
    assert opening.thread.excerpt == "Where is it?"


def test_what_this_renderer_made_is_left_alone():
    thread = make_thread()
    again()
    spoil(get_opening(thread), html="<p>kept</p>")

    told = again()

    assert told.posts == 0
    assert get_opening(thread).html == "<p>kept</p>"


def test_everything_can_be_made_again():
    thread = make_thread(body="Where?")
    again()
    spoil(get_opening(thread), html="<p>spoilt</p>")

    told = again(everything=True)

    assert told.changed == 1
    assert get_opening(thread).html == "<p>Where?</p>"


def test_it_counts_what_is_to_do():
    thread = make_thread()
    make_post(thread=thread)

    assert count_stale(everything=False) == 2
    again()
    assert count_stale(everything=False) == 0
    assert count_stale(everything=True) == 2


def test_a_long_thread_is_done_in_parts(monkeypatch):
    monkeypatch.setattr("forum.threads.actions.rendering._BATCH", 2)
    thread = make_thread()
    for _ in range(4):
        make_post(thread=thread)

    assert again().posts == 5
    assert again(everything=True).posts == 5


def test_people_who_are_named_stay_linked():
    friend, thread = make_user(handle="小明"), make_thread()
    post = reply(thread, "Thanks, @小明!", by=make_user())
    spoil(post, html="", renderer=0)

    again()

    assert f'href="{friend.path}"' in db.session.get(Post, post.id).html


def test_whom_an_imported_post_names_is_nobody_here():
    make_user(handle="小明")
    post = make_post(thread=make_thread(), body="Thanks, @小明!", origin="elsewhere", origin_id=1)

    again()

    assert db.session.get(Post, post.id).html == "<p>Thanks, @小明!</p>"


def test_a_purged_post_stays_empty():
    post = make_post(thread=make_thread(), state="purged", body="", html="")

    again(everything=True)

    assert db.session.get(Post, post.id).html == ""
