from html import unescape
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from forum.core import stamps
from forum.core.db import db, transaction
from forum.core.errors import NotFound
from forum.http.site import category as category_of
from forum.http.site import site
from forum.notifications.models import Notification
from forum.threads.actions.hiding import hide_thread, purge_post
from forum.threads.actions.reading import mark_read
from forum.threads.models import Post, ReadingPosition
from tests.make import (
    make_administrator,
    make_category,
    make_moderator,
    make_post,
    make_thread,
    make_user,
)


def test_a_guest_reads_a_thread(visit):
    thread = make_thread(title="转账没到账怎么办")
    make_post(thread=thread, body="Wait a little.")

    page = visit().get(thread.path)

    assert page.status_code == 200
    assert "Wait a little." in page.text
    assert "Set-Cookie" not in page.headers


def test_an_unchanged_page_is_304(visit):
    thread, guest = make_thread(), visit()
    name = guest.get(thread.path).headers["ETag"]

    again = guest.get(thread.path, headers={"If-None-Match": name})

    assert again.status_code == 304


def test_a_reply_makes_another_page(visit):
    thread, guest = make_thread(), visit()
    name = guest.get(thread.path).headers["ETag"]

    answer = visit(make_user()).post(f"/t/{thread.id}/reply", data={"body": "Try **again**."})

    assert answer.status_code == 303
    assert guest.get(thread.path, headers={"If-None-Match": name}).status_code == 200


def test_the_list_shows_the_thread(visit):
    thread = make_thread(title="Where are my coins?")

    page = visit().get("/")

    assert "Where are my coins?" in page.text
    assert thread.path in page.text


def test_the_asker_accepts_and_undoes_on_the_page(visit):
    post = make_post(thread=make_thread())
    asker = visit(post.thread.author)

    asker.post(f"/posts/{post.id}/acceptance")

    assert "accepted" in asker.get(post.thread.path).text
    assert asker.post(f"/t/{post.thread_id}/acceptance/undo").status_code == 303


def test_a_missing_thread_is_404(visit):
    assert visit().get("/t/999999/x").status_code == 404
    assert visit().get("/t/99999999999999999999/x").status_code == 404


def opening_of(thread):
    return db.session.scalars(select(Post).filter_by(thread_id=thread.id, number=1)).one()


def test_a_wrong_address_leads_to_the_right_one_and_keeps_the_page(visit):
    thread, guest = make_thread(title="转账没到账怎么办"), visit()

    for path in (f"/t/{thread.id}", f"/t/{thread.id}/x", f"/t/{thread.id}/x?page=1"):
        answer = guest.get(path)
        assert (answer.status_code, unquote(answer.location)) == (301, thread.path)
    assert unquote(guest.get(f"/t/{thread.id}/x?page=7").location) == f"{thread.path}?page=7"


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "99999999999999", "１", "1e3"])
def test_a_page_that_is_not_there_is_404(visit, page):
    assert visit().get(f"{make_thread().path}?page={page}").status_code == 404


def long_thread(posts=45):
    thread = make_thread()
    with transaction():
        for n in range(2, posts + 1):
            make_post(thread=thread, body=f"This is number {n}.")
    return thread


def test_posts_stand_on_their_page(visit):
    thread, guest = long_thread(), visit()
    pages = [guest.get(f"{thread.path}?page={n}").text for n in (1, 2, 3)]

    for number in range(2, 46):
        held = [n for n, page in enumerate(pages, 1) if f"This is number {number}." in page]
        assert held == [(number - 1) // 20 + 1]


def test_a_post_is_found_by_its_own_address(visit):
    thread, guest = long_thread(), visit()
    posts = {p.number: p for p in db.session.scalars(select(Post).filter_by(thread_id=thread.id))}

    assert guest.get(f"/p/{posts[20].id}").location == f"{thread.path}#post-20"
    assert guest.get(f"/p/{posts[21].id}").location == f"{thread.path}?page=2#post-21"
    assert guest.get("/p/99999").status_code == 404


def test_search_engines_are_told_which_page_is_which(visit):
    thread = long_thread()
    site = f"http://127.0.0.1:8000{thread.path}"

    page = visit().get(f"{thread.path}?page=2").text

    assert f'<link rel="canonical" href="{site}?page=2">' in page
    assert f'<link rel="prev" href="{thread.path}">' in page
    assert f'<link rel="next" href="{thread.path}?page=3">' in page


def test_an_empty_page_of_purged_posts_leads_to_the_next(visit):
    thread, administrator = long_thread(), make_administrator()
    gone = select(Post).where(Post.thread_id == thread.id, Post.number.between(21, 40))
    for post in db.session.scalars(gone).all():
        purge_post(post, "Spam.", by=administrator)

    assert visit().get(f"{thread.path}?page=2").location == f"{thread.path}?page=3"


def test_a_hidden_thread_is_404_for_others_and_a_purged_one_410(visit):
    thread = make_thread()
    hide_thread(thread, "Scam.", by=make_moderator())

    assert visit().get(thread.path).status_code == 404
    assert visit(make_user()).get(thread.path).status_code == 404
    assert visit(thread.author).get(thread.path).status_code == 200
    assert visit(make_moderator()).get(thread.path).status_code == 200
    with transaction():
        thread.state = "purged"
    assert visit().get(thread.path).status_code == 410


def test_a_reply_knows_its_post_without_scripts(visit):
    thread = make_thread()
    answered, reader = make_post(thread=thread), visit(make_user())
    page = reader.get(f"{thread.path}?page=1&reply_to={answered.id}").text
    assert "Replying to #2" in page
    assert f'name="reply_to" value="{answered.id}"' in page

    reader.post(f"/t/{thread.id}/reply", data={"body": "Thanks.", "reply_to": answered.id})

    assert "reply to #2" in visit().get(thread.path).text


def test_a_quote_is_filled_in_without_scripts(visit):
    thread = make_thread()
    post = make_post(thread=thread, body="First line.\n\nSecond <b>line</b>.")

    page = visit(make_user()).get(f"{thread.path}?quote={post.id}").text

    quote = f"> @{post.author.handle} [#2](/p/{post.id})\n>\n> First line.\n>\n> Second &lt;b&gt;"
    assert unescape(quote) in unescape(page)


@pytest.mark.parametrize("asked", ["quote=99999", "quote=x", "reply_to=0", "quote=-1"])
def test_a_quote_of_nothing_is_an_empty_form(visit, asked):
    assert visit(make_user()).get(f"{make_thread().path}?{asked}").status_code == 200


@pytest.mark.parametrize("typed, status", [
    ({"body": ""}, 422), ({"body": "x" * 32_001}, 422), ({"body": "ok", "reply_to": "x"}, 422),
    ({"body": "ok", "reply_to": "99999"}, 404), ({"body": "ok", "reply_to": "9" * 30}, 422),
    ({}, 422),
])
def test_a_refused_reply_gives_back_what_was_typed(visit, typed, status):
    thread = make_thread()

    page = visit(make_user()).post(f"/t/{thread.id}/reply", data=typed)

    assert page.status_code == status
    assert typed.get("body", "")[:100] in page.text
    assert thread.reply_count == 0


def test_a_reply_is_previewed_without_scripts(visit):
    thread = make_thread()

    page = visit(make_user()).post(f"/t/{thread.id}/reply", data={"body": "**b**", "preview": "1"})

    assert "<strong>b</strong>" in page.text
    assert thread.reply_count == 0


def test_sending_a_reply_twice_leads_to_the_same_post(visit):
    thread, reader = make_thread(), visit(make_user())

    first, again = (reader.post(f"/t/{thread.id}/reply", data={"body": "谢谢"}) for _ in range(2))

    assert first.location == again.location == f"{thread.path}#post-2"


def position(user, thread):
    where = select(ReadingPosition.number).filter_by(user_id=user.id, thread_id=thread.id)
    return db.session.scalar(where)


def test_without_scripts_a_page_that_was_sent_is_read(visit):
    thread, user = long_thread(25), make_user()
    reader = visit(user)

    reader.get(thread.path).close()
    assert position(user, thread) == 20
    reader.get(f"{thread.path}?page=2").close()
    assert position(user, thread) == 25
    reader.get(thread.path).close()
    assert position(user, thread) == 25


def test_with_scripts_the_browser_says_how_far(visit):
    thread, user = long_thread(25), make_user()
    reader = visit(user)
    reader.set_cookie("scripts", "1", domain="127.0.0.1")

    reader.get(thread.path).close()
    assert position(user, thread) is None
    assert reader.post(f"/t/{thread.id}/read", data={"number": "7"}).status_code == 204
    assert position(user, thread) == 7
    page = reader.get(f"{thread.path}").text
    assert "New since you were here" in page


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "１"])
def test_a_position_that_is_no_number_is_refused(visit, number):
    path = f"/t/{make_thread().id}/read"

    assert visit(make_user()).post(path, data={"number": number}).status_code == 422


@pytest.mark.parametrize("seconds", ["", "x", "-1", "1.5", "9" * 30])
def test_seconds_that_are_no_number_are_refused(visit, seconds):
    sent = {"number": "1", "seconds": seconds}

    assert visit(make_user()).post(f"/t/{make_thread().id}/read", data=sent).status_code == 422


def test_seconds_come_with_the_position(visit):
    thread, user = make_thread(), make_user()

    visit(user).post(f"/t/{thread.id}/read", data={"number": "1", "seconds": "40"})

    assert db.session.scalar(select(ReadingPosition.seconds).filter_by(user_id=user.id)) == 40


def test_opening_a_thread_again_reads_what_was_told_of_it(visit):
    post, other = make_post(thread=make_thread()), make_post(thread=make_thread())
    user = make_user()
    mark_read(post.thread, 2, by=user)
    with transaction() as session:
        for one in (post, other):
            told = {"thread_id": one.thread_id, "post_id": one.id, "event": f"answer/{one.id}"}
            session.add(Notification(user_id=user.id, kind="solved", **told))

    visit(user).get(post.thread.path).close()

    unread = select(Notification.post_id).filter_by(user_id=user.id, read_at=None)
    assert db.session.scalars(unread).all() == [other.id]


def test_a_guest_has_no_position(visit):
    assert visit().post(f"/t/{make_thread().id}/read", data={"number": "1"}).status_code == 401


def test_a_page_further_on_leads_to_the_first_new_post(visit):
    thread, user = long_thread(25), make_user()
    mark_read(thread, 22, by=user)

    page = visit(user).get(thread.path).text

    assert f'href="{thread.path}?page=2#post-23"' in page


def test_a_category_that_is_younger_than_the_page_is_looked_for_once_more(app):
    with app.test_request_context():
        known = {category.id for category in site().categories}
        with transaction() as session:
            young = make_category()
            stamps.touch(session, stamps.SITE)

        assert young.id not in known
        assert category_of(young.id).slug == young.slug
        with pytest.raises(NotFound):
            category_of(young.id + 1000)
