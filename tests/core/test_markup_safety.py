"""Whatever goes in, nothing comes out that could run, load, hide or pretend."""

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from random import Random

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.markup import Rendered, excerpt, render, tokens
from forum.core.markup.fences import CLASSES

PAYLOADS = Path(__file__).parents[3] / "shared" / "data" / "xss" / "xss.jsonl"

ELEMENTS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "h3", "h4", "h5", "h6", "hr", "input",
    "li", "ol", "p", "pre", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}
ATTRIBUTES = {
    "a": {"href", "rel", "class"}, "ol": {"start"}, "ul": {"class"}, "li": {"class"},
    "div": {"class"}, "span": {"class"}, "th": {"class"}, "td": {"class"},
    "input": {"type", "disabled", "checked", "aria-label"},
}
CLASS_NAMES = CLASSES | {
    "mention", "tag", "picture", "highlight", "plain", "task-list", "task-list-item",
    "left", "center", "right",
}
REL = "nofollow ugc noopener"

# Every form in which a body can carry a payload to where it might do harm.
FORMS = [
    "{}", "a {} b", "> {}", "- {}", "# {}", "`{}`", "[a]({})", "![{}](/a)", "[{}](/a)", "<{}>",
    "| {} | a |\n|---|---|\n| a | {} |", "```{}\na\n```", "    {}", "[a]\n\n[a]: {}", "**{}**",
]


def faults(html: str) -> Iterator[str]:
    """What stands in ``html``, as a browser reads it, that must not."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    for element in tree.iter():
        tag = element.tag
        if tag == "DOCUMENT_FRAGMENT":
            continue
        if tag not in ELEMENTS:
            yield f"<{tag}>"
            continue
        yield from (f"{tag} {name}" for name in element.attrib.keys() - ATTRIBUTES.get(tag, set()))
        yield from set(element.get("class", "").split()) - CLASS_NAMES
        if tag == "a":
            yield from link_faults(element.get("href"), element.get("rel"))
        if tag == "input" and (element.get("type"), element.get("disabled")) != ("checkbox", ""):
            yield "an input that is no box"


def link_faults(href: str | None, rel: str | None) -> Iterator[str]:
    if href is None:
        # nh3 found no address in it.
        return
    if href.lower().startswith(("http://", "https://")):
        if rel != REL:
            yield f"{href} without rel"
    elif not href.startswith(("/", "#", "?")) or href.startswith(("//", "/\\")):
        yield f"a link to {href}"


def assert_harmless(source: str) -> None:
    rendered = render(source, {"@a": "/u/a", "#a": "/tag/a"})
    assert isinstance(rendered, Rendered)
    assert list(faults(rendered.html)) == [], source
    assert isinstance(excerpt(rendered.html), str)
    assert len(tokens(source)) <= 300


@pytest.fixture(scope="module")
def payloads() -> list[str]:
    if not PAYLOADS.exists():
        pytest.skip(f"The collection of payloads is not here: {PAYLOADS}")
    return [json.loads(line)["payload"] for line in PAYLOADS.read_text().splitlines()]


def test_the_walk_finds_what_it_looks_for():
    bad = '<b onclick=x>a</b><a href="javascript:x">b</a><a href="//c">d</a><p id=e class=f>g</p>'

    assert sorted(faults(bad)) == [
        "<b>", "a link to //c", "a link to javascript:x", "f", "p class", "p id"
    ]


def test_no_payload_does_harm(payloads):
    assert len(payloads) > 2000
    for payload in payloads:
        assert_harmless(payload)


def test_no_payload_does_harm_inside_markdown(payloads):
    dice = Random(1)
    for payload in payloads:
        assert_harmless(dice.choice(FORMS).replace("{}", payload))


@pytest.mark.slow
def test_no_payload_does_harm_in_any_form(payloads):
    for payload in payloads:
        for form in FORMS:
            assert_harmless(form.replace("{}", payload))


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_no_text_does_harm(text):
    assert_harmless(text)


@settings(max_examples=300, deadline=None)
@given(st.text("[]()<>!*_~`#@|&;:/\\\"'=.-+ \n\tax1:老\u202e\x00\x02\x03\ud800", max_size=120))
def test_no_marks_do_harm(text):
    assert_harmless(text)


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_nothing_turns_the_direction_of_text_around(sign):
    entity = f"&#x{ord(sign):x}; &#{ord(sign)};"
    source = f"a{sign}b `{sign}` [{sign}](https://a.example/{sign}) {entity}\n\n```py\n{sign}\n```"

    html = render(source).html

    assert sign not in html
    assert sign not in unescape(html)


def test_what_cannot_be_shown_is_taken_out():
    assert render("a\x00b\x02c\x03\ud800d\ufffe\x85e").html == "<p>abcd<br>\ne</p>"
    assert render("a&#0;&#xd800;&#x1;b").html.startswith("<p>a")


def test_no_text_can_name_what_the_renderer_has_put_aside():
    source = "`a`\x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03\n\n```\nb\n```\n\nklzzwxh:0000 wzxhzdk:0"

    html = render(source).html

    assert html.count("<code>a</code>") == 1
    assert html.count("<code>b</code>") == 1


def test_right_to_left_letters_stay():
    assert render("שלום العربية").html == "<p>שלום العربية</p>"


def test_links_that_the_caller_gives_are_checked_too():
    assert "evil" not in render("@a @b", {"@a": "//evil", "@b": "javascript:evil"}).html
