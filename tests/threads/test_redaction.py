import pytest

from forum.threads.redaction import MOST_GAPS, only_takes_away


@pytest.mark.parametrize("before, after", [
    ("Call 555-1234, please", "Call …, please"),
    ("Call 555-1234, please", "Call, please"),
    ("Call 555-1234", "Call"),
    ("Call 555-1234", "Call [...]"),
    ("a hot hotel", "a hotel"),
    ("hello hollow", "hollow"),
    ("hotel hot", "hot"),
    ("to 0x12abcdef89", "to 0x12…89"),
    ("**555** now", "**…** now"),
    ("Tel 555 ok. Mail a@b ok. Tel 666 ok.", "Tel … ok. Mail *** ok. Tel █ ok."),
    ("我的电话是13800001111，请打给我", "我的电话是，请打给我"),
    ("我叫张三丰，你好", "我叫…，你好"),
    ("one [x](http://a.b/c) two", "one two"),
    ("x ** y", "x y"),
])  # fmt: skip
def test_words_are_taken_out_or_marked(before, after):
    assert only_takes_away(before, after)


@pytest.mark.parametrize("before, after", [
    ("Call me", "Call me at 555"),
    ("fat unicorn cat kite", "fuck"),
    ("Call me", "Cal"),
    ("foo; bar", "foobar"),
    ("a b", "b a"),
    ("我叫张三", "张三我叫"),
    ("nothing", "…x"),
])  # fmt: skip
def test_nothing_new_is_made_of_what_is_left(before, after):
    assert not only_takes_away(before, after)


@pytest.mark.parametrize("gaps, allowed", [(MOST_GAPS, True), (MOST_GAPS + 1, False)])
def test_a_text_with_too_many_gaps_is_another_text(gaps, allowed):
    words = [f"word{n}" for n in range(2 * gaps + 1)]

    assert only_takes_away(" ".join(words), " ".join(words[::2])) == allowed
