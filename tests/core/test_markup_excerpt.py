"""Excerpts of stored HTML."""

import pytest

from forum.core.markup import excerpt, render


def excerpt_of(source, **options):
    return excerpt(render(source).html, **options)


def test_an_excerpt_is_one_line_of_text():
    assert excerpt_of("# 标题\n\n一 **二**\n三 [四](/x)\n\n- 五\n- 六") == "标题 一 二 三 四 五 六"


def test_quotes_and_code_are_left_out():
    assert excerpt_of("> 引用\n\n答复 `a < b`\n\n```py\ncode = 1\n```\n\n    code") == "答复 a < b"


@pytest.mark.parametrize("source", ["> 只有引用", "    只有引用", "```\n只有引用\n```"])
def test_where_there_is_nothing_else_they_are_the_text(source):
    assert excerpt_of(source) == "只有引用"


@pytest.mark.parametrize(("length", "end"), [(9, "九"), (10, "十"), (11, "…")])
def test_an_excerpt_is_cut_at_code_points(length, end):
    cut = excerpt_of("一二三四五六七八九十十一"[:length], limit=10)

    assert len(cut) <= 10
    assert cut.endswith(end)


def test_entities_are_characters():
    assert excerpt("<p>a &amp; b &lt;c&gt;&nbsp;d</p>") == "a & b <c> d"


def test_words_of_neighbouring_blocks_stay_apart():
    assert excerpt_of("a | b\n-|-\nc | d\n\ne\n- f\n  - g") == "a b c d e f g"


def test_nothing_has_an_excerpt_of_nothing():
    assert excerpt("") == ""
    assert excerpt_of("---") == ""


def test_the_fallback_has_an_excerpt_too():
    assert excerpt('<div class="plain">a &lt;b\nc</div>') == "a <b c"
