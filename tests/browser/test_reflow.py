"""At 400% zoom, and on a telephone, nothing scrolls sideways and nothing is lost (WCAG 1.4.10)."""

import pytest

from forum.core.db import db
from forum.threads.models import Thread
from tests.browser.pages import PAGES, find_spots

# 1280 × 1024 at 400%, and a telephone.
SIZES = [{"width": 320, "height": 256}, {"width": 390, "height": 844}]

# What can be pressed, typed in or read as a heading, and lies beyond the edge of the page; what
# lies in a box that scrolls by itself is not lost.
PARTS = "a, button, input, select, textarea, summary, h1, h2"
LOST = """(parts) => [...document.querySelectorAll(parts)]
    .filter((one) => one.checkVisibility() && !one.closest(".vh, .skip, .scroll, pre, table"))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
                     || one.getBoundingClientRect().left < -1)
    .map((one) => `${one.tagName} ${one.textContent.trim().slice(0, 40)}`)"""
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def spots(demo):
    """The question's title has a word that is longer than any screen."""
    found = find_spots(demo)
    with demo.app.app_context():
        db.session.get(Thread, found["question"]).title = "W" * 150
        db.session.commit()
    return found


@pytest.mark.parametrize(("who", "path"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_nothing_is_lost_at_400_percent_and_on_a_telephone(spots, visitors, who, path):
    page = visitors(who)
    page.goto(path.format_map(spots))

    for size in SIZES:
        page.set_viewport_size(size)

        assert page.evaluate(SIDEWAYS) <= 0, size
        assert page.evaluate(LOST, PARTS) == [], size


def test_what_the_header_leaves_out_on_a_telephone_stands_in_the_bar(spots, visitors):
    page = visitors()
    page.set_viewport_size(SIZES[1])
    page.goto("/t/{question}".format_map(spots))

    for path in ("/", "/unanswered", "/ask", "/sign-in"):
        assert page.locator(f".bar a[href='{path}']").is_visible()


def test_at_400_percent_neither_header_nor_bar_stands_before_the_text(spots, visitors):
    page = visitors()
    page.set_viewport_size(SIZES[0])
    page.goto("/t/{question}".format_map(spots))

    page.locator("h1").scroll_into_view_if_needed()
    page.mouse.wheel(0, 600)
    page.wait_for_function("scrollY > 0")

    covered = "(part) => getComputedStyle(part).position"
    assert page.locator(".top").evaluate(covered) == "static"
    assert page.locator(".bar").evaluate(covered) == "static"
