"""Stack Exchange's HTML and comments, as Markdown that shows the same here."""

import pytest

from forum.core import markup
from forum.core.errors import Invalid
from forum.transfer.stackexchange.markdown import to_markdown
from forum.transfer.stackexchange.prose import comment_prose, post_prose

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    "html, body",
    [
        ("<p>One<br>two</p>", "One\ntwo"),
        ("<p>One<br>\n two</p>", "One\ntwo"),
        ("<p>Soft\nlines</p>", "Soft lines"),
        ("<p>x<sup>2</sup>, x<sup>n</sup>, a<sub>1</sub>, a<sub>i</sub></p>", "x², xⁿ, a₁, a\\_i"),
        ("<p>So<sup>a whole note</sup></p>", "Soa whole note"),
        ('<p>So<sup><a href="https://a.example/">1</a></sup></p>', "So [1](https://a.example/)"),
        ("<p>2 * 3 * 4 and a_b_c</p>", "2 \\* 3 \\* 4 and a\\_b\\_c"),
        ("<p># no heading</p><p>1. no list</p>", "\\# no heading\n\n1\\. no list"),
        ("<p>1) no list<br>2) either</p>", "1\\) no list\n2\\) either"),
        ("<p>a</p><pre><code>b &lt;c&gt;\n</code></pre>", "a\n\n```\nb <c>\n```"),
        ('<pre class="lang-py s"><code>a = 1\n</code></pre>', "```py\na = 1\n```"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<blockquote><p>a</p></blockquote>", "> a"),
        ("<h2>A</h2><hr><p>b</p>", "## A\n\n---\n\nb"),
        ('<a href="ftp://a.example/x">there</a>', "there (ftp://a.example/x)"),
        ('<a href="javascript:alert(1)">there</a>', "there (javascript:alert(1))"),
        ('<a href="/questions/1">there</a>', "[there](/questions/1)"),
        ("<strike>no</strike>", "~~no~~"),
        ('<img src="https://a.example/p.png" alt="A picture">', "![A picture](https://a.example/p.png)"),
        ("<div>" * 5_000 + "deep", "deep"),
    ],
)  # fmt: skip
def test_html_becomes_markdown(html, body):
    assert to_markdown(html) == body


def test_what_looks_like_markdown_in_html_shows_as_it_was():
    html = "<p>*a* _b_ `c` [d](e) ~~f~~ \\g | h</p>"

    assert markup.render(to_markdown(html)).html == html


@pytest.mark.parametrize(
    "text",
    ["# one", "> one", "- one", "+ one", "* one", "1. one", "2) one", "~~~ one", "--- ", "``` one",
     "[1]: one"],
)  # fmt: skip
def test_a_comment_has_no_blocks(text):
    html = comment_prose(text).html

    assert html == f"<p>{text.strip().replace('>', '&gt;')}</p>"


def test_a_comment_keeps_its_emphasis_code_and_links():
    prose = comment_prose("**Do** `it` [here](https://a.example/)\nnow")

    assert prose.body == "**Do** `it` [here](https://a.example/) now"


def test_a_source_is_kept_if_it_shows_the_same():
    prose = post_prose("*One*\r\n\r\n- two", "<p><em>One</em></p>\n\n<ul>\n<li>two</li>\n</ul>")

    assert prose.is_original
    assert prose.body == "*One*\n\n- two"


@pytest.mark.parametrize(
    "source", ["One two", "One<br>two", "*One* two three", None, "One\ntwo\n\n    three"]
)
def test_another_source_gives_way_to_the_html(source):
    prose = post_prose(source, "<p>One two three</p>")

    assert not prose.is_original
    assert prose.body == "One two three"


@pytest.mark.parametrize("html", ["", "<p> </p>", "<div></div>"])
def test_an_empty_text_is_refused(html):
    with pytest.raises(Invalid):
        post_prose("A source that shows something.", html)
