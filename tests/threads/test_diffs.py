import random
import time

import pytest

from forum.threads.diffs import diff


def marked(line):
    """Like "Wait a [week]." — what changed stands in brackets."""
    text = "".join(f"[{text}]" if changed else text for text, changed in line.pieces)
    return f"{ {'same': ' ', 'gone': '-', 'came': '+'}[line.kind] }{text}"


def shown(before, after):
    return [marked(line) for line in diff(before, after)]


def test_words_are_compared():
    assert shown("Wait a week.", "Wait a day.") == ["-Wait a [week].", "+Wait a [day]."]


def test_chinese_is_compared_by_character():
    assert shown("等一个星期", "等两个星期") == ["-等[一]个星期", "+等[两]个星期"]


def test_lines_come_and_go():
    assert shown("a\nb\nc", "a\nc\nd") == [" a", "-b", " c", "+d"]


def test_what_is_far_from_a_change_is_left_out():
    before = "\n".join(f"line {n}" for n in range(20))

    lines = shown(before, before.replace("line 10", "line ten"))

    assert lines == [
        " …", " line 8", " line 9", "-line [10]", "+line [ten]", " line 11", " line 12", " …",
    ]


def test_nothing_changed():
    assert [line for line in diff("same", "same") if line.kind != "same"] == []


def hostile():
    chance = random.Random(1)
    letters = ["".join(chance.choice("ab") for _ in range(32_000)) for _ in range(2)]
    words = [" ".join(chance.choice("ab") for _ in range(16_000)) for _ in range(2)]
    lines = ["\n".join(chance.choice("ab") for _ in range(16_000)) for _ in range(2)]
    rows = [
        "\n".join(" ".join(chance.choice("ab") for _ in range(99)) for _ in range(160))
        for _ in range(2)
    ]
    forty = [
        "\n".join(" ".join(chance.choice("ab") for _ in range(199)) for _ in range(40))
        for _ in range(2)
    ]
    return {
        "letters": letters, "words": words, "lines": lines, "rows": rows, "forty": forty,
        "turned": ["ab " * 10_600, "ba " * 10_600], "empty lines": ["\n" * 32_000, "x\n" * 16_000],
        "Han": ["钱转账" * 10_600, "账转钱" * 10_600], "all new": ["x" * 32_000, "y " * 16_000],
    }


@pytest.mark.parametrize("kind", hostile())
def test_no_pair_of_texts_is_dear(kind):
    before, after = hostile()[kind]
    start = time.process_time()

    lines = diff(before, after)

    # A third of this on an idle machine.
    assert time.process_time() - start < 1
    assert lines
