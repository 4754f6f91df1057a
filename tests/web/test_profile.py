from datetime import timedelta
from urllib.parse import quote

import pytest

from forum.accounts.actions.preferences import edit_profile
from forum.core.clock import now
from forum.core.db import db
from forum.threads.actions.answers import accept_answer
from forum.threads.actions.hiding import hide_post
from tests.make import (
    make_administrator,
    make_category,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
)


def numbers(page):
    return [int(part.split("<")[0]) for part in page.text.split('<b class="num">')[1:4]]


@pytest.mark.parametrize("handle", ["中文名", "老许", "café", "Ольга", "a.b-c_d"])
def test_handles_of_any_script_are_addresses(visit, handle):
    make_user(handle=handle, display_name="Somebody nice")

    for address in (f"/u/{handle}", f"/u/{quote(handle)}"):
        page = visit().get(address)
        assert page.status_code == 200
        assert "Somebody nice" in page.text
        assert f"@{handle}" in page.text


@pytest.mark.parametrize("spelling", ["LIN_XIA", "ｌｉｎ_ｘｉａ", "linxia", "1in-xia", "lіn_xia"])
def test_another_spelling_leads_to_the_handle_for_ever(visit, spelling):
    make_user(handle="lin_xia")

    for tab in ("", "/replies"):
        answer = visit().get(f"/u/{quote(spelling)}{tab}")
        assert (answer.status_code, answer.location) == (301, f"/u/lin_xia{tab}")


def test_the_way_to_a_chinese_handle_is_a_valid_header(visit):
    make_user(handle="中_文")

    assert visit().get("/u/中文").location == f"/u/{quote('中_文')}"


@pytest.mark.parametrize(
    "address",
    ["/u/nobody", "/u/%ED%A0%80", "/u/%00", "/u/%FF", "/u/%0a", "/u/..", "/u/😀",
     "/u/" + "x" * 5000],
)  # fmt: skip
def test_nobody_is_404(visit, address):
    assert visit().get(address).status_code == 404


@pytest.mark.parametrize("after", ["x", "%00", "a" * 500, "LTE", "%ED%A0%80"])
def test_a_broken_cursor_is_said(visit, after):
    make_user(handle="lin")

    for tab in ("", "/replies"):
        assert visit().get(f"/u/lin{tab}?after={after}").status_code == 422


def test_my_page_is_found_under_me(visit):
    assert visit(make_user(handle="lin")).get("/u/me").location == "/u/lin"
    assert visit().get("/u/me").location == "/sign-in?next=/u/me"


def test_threads_replies_and_accepted_answers_are_shown_and_counted(visit):
    author = make_user(handle="lin")
    make_thread(author=author, title="A question of Lin's own")
    answer = make_post(thread=make_thread(title="Somebody asked this"), author=author, body="Aha.")
    accept_answer(answer, by=answer.thread.author)

    threads, replies = visit().get("/u/lin"), visit().get("/u/lin/replies")

    assert numbers(threads) == numbers(replies) == [1, 1, 1]
    assert "Lin&#39;s own" in threads.text and "Somebody asked" not in threads.text
    assert "Somebody asked" in replies.text and "Aha." in replies.text
    assert f"/p/{answer.id}" in replies.text


def test_what_a_visitor_may_not_see_is_not_counted(visit):
    author = make_user(handle="lin")
    for given in (
        {"category": make_category(may_see="staff")},
        {"state": "hidden"},
        {"staff_only": True},
        {"audience": "participants"},
    ):
        thread = make_thread(author=author, title="Behind a door", **given)
        make_post(thread=thread, author=author, body="Whispered.")
    hidden = make_post(thread=make_thread(), author=author, body="Whispered.")
    hide_post(hidden, "Not here.", by=make_moderator())

    for visitor in (None, make_user()):
        for tab in ("", "/replies"):
            page = visit(visitor).get(f"/u/lin{tab}")
            assert numbers(page) == [0, 0, 0]
            assert "Behind a door" not in page.text and "Whispered" not in page.text


def test_who_asks_as_somebody_is_not_found_by_name(visit):
    author = make_user(handle="lin")
    thread = make_thread(author=author, title="Asked as somebody", is_anonymous=True)
    mine = make_post(thread=thread, author=author, body="More about it.")
    accept_answer(mine, by=author)

    for tab in ("", "/replies"):
        for visitor in (None, make_user()):
            page = visit(visitor).get(f"/u/lin{tab}")
            assert "Asked as somebody" not in page.text
            assert numbers(page) == [0, 0, 0]
        assert "Asked as somebody" in visit(author).get(f"/u/lin{tab}").text


def test_others_who_answer_somebody_keep_their_name(visit):
    answer = make_post(thread=make_thread(is_anonymous=True), author=make_user(handle="lin"))

    page = visit().get("/u/lin/replies")

    assert numbers(page) == [0, 1, 0]
    assert f"/p/{answer.id}" in page.text


@pytest.mark.parametrize("tab", ["", "/replies"])
def test_pages_show_everything_once(visit, tab):
    author, start = make_user(handle="lin"), now() - timedelta(days=1)
    for n in range(45):
        moment = start + timedelta(minutes=n // 2)
        if tab:
            make_post(thread=make_thread(title=f"Number {n:03}"), author=author, created_at=moment)
        else:
            make_thread(author=author, title=f"Number {n:03}", created_at=moment)

    seen, address = [], f"/u/lin{tab}"
    while address:
        page = visit().get(address).text
        seen += [part[:3] for part in page.split(">Number ")[1:]]
        rest = page.split('rel="next" href="')
        address = rest[1].split('"')[0] if len(rest) > 1 else ""

    assert sorted(seen) == [f"{n:03}" for n in range(45)]


def test_who_speaks_for_the_site_carries_the_official_seal(visit):
    for make, words in ((make_official, "Official"), (make_administrator, "Administrator")):
        user = make()
        page = visit(make_user(language="en")).get(user.path).text
        assert 'class="chip official"' in page and words in page
    moderator = visit(make_user(language="en")).get(make_moderator().path).text
    assert 'class="chip official"' not in moderator and "Moderator" in moderator
    assert 'class="chip official"' not in visit().get(make_user().path).text


def test_a_guests_page_is_kept_until_something_changes(visit):
    author, guest = make_user(handle="lin"), visit()
    page = guest.get("/u/lin")

    assert "Set-Cookie" not in page.headers
    name = {"If-None-Match": page.headers["ETag"]}
    assert guest.get("/u/lin", headers=name).status_code == 304
    edit_profile(author, "林", "Hello", by=author)
    assert guest.get("/u/lin", headers=name).status_code == 200


def test_an_administrator_gives_a_role_on_the_page(visit):
    user, boss = make_user(handle="lin"), make_administrator(language="en")

    answer = visit(boss).post("/u/lin/role", data={"role": "moderator", "reason": "Knows it all."})

    assert answer.status_code == 303
    db.session.refresh(user)
    assert user.role == "moderator"


@pytest.mark.parametrize(("form", "status"), [
    ({"role": "king", "reason": "x"}, 422), ({"role": "moderator"}, 422), ({}, 422),
    ({"role": "system", "reason": "x"}, 422), ({"role": "\x00", "reason": "\x00"}, 422),
    ({"role": "moderator", "reason": "x" * 501}, 422),
])  # fmt: skip
def test_a_role_that_cannot_be_given_is_said(visit, form, status):
    make_user(handle="lin")

    assert visit(make_administrator()).post("/u/lin/role", data=form).status_code == status


def test_the_last_administrator_cannot_be_removed_on_the_page(visit):
    boss = make_administrator(handle="boss")

    page = visit(boss).post("/u/boss/role", data={"role": "member", "reason": "x"})

    assert page.status_code == 409


@pytest.mark.parametrize("make", [make_user, make_moderator, make_official])
def test_others_neither_see_nor_use_the_form(visit, make):
    make_user(handle="lin")
    browser = visit(make())

    assert "/u/lin/role" not in browser.get("/u/lin").text
    assert browser.post("/u/lin/role", data={"role": "member", "reason": "x"}).status_code == 403


def test_the_system_is_no_person(visit):
    assert visit().get("/u/system").status_code == 200
    form = {"role": "administrator", "reason": "x"}
    assert visit(make_administrator()).post("/u/system/role", data=form).status_code == 403
