"""The whole job, as people do it: ask, answer, accept, announce, report, decide."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import expect

from forum.accounts.queries import get_system
from forum.announcements.actions.services import create_service
from forum.core.clock import now
from tests.browser.site import PASSWORD, sign_in

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_the_whole_job_in_chinese(forum, window, javascript):
    forum.category("transfers", "转账与手续费")
    forum.category("news", "官方公告", kind="discussions", is_official=True, may_start="official")

    def somebody():
        return window(javascript=javascript)

    with time_machine.travel(now(), tick=True) as clock:
        asker = somebody()
        sign_up(forum, asker, "小白白")
        ask_with_preview(asker, javascript)
        thread = asker.url.split("?")[0].split("#")[0]

        first, second = helper(forum, somebody(), "老许"), helper(forum, somebody(), "阿远")
        answer_with_code_and_quote(first, thread)
        answer(second, thread, "再等等，区块还没打包完。")

        choose(asker, thread, 2)
        change_and_undo(asker, thread)

        announce_maintenance(forum, somebody(), clock)
        guest_puts_the_banner_away(somebody(), clock)

        official_completes(forum, somebody())
        member_reports_and_moderator_hides(forum, somebody, thread)


def sign_up(forum, page, handle):
    page.goto("/")
    page.locator(".top a[href='/sign-in'], .bar a[href='/sign-in']").first.click()
    page.locator("a[href^='/sign-up']").first.click()
    page.fill("[name=handle]", handle)
    page.fill("[name=email]", "xiaobai@example.org")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button.primary").click()
    page.fill("[name=code]", forum.last_code())
    page.locator("main button.primary").click()
    page.wait_for_url("**/")


def ask_with_preview(page, javascript):
    page.goto("/ask")
    page.fill("[name=title]", "转账 6 个小时还没到账，怎么办？")
    page.fill("[name=body]", "手续费是 **3 sat/vB**，浏览器里还是 `unconfirmed`。")
    page.fill("[name=tags]", "手续费 未确认")
    if page.locator("select[name=category]").count():
        page.select_option("[name=category]", "transfers")
    page.locator("[data-preview]").click()
    expect(page.locator(".preview strong")).to_have_text("3 sat/vB")
    page.locator("main form button.primary").last.click()
    expect(page.locator("h1")).to_contain_text("6 个小时")


def helper(forum, page, handle):
    sign_in(page, forum.person(handle))
    return page


def answer_with_code_and_quote(page, thread):
    page.goto(thread)
    page.locator("#post-1 details.menu summary").click()
    page.locator("#post-1 [data-quote]").click()
    expect(page.locator("#reply-body")).to_have_value(re.compile("小白白"))
    quoted = page.input_value("#reply-body")
    page.fill("#reply-body", quoted + "\n\n钱没丢，用 RBF 加速：\n\n```\nbumpfee <txid>\n```\n")
    page.locator("#reply-form button.primary").click()
    expect(page.locator("#post-2 pre")).to_contain_text("bumpfee <txid>")
    expect(page.locator("#post-2 blockquote")).to_contain_text("unconfirmed")


def answer(page, thread, words):
    page.goto(thread)
    page.fill("#reply-body", words)
    page.locator("#reply-form button.primary").click()
    expect(page.locator(".post .prose").last).to_contain_text(words)


def choose(page, thread, number):
    page.goto(thread)
    page.locator(f"#post-{number} [formaction$='/acceptance']").click()
    expect(page.locator(f"#post-{number}.accepted")).to_be_visible()


def change_and_undo(page, thread):
    choose(page, thread, 3)
    expect(page.locator(".post.accepted")).to_have_count(1)
    page.locator("[formaction$='/acceptance/undo']").click()
    expect(page.locator(".post.accepted")).to_have_count(0)
    choose(page, thread, 2)


def announce_maintenance(forum, page, clock):
    with forum.app.app_context():
        create_service("btc", {"zh-Hans": "BTC 提币"}, by=get_system())
    sign_in(page, forum.person("运维小组", "official"))
    page.goto("/announcements/new?kind=maintenance")
    starts = (now() + timedelta(minutes=30)).astimezone(SHANGHAI)
    page.fill("[name=title]", "比特币节点升级：提币可能延迟")
    page.fill("[name=starts_at]", f"{starts:%Y-%m-%dT%H:%M}")
    page.fill("[name=ends_at]", f"{starts + timedelta(minutes=90):%Y-%m-%dT%H:%M}")
    page.fill("[name=body]", "资产安全，不受影响。")
    page.select_option("[name=pin]", "everywhere")
    page.locator("main form button.primary").last.click()
    expect(page.locator("h1")).to_contain_text("比特币节点升级")


def guest_puts_the_banner_away(page, clock):
    page.goto("/")
    expect(page.locator(".notice")).to_contain_text("比特币节点升级")
    page.locator(".notice button").click()
    expect(page.locator(".notice")).to_have_count(0)
    clock.shift(timedelta(minutes=35))
    page.goto("/")
    expect(page.locator(".notice.now")).to_contain_text("比特币节点升级")


def official_completes(forum, page):
    sign_in(page, "运维小组")
    page.goto("/announcements")
    page.locator(".threads h2 a").first.click()
    page.locator("a[href$='/manage']").first.click()
    page.fill("[name=body]", "三个节点都升级好了。")
    page.select_option("[name=state]", "completed")
    page.locator("form[action$='/update'] button.primary").click()
    page.goto("/")
    expect(page.locator(".notice")).to_have_count(0)


def member_reports_and_moderator_hides(forum, somebody, thread):
    member = somebody()
    sign_in(member, "阿远")
    member.goto(thread)
    member.locator("#post-2 a[href$='/flag']").click()
    member.check("[name=reason][value=scam]")
    member.locator("main form button.primary").click()

    moderator = somebody()
    sign_in(moderator, forum.person("版主", "moderator"))
    moderator.goto("/moderation/queue")
    moderator.locator("button[value=agree]").click()
    moderator.goto("/moderation/log")
    expect(moderator.locator(".log, .table").first).to_contain_text("版主")

    guest = somebody()
    guest.goto(thread)
    expect(guest.locator("#post-2.stub")).to_be_visible()
    expect(guest.locator(".post.accepted")).to_have_count(0)
