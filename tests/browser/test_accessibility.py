"""axe finds nothing that WCAG 2.2 AA forbids, on any page, light or dark, wide or narrow."""

from importlib.resources import files

import pytest

from tests.browser.pages import ADMINISTRATOR, PAGES, find_spots
from tests.browser.site import PASSWORD

AXE = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """(tags) => axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false,
}).then(({violations}) => violations.flatMap(({id, help, nodes}) => nodes.map(
    ({target, any}) => `${id}: ${help} ${target} ${any.map((one) => one.message).join(" ")}`)))"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# The other two pairs show little that is new.
LOOKS = [(WIDE, "light"), (NARROW, "dark")]
OTHER_LOOKS = [(WIDE, "dark"), (NARROW, "light")]
EACH_PAGE = pytest.mark.parametrize(
    ("who", "path"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES]
)
# Operations of the API look alike: of each room one, opened.
FEW = """for (const room of document.querySelectorAll("main section"))
    room.querySelectorAll("details").forEach((one, n) => n ? one.remove() : one.open = true)"""


@pytest.fixture(scope="module")
def spots(demo):
    return find_spots(demo)


def faults(page, looks=LOOKS):
    page.evaluate(f"window.axe || (() => {{ {AXE} }})()")
    found = []
    for size, theme in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
        # What the page itself does about its new size, it has done by the next frame.
        page.evaluate("() => new Promise(requestAnimationFrame)")
        found += page.evaluate(RUN, RULES)
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    return "\n".join(found)


@EACH_PAGE
def test_axe_finds_nothing(demo, spots, visitors, who, path):
    page = visitors(who)

    answer = page.goto(path.format_map(spots))
    page.evaluate(FEW)

    assert answer.status == (404 if path == "/nowhere" else 200)
    assert not faults(page)
    assert demo.complaints == []


@pytest.mark.slow
@EACH_PAGE
def test_axe_finds_nothing_in_the_other_colours(spots, visitors, who, path):
    page = visitors(who)

    page.goto(path.format_map(spots))
    page.evaluate(FEW)

    assert not faults(page, OTHER_LOOKS)


def test_axe_finds_nothing_where_a_code_is_typed(demo, visitors):
    page = visitors()
    page.goto("/sign-up")
    page.fill("[name=handle]", "new_here")
    page.fill("[name=email]", "new@example.org")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button.primary").click()
    page.wait_for_url("**/sign-up/code")

    assert not faults(page)

    page.goto("/forgot")
    page.fill("main input", "laoxu@starmap.example")
    page.locator("main button.primary").click()
    page.wait_for_url("**/reset")

    assert not faults(page)


def test_axe_finds_nothing_on_forms_that_come_back(visitors):
    page = visitors(ADMINISTRATOR)
    page.goto("/ask")
    page.locator("main form").evaluate("(form) => form.submit()")
    page.locator(".stop").wait_for()

    assert not faults(page)


def test_axe_finds_nothing_with_menus_a_dialog_and_a_preview_open(demo, spots, visitors):
    page = visitors(ADMINISTRATOR)
    page.goto("/t/{question}".format_map(spots))
    page.fill("#reply-body", "- [ ] one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1\n```")
    page.locator("#reply-form [data-preview]").click()
    page.locator("#reply-form .preview table").wait_for()
    page.locator("#post-2 details.menu summary").click()

    assert not faults(page)

    page.goto("/admin/categories/1")
    page.locator("form[data-confirm] button").click()
    page.locator("dialog").wait_for()

    assert not faults(page)
    assert demo.complaints == []


def test_axe_finds_nothing_where_a_stale_form_is_refused(visitors):
    page = visitors()
    page.goto("/sign-in")
    page.locator("main [name=csrf_token]").evaluate_all("all => all.forEach((one) => one.remove())")
    with page.expect_navigation():
        page.locator("main form").evaluate("(form) => form.submit()")

    assert not faults(page)
