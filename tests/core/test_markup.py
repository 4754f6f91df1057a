"""The dialect: what people write, and what others read."""

from html import unescape
from re import sub

import pytest

from forum.core.markup import RENDERER, render


def html(source, links=None):
    rendered = render(source, links or {})
    assert not rendered.is_fallback
    return sub(r"\n\s*", "", rendered.html)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**重点（注意）**内容", "<p><strong>重点（注意）</strong>内容</p>"),
        ("说“**引号**”吧", "<p>说“<strong>引号</strong>”吧</p>"),
        ("~~删除（线）~~后面", "<p><del>删除（线）</del>后面</p>"),
        ("*斜*体 ***都***", "<p><em>斜</em>体 <strong><em>都</em></strong></p>"),
        ("a_b_c 2 * 3", "<p>a_b_c 2 * 3</p>"),
        ("`a | <b> &lt;`", "<p><code>a | &lt;b&gt; &amp;lt;</code></p>"),
        (r"\*a\* \~~b~~ \# c", "<p>*a* ~~b~~ # c</p>"),
        ("---", "<hr>"),
        ("AT&T &lt; &copy; &", "<p>AT&amp;T &lt; © &amp;</p>"),
        ("", ""),
        (" \n\n\t", ""),
    ],
)
def test_text_is_marked_up(source, expected):
    assert html(source) == expected


def test_a_single_line_break_is_kept():
    assert html("一行\n二行\r\n三行\r四行") == "<p>一行<br>二行<br>三行<br>四行</p>"


def test_a_blank_line_ends_a_paragraph():
    assert html("一\n\n二") == "<p>一</p><p>二</p>"


def test_headings_begin_below_those_of_the_page():
    levels = "\n\n".join(f"{'#' * n} {n}" for n in range(1, 7))

    assert html(levels) == "<h3>1</h3><h4>2</h4><h5>3</h5><h6>4</h6><h6>5</h6><h6>6</h6>"


def test_a_tag_at_the_head_of_a_line_is_no_heading():
    assert html("#手续费 怎么算") == "<p>#手续费 怎么算</p>"


@pytest.mark.parametrize("step", ["  ", "   ", "    ", "\t"])
def test_lists_nest_by_two_to_four_spaces(step):
    nested = html(f"- a\n{step}- b\n{step * 2}- c\n- d")

    assert nested == (
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("步骤：\n1. 开\n2. 关", "<p>步骤：</p><ol><li>开</li><li>关</li></ol>"),
        ("3. a\n4) b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("1. a\n- b\n2. c", '<ol><li>a</li></ol><ul><li>b</li></ul><ol start="2"><li>c</li></ol>'),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("- a\n  > b\n- c",
         "<ul><li><p>a</p><blockquote><p>b</p></blockquote></li><li><p>c</p></li></ul>"),
        ("- a\n\nb", "<ul><li>a</li></ul><p>b</p>"),
        ("- a\n---", "<ul><li>a</li></ul><hr>"),
        ("发生在\n2024. 年", "<p>发生在<br>2024. 年</p>"),
        ("99999999999. a", "<ol><li>a</li></ol>"),
        ("a\n    - b", "<p>a<br>- b</p>"),
        ("- a\nb", "<ul><li>a<br>b</li></ul>"),
    ],
)
def test_lists_begin_and_end_where_people_mean_it(source, expected):
    assert html(source) == expected


def test_a_list_inside_a_quote_needs_no_blank_line():
    assert html("> 说\n> - a\n>   - b\n> - c") == (
        "<blockquote><p>说</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul></blockquote>"
    )


def test_quotes_nest():
    assert html("> a\n>\n> > b\n\nc") == (
        "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p>"
    )


def test_a_quote_that_ends_in_an_empty_line_ends_in_no_break():
    assert html("> a\n>\n\nb") == "<blockquote><p>a</p></blockquote><p>b</p>"


def test_nobody_can_click_a_task():
    tasks = html("- [ ] a\n- [x] **b**\n- [x]c")

    assert tasks == (
        '<ul class="task-list">'
        '<li class="task-list-item"><input aria-label="☐" disabled="" type="checkbox"> a</li>'
        '<li class="task-list-item"><input aria-label="☑" checked="" disabled="" type="checkbox">'
        " <strong>b</strong></li><li>[x]c</li></ul>"
    )


def test_a_table_has_sides_by_class():
    table = html("a | b\n:-: | --:\n`x|y` | **2**")

    assert table == (
        '<table><thead><tr><th class="center">a</th><th class="right">b</th></tr></thead>'
        '<tbody><tr><td class="center"><code>x|y</code></td>'
        '<td class="right"><strong>2</strong></td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("```\n<b> &lt; **x**\n```", "<pre><code>&lt;b&gt; &amp;lt; **x**</code></pre>"),
        ("说\n```\n- a\n- b\n```\n后", "<p>说</p><pre><code>- a- b</code></pre><p>后</p>"),
        ("~~~nosuch\n#手续费\n~~~", "<pre><code>#手续费</code></pre>"),
        ("```\nopen\n\n- end", "<pre><code>open- end</code></pre>"),
        ("```` \n```\n````", "<pre><code>```</code></pre>"),
        ("```a``` b", "<p><code>a</code> b</p>"),
        ("> ```\n> a\n> ```\n\nb", "<blockquote><pre><code>a</code></pre></blockquote><p>b</p>"),
        ("- a\n  ```\n  - b\n  ```",
         "<ul><li><p>a</p><pre><code>- b</code></pre></li></ul>"),
        ("    <b>", "<pre><code>&lt;b&gt;</code></pre>"),
    ],
)
def test_code_is_shown_as_it_is(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize("head", ["python", "Python", " py", '{.python title="a"}', "py a=1 b"])
def test_code_of_a_known_language_is_coloured_by_classes(head):
    coloured = html(f"```{head}\ndef f(): return '<a>'\n```")

    assert coloured.startswith('<div class="highlight"><pre><code><span class="k">def</span>')
    assert "style" not in coloured
    assert "'<a>'" in unescape(coloured)


def test_html_that_is_typed_is_shown_as_text():
    typed = "<div onclick=alert(1)>\n\n<b>fett</b> <!-- c --> <?php ?> <![CDATA[x]]>"

    assert unescape(html(typed)) == (
        "<p><div onclick=alert(1)></p><p><b>fett</b> <!-- c --> <?php ?> <![CDATA[x]]></p>"
    )
    assert html("<b>") == "<p>&lt;b&gt;</p>"


def test_the_same_source_gives_the_same_html():
    hard = "- a\n  - b\n\n[x]: https://a.example\n\n[x] **b** `c`"

    assert render(hard) == render(hard)


def test_one_text_leaves_nothing_behind_for_the_next():
    render("[x]: https://a.example\n\n3. a\n\n@老许", {"@老许": "/u/老许"})

    assert html("[x] @老许\n\n- b") == "<p>[x] @老许</p><ul><li>b</li></ul>"


def test_the_renderer_has_a_version():
    assert RENDERER >= 1
