from datetime import timedelta

import pytest

from forum.core.clock import now
from forum.core.db import transaction
from forum.http.cursors import encode
from forum.threads.actions.answers import accept_answer, close_thread
from forum.threads.actions.hiding import hide_thread
from forum.threads.actions.moderating import move_thread
from forum.threads.actions.posting import reply, start_thread
from forum.threads.actions.reading import mark_read
from forum.threads.actions.tagging import merge_tag
from forum.threads.queries.lists import Key
from tests.make import make_category, make_moderator, make_post, make_thread, make_user


def titles(page, threads):
    return [thread.title for thread in threads if f">{thread.title}</a>" in page.text]


def some(count, category=None, **given):
    category, at = category or make_category(), now() - timedelta(days=2)
    with transaction():
        return [
            make_thread(category=category, title=f"Title <{n:03}>", **given,
                        created_at=at + timedelta(minutes=n)) for n in range(count)
        ]


def walk(browser, path):
    """The paths of all threads, page by page."""
    seen = []
    while path:
        page = browser.get(path).text
        rows = page.split('<ul role="list" class="threads">')[1].split("</ul>")[0]
        seen += [part.split('"')[1] for part in rows.split("<h2")[1:]]
        path = None
        if 'rel="next"' in page:
            path = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    return seen


def test_every_thread_is_shown_exactly_once(visit):
    threads = some(45)

    seen = walk(visit(), "/")

    assert seen == [f"/t/{thread.id}/title-{n:03}" for n, thread in reversed([*enumerate(threads)])]


def test_a_thread_that_moves_up_meanwhile_hides_no_other(visit):
    threads, guest = some(25), visit()
    page = guest.get("/").text
    older = page.split('rel="next" href="')[1].split('"')[0]

    reply(threads[3], "Any news?", by=make_user())

    rest = guest.get(older).text
    assert [n for n in range(5) if f"/t/{threads[n].id}/" in rest] == [0, 1, 2, 4]


def test_threads_of_the_same_moment_are_all_shown(visit):
    category, at = make_category(), now() - timedelta(days=1)
    with transaction():
        for _ in range(41):
            make_thread(category=category, created_at=at)

    assert len(set(walk(visit(), category.path))) == 41


def test_lists_hold_what_they_say(visit):
    new, replied, solved, closed = some(4)
    make_post(thread=replied)
    accept_answer(make_post(thread=solved), by=solved.author)
    close_thread(closed, by=closed.author)
    talk = make_thread(category=make_category(kind="discussions"), title="Just talking here")
    guest = visit()

    def shown(path):
        page = guest.get(path).text
        return [t for t in (new, replied, solved, closed, talk) if f'href="{t.path}"' in page]

    assert shown("/") == [new, replied, solved, closed, talk]
    assert shown("/unanswered") == [new]
    assert shown("/unsolved") == [new, replied]
    assert shown("/solved") == [solved]
    assert shown(f"{new.category.path}?list=solved") == [solved]


def test_a_category_shows_those_inside_it(visit):
    outer = make_category()
    inner = make_category(parent_id=outer.id)
    thread = make_thread(category=inner)

    assert thread.path in visit().get(outer.path).text
    assert thread.path in visit().get(inner.path).text


def test_what_one_may_not_see_is_in_no_list(visit):
    secret = make_thread(category=make_category(may_see="staff"), title="Only among us")
    hidden = make_thread(title="This was a scam")
    hide_thread(hidden, "Scam.", by=make_moderator())
    make_thread(staff_only=True, title="Staff talk here")
    make_thread(audience="participants", title="A case of somebody")

    for path in ("/", "/unanswered", "/unsolved", hidden.category.path):
        page = visit(make_user()).get(path).text
        for title in ("Only among us", "This was a scam", "Staff talk", "A case of"):
            assert title not in page
    assert visit().get(secret.category.path).status_code == 404
    assert secret.path in visit(make_moderator()).get("/").text


def test_an_asker_who_is_somebody_stays_so(visit):
    category = make_category(hides_askers=True)
    asker = make_user(display_name="Ana Real")
    start_thread(category, "Somebody threatens me", "Help.", by=asker)

    assert "Ana Real" not in visit().get("/").text
    assert "Ana Real" not in visit(make_user()).get(category.path).text
    assert "Ana Real" in visit(make_moderator()).get("/").text


def test_unread_posts_are_counted_and_lead_to_the_first(visit):
    thread, reader = make_thread(), make_user()
    mark_read(thread, 1, by=reader)
    with transaction():
        make_post(thread=thread), make_post(thread=thread)

    page = visit(reader).get("/").text

    assert '<li class="unread">' in page
    assert f'href="{thread.path}#post-2">2 new' in page
    assert "#post-2" not in visit(make_user()).get("/").text


@pytest.mark.parametrize("mark", ["x", "%F0%9F%98%80", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OS4x", "MS4w"])
def test_a_mark_that_nobody_made_is_refused(visit, mark):
    assert visit().get(f"/?after={mark}").status_code == 422


def test_lists_that_do_not_exist_are_404(visit):
    category = make_category()

    assert visit().get(f"{category.path}?list=best").status_code == 404
    assert visit().get("/c/nowhere").status_code == 404
    assert visit().get("/tag/nothing").status_code == 404


def test_a_tag_has_a_page_and_synonyms_lead_there(visit):
    by = make_user()
    thread = start_thread(make_category(), "Where are my coins?", "Help.", ["手续费"], by=by)
    merge_tag("fees", "手续费", by=make_moderator())
    guest = visit()

    assert thread.path in guest.get("/tag/手续费").text
    moved = guest.get("/tag/fees")
    assert (moved.status_code, moved.location) == (301, "/tag/%E6%89%8B%E7%BB%AD%E8%B4%B9")
    assert "手续费" in guest.get("/tags").text


def test_tags_of_hidden_threads_are_not_shown(visit):
    thread = start_thread(make_category(), "Where are my coins?", "Help.", ["rare"], by=make_user())
    hide_thread(thread, "Scam.", by=make_moderator())

    assert "rare" not in visit().get("/tags").text
    last = encode(Key(now(), thread.id))
    for tag in ("rare", "RARE", "unheard-of"):
        for query in ("", f"?after={last}"):
            page = visit().get(f"/tag/{tag}{query}")
            assert page.status_code == 404
            assert "There is no such tag." in page.text


def test_older_pages_are_not_for_search_engines(visit):
    some(21)
    guest = visit()
    first = guest.get("/").text
    older = first.split('rel="next" href="')[1].split('"')[0]

    assert '<link rel="canonical" href="http://127.0.0.1:8000/">' in first
    assert "noindex" in guest.get(older).text


def test_moving_a_thread_makes_both_lists_new(visit):
    thread, other, guest = make_thread(), make_category(), visit()
    pages = {path: guest.get(path).headers["ETag"] for path in (thread.category.path, other.path)}

    move_thread(thread, other, by=make_moderator())

    for path, name in pages.items():
        assert guest.get(path, headers={"If-None-Match": name}).status_code == 200
