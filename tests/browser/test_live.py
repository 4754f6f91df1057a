"""Two people, two windows: what one does arrives in the other without a reload."""

import re
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from playwright.sync_api import expect
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db
from forum.core.jobs import run_due
from forum.notifications.levels import ThreadLevel
from tests.browser.conftest import running, windows
from tests.browser.site import sign_in
from tests.browser.test_whole_job import answer, ask_with_preview

# Far more often than in life: the tests wait for it.
EVERY = 250


@pytest.fixture
def forum(tmp_path):
    with running(tmp_path, live_every=EVERY) as site:
        site.category("transfers", "转账与手续费")
        yield site


@pytest.fixture
def window(chromium, forum):
    with windows(chromium, forum) as open_window:
        yield open_window
    assert forum.complaints == []


def person(forum, page, handle):
    sign_in(page, forum.person(handle))
    return page


def question(forum, page):
    """The asker has it before them; a mark on the window tells whether it was loaded again."""
    ask_with_preview(page, javascript=True)
    page.evaluate("window.mark = 1")
    return page.url.split("?")[0].split("#")[0]


def do_jobs(forum):
    with forum.app.app_context():
        run_due()


def test_the_asker_sees_a_reply_arrive_and_the_bell_counts(forum, window):
    asker, other = person(forum, window(), "小白白"), person(forum, window(), "老许")
    thread = question(forum, asker)
    expect(asker.locator("[data-bell] .num")).to_be_hidden()
    top = asker.evaluate("scrollY")

    answer(other, thread, "再等等，区块还没打包完。")
    do_jobs(forum)

    news = asker.locator("[data-live-thread]")
    expect(news).to_be_visible()
    expect(asker.locator("[data-bell] .num")).to_have_text("1")
    expect(asker).to_have_title(re.compile(r"^\(1\) "))
    expect(asker.locator("[role=status]", has_text=re.compile("1"))).to_have_count(1)
    expect(asker.locator("#post-2")).to_have_count(0)
    assert asker.evaluate("scrollY") == top
    news.click()
    expect(asker.locator("#post-2 .prose")).to_contain_text("再等等")
    expect(asker.locator("#post-2")).to_be_focused()
    expect(news).to_be_hidden()
    expect(asker).not_to_have_title(re.compile(r"^\("))
    assert asker.evaluate("window.mark") == 1
    # It is as alive as if it had been there from the start.
    asker.locator("#post-2 [formaction$='/vote']").click()
    expect(asker.locator("#post-2 [formaction$='/vote/undo']")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(asker.locator("[data-bell] .num")).to_be_hidden(timeout=15_000)


def test_what_is_being_written_stays(forum, window):
    asker, other = person(forum, window(), "小白白"), person(forum, window(), "老许")
    thread = question(forum, asker)
    asker.fill("#reply-body", "我再等一天")

    answer(other, thread, "好的。")
    asker.locator("[data-live-thread]").click()

    expect(asker.locator("#post-2")).to_be_visible()
    expect(asker.locator("#reply-body")).to_have_value("我再等一天")


def test_a_full_page_leads_to_the_next(forum, window):
    asker, other = person(forum, window(), "小白白"), person(forum, window(), "老许")
    thread = question(forum, asker)
    guest = window(language="en")
    for number in range(19):
        answer(other, thread, f"第 {number} 个办法。")
    guest.goto(thread)

    answer(other, thread, "最后一个办法。")
    guest.locator("[data-live-thread]").click()

    guest.wait_for_url("**?page=2#post-21")
    expect(guest.locator("#post-21")).to_be_visible()


def test_a_list_says_that_there_is_more_and_waits(forum, window):
    reader = window(language="en")
    reader.goto("/")
    asker = person(forum, window(), "小白白")

    question(forum, asker)

    news = reader.locator("[data-live-list]")
    expect(news).to_contain_text("1 new or changed thread")
    expect(reader.locator(".threads > li")).to_have_count(0)
    news.click()
    expect(reader.locator(".threads > li")).to_have_count(1)
    expect(news).to_be_hidden()


def test_an_open_page_asks_less_and_less_and_not_at_all_once_it_is_over(forum, window):
    page = window()
    page.goto("/")
    asked = []
    page.on("request", lambda request: asked.append(request) if "/live" in request.url else None)

    page.wait_for_timeout(EVERY * 20)

    # At once, then after 1, 2, 4, 8 and 8 times as long.
    assert 3 <= len(asked) <= 7
    page.evaluate("document.querySelector('[data-live-list]').dataset.liveList = 'list=nowhere'")
    page.route("**/live?*", lambda route: route.fulfill(status=404))
    page.wait_for_timeout(EVERY * 10)
    before = len(asked)
    page.wait_for_timeout(EVERY * 10)
    assert len(asked) == before


def test_who_reads_for_four_minutes_follows(forum, window):
    asker, reader = person(forum, window(), "小白白"), person(forum, window(), "老许")
    thread = question(forum, asker)
    with time_machine.travel(now(), tick=True) as clock:
        reader.clock.install()
        reader.goto(thread)
        for _ in range(10):
            reader.mouse.move(300, 300)
            reader.mouse.move(310, 310)
            clock.shift(timedelta(seconds=30))
            with reader.expect_request_finished(lambda asked: asked.url.endswith("/read")):
                reader.clock.run_for(30_000)
    assert level_of(forum, "老许") == ("follow", "read")


def level_of(forum, handle):
    with forum.app.app_context():
        mine = select(ThreadLevel.level, ThreadLevel.reason).join(
            User, User.id == ThreadLevel.user_id
        )
        return db.session.execute(mine.where(User.handle == handle)).one_or_none()


def test_who_has_gone_does_not_read(forum, window):
    asker, reader = person(forum, window(), "小白白"), person(forum, window(), "老许")
    thread = question(forum, asker)
    reader.clock.install()
    reader.goto(thread)
    told = []
    reader.on("request", lambda asked: told.append(asked) if "/read" in asked.url else None)

    reader.clock.run_for(600_000)

    seconds = sum(int(parse_qs(asked.post_data)["seconds"][0]) for asked in told)
    assert 30 <= seconds <= 61
