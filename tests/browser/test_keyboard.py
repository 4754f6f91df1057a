"""The headline jobs by keyboard alone; whatever has the focus can be seen."""

import re

import pytest
from playwright.sync_api import expect

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import db
from forum.moderation.actions.flagging import flag_post
from forum.threads.actions.posting import reply, start_thread
from forum.threads.models import Post
from tests.browser.site import PASSWORD
from tests.make import make_maintenance

# How the focus looks and whether something lies upon it: the header, the bar of a telephone.
SEEN = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const look = getComputedStyle(one);
    const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
    const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 40) / 2];
    const top = document.elementFromPoint(x, y);
    const free = top && (one.contains(top) || top.contains(one) || top.closest("label"));
    return ring && free ? "" : `${one.outerHTML.slice(0, 120)} ring: ${ring}, at: ${top?.tagName}`;
}"""
LIMIT = 120


def tab_to(page, selector):
    """Press Tab until the focus is there; every stop on the way must be seen."""
    for _ in range(LIMIT):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert page.evaluate(SEEN) == ""
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def write(page, selector, text):
    tab_to(page, selector)
    page.keyboard.insert_text(text)


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")


def sign_in(page, handle):
    page.goto("/")
    press(page, ".top a[href='/sign-in']")
    page.wait_for_url("**/sign-in")
    write(page, "[name=name]", handle)
    write(page, "[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


@pytest.fixture
def thread(forum):
    """A question of Ann with an answer of Bob."""
    forum.category("help", "帮助")
    ann, bob = forum.person("ann"), forum.person("bob")
    with forum.app.app_context():
        place = db.session.query(Category).one()
        people = {user.handle: user for user in db.session.query(User)}
        thread = start_thread(place, "Where is my money?", "It never came.", [], by=people[ann])
        reply(thread, "Wait for a block.", by=people[bob])
        return thread.path


def test_ask_by_keyboard(forum, window):
    forum.category("help", "帮助")
    page = window()
    sign_in(page, forum.person("ann"))

    press(page, ".top a[href='/ask']")
    page.wait_for_url("**/ask")
    write(page, "[name=title]", "Where is my money?")
    write(page, "[name=body]", "It **never** came.")
    press(page, "[data-preview]")
    expect(page.locator(".preview strong")).to_have_text("never")
    press(page, "main form button.primary")

    expect(page.locator("h1")).to_have_text("Where is my money?")


def test_accept_and_reply_by_keyboard(window, thread):
    page = window()
    sign_in(page, "ann")

    page.goto(thread)
    press(page, "#post-2 [formaction$='/acceptance']")
    expect(page.locator("#post-2.accepted")).to_be_visible()
    press(page, "#post-2 [data-reply-to]")
    expect(page.locator("#reply-body")).to_be_focused()
    page.keyboard.insert_text("Thank you!")
    press(page, "#reply-form button.primary")

    expect(page.locator("#post-3 .prose")).to_have_text("Thank you!")


def test_report_by_keyboard(window, thread):
    page = window()
    sign_in(page, "ann")

    page.goto(thread)
    press(page, "#post-2 a[href$='/flag']")
    page.wait_for_url("**/flag")
    tab_to(page, "[name=reason]")
    page.keyboard.press("Space")
    press(page, "main form button.primary")

    expect(page.locator(".flash")).to_be_visible()


def test_a_menu_opens_and_closes_by_keyboard(window, thread):
    page = window()
    sign_in(page, "ann")
    page.goto(thread)

    press(page, "#post-1 details.menu summary")
    tab_to(page, "#post-1 .sheet a[href$='/edit']")
    page.keyboard.press("Escape")

    expect(page.locator("#post-1 .sheet")).to_be_hidden()
    expect(page.locator("#post-1 details.menu summary")).to_be_focused()


def test_put_the_banner_away_by_keyboard(forum, window):
    with forum.app.app_context():
        make_maintenance(title="The nodes are upgraded")
    page = window()

    page.goto("/")
    press(page, ".notice button")

    expect(page.locator(".notice")).to_have_count(0)


def test_skip_to_the_text(forum, window):
    page = window()
    page.goto("/")

    press(page, ".skip")

    expect(page.locator("main")).to_be_focused()


def test_on_a_telephone_the_focus_never_hides_behind_the_bar(window, thread):
    page = window(width=390, height=844)
    page.goto(thread)

    tab_to(page, ".bar a:last-child")


def test_decide_about_reports_by_keyboard(forum, window, thread):
    with forum.app.app_context():
        question, answer = db.session.query(Post).order_by(Post.id)
        flag_post(question, "spam", by=answer.author)
        flag_post(answer, "scam", by=question.author)
    page = window()
    sign_in(page, forum.person("guard", "moderator"))
    press(page, ".top a[href='/moderation/queue']")
    page.wait_for_url("**/queue")
    items = page.locator("[data-queue] > li")
    expect(items.first).to_be_focused()

    page.keyboard.press("j")
    expect(items.nth(1)).to_be_focused()
    assert page.evaluate(SEEN) == ""
    page.keyboard.press("k")
    expect(items.first).to_be_focused()
    page.keyboard.press("d")
    expect(items).to_have_count(1)
    expect(items.first).to_be_focused()
    page.keyboard.press("a")
    expect(items).to_have_count(0)

    page.goto(thread)
    expect(page.locator("#post-1 .prose")).to_be_visible()
    expect(page.locator("#post-2")).to_have_class(re.compile("hidden-post"))
