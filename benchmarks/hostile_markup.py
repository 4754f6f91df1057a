"""Bodies written to make a Markdown renderer slow, each of the length that is asked for."""

import random
from collections.abc import Callable, Iterator

Generator = Callable[[int], str]

INLINE = [
    "[", "![", "[a](", "[a](b ", "![a](", "[a][", "[a][b]", "![a][b]", "[a]", "![a]", "[[a](b)](",
    "[](", "[]()", "[a](<b ", '[a](b "c', "[a](b 'c", '[a](b"c', "[a]((", "[a](b)", "![a](b)",
    "](", "](b)", "][", "]", "]]", "(", "()", ")(", "[a](b\\", "[`", "[*a](", "[a", "a]", "[@a](",
    "`", "``a`", "`a``", "`a`", "`a", "\\`", "a`", "` ", "`\\", "*`", "`*a*", "*", "**", "*a",
    "*a ", "*a*", "**a", "**a ", "**a**", "a*", "a**", " *", "* ", "***a", "*a**", "**a*", "*a_",
    "_a*", "*_", "*_a_", "**a *b ", "a**b", "a* b**", "*a**b***c", "*[a](b)*", "_", "__", "_a",
    "_a ", "_a_", "__a", "__a ", "a_b", "_ _", "~", "~~", "~~a", "~~a~~", "~a", "~~*a ", "**~~_a ",
    "~~a *b~~ c*", "**（", "）**", "<", ">", "< ", "<a", "<a>", "</a>", "<a<", "<!--", "<!---",
    "-->", "<![CDATA[", "<![CDATA[]]>", "]]>", "<?", "<?php ", "?>", "<!a", "</", "<http://",
    "<http://a", "<a@b", "<a@b>", '<a b="', "<a b='c' ", "<a b=c ", "<script>", "<style>",
    "<textarea>", "<svg><p>", "<table>", "<b><i>", "&", "& ", "&#", "&#x", "&amp;", "&amp", "&a;",
    "&#38;", "&#x202e;", "\\", "\\\\", "\\[", "\\*", "|", "||", "|a", "a|", "`|", "\\|", "|-", "#",
    "##", " #", "# ", "#a", "#a ", "@", "@a", "@a ", "@a.", "#a.", "@老许", "@老许 ", "＠老许",
    "@a-", "@ab老", "#标签 ", "http://", "https://a", "https://a ", "https://a.b/", "https://a.b/(",
    "https://a.b/() ", "https://a.b/!!", "https://a.b/,", "http://a:", "http://a:b@",
    "https://a.b/a,https://", "://", "HTTP://a。", "https://a.b/* ", "https://a.b/_a_ ",
    "http://a.b/\\", "www.a.b ", "x@a.b ", "a", "a ", "的", "中文。", " ", "  ", "\t", "\u3000",
    "\xa0", "\u200b", "\u0301", "e\u0301", "\u202e", "\u2067", "א", "\x00", "\x01", "\x02",
    "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "\x02amp\x03", "\ud800", "\udfff\ud83d", "😀",
    "👨\u200d👩\u200d👧", "\ufeff", "\ufffe", "{", "{{", "{: ", "1", "1.", "1. ", "- ", "+ ",
    "* * ", "> ", ">", "> - ", "- > ", "1. - ", "- 1. > ", "-", "--", "- - ", "_ ", "=", "= ",
    "- [ ] ", "- [x] ", "- # ", "> # ", "> ```", "- ```", ":", "!", '"', "'",
]

LINES = [
    "\n", "\n\n", " \n", "  \n", "\t\n", "a\n", "a  \n", "a\n\n", "的\n", "\r", "\r\n", "a\r",
    "\u2028", "[a]: b\n", "[a]: b\n\n", "[a]:\n", "[a]:\nb\n", "[a]: <\n", "[a]: b 'c\n",
    "[a]: b (c\n", "[a]: b 'c'\nd\n", "[a\n", "[a]\n", "[a][\n", "[]: a\n", "[a]:b\n[a]\n\n",
    "# a\n", "#a\n", "# \n", "#\n", "# #\n", "# a #\n", "a\n# b\n", "###### a\n", "# \\#\n",
    "# *a\n", "a\n-\n", "a\n=\n", "a\n---\nb\n", "-\n", "=\n", "---\n", "***\n", "* * *\n",
    "- - -\n", "_ _ _\n", "--- a\n", "a\n***\n", "-  -\n", "***a\n", "- a\n", "* a\n", "+ a\n",
    "- a\n\n", "- a\n\n\n", "-\n\n", "- \n", "- a\n  b\n", "- a\n\n  b\n\n", "- a\n\n      b\n\n",
    "- a\n  - b\n", "- a\n* b\n", "-\ta\n", "1. a\n", "1. a\n\n", "1.\n", "9999999999. a\n",
    "1. a\n   - b\n", "1. a\n2. b\n- c\n", " - a\n", "  - a\n", "    - a\n", "- - a\n", "- 1. a\n",
    "- a\nb\n", "- # a\n", "- > a\n", "- [ ] a\n", "- [x] a\n\n", "- [ ]\n", "> a\n", "> a\n\n",
    ">\n", ">\n\n", "> > a\n", "> a\nb\n", "a\n> b\n", "> - a\n", "> ```\n", "> # a\n",
    "> |a|b|\n", ">    a\n", "> a\n> - b\n", "   > a\n", "    > a\n", "    a\n", "    a\n\n",
    "\ta\n", "  a\n", "        a\n\n", "a\n    b\n", "```\n", "```\n\n", "```a\n```\n",
    "```\na\n```\n", "~~~\n", "```` \n", "```a b c\n", "``` {.a}\n```\n", '```a b="c"\n```\n',
    "```python\n", " ```\n", "- ```\n  a\n", "- ```\n  a\n  ```\n", "> ```\n> a\n> ```\n",
    "    ```\n", "```\n> a\n", "|a|b|\n|-|-|\n", "|a|b|\n|-|-|\n\n", "a|b\n-|-\n|\n", "|\n|-\n|\n",
    "|a|\n|-|\n|`|\n", "|-\n", "||\n", "a|b\n", "|a|b|\n", "|-|-|\n", "a|b\n-|-\na|b\n\n",
    "|a|b|\n|:-|-:|\n|[a](b)|*a*|\n\n",
]

CODE = [
    "a", " ", "0", '"', "'", "`", '"""', "\\", "\\\\", '"\\', "/", "//", "/*", "*/", "#", "--",
    "<", "</", "<a ", "<!--", "<?php ", "<script>", "(", "((", ")", "{", "${", "$(", "#{", "{{",
    "[", "[[", "=", "a=", "a.", "a(", "a<", "@", "%", "%(", "&", "|", "~", "r\"", "f'{", "0.",
    "0e", "a\n", " \n", "\n", "<<a\n", "<<", "a:", "- ", ": ", "def ", "class ", "function ",
    "fn ", "import ", "@a(", "in ", "(a, ", "a b ", "/a", "_", "-", "+", "++", "=>", "()=>", "的",
    "\t", "R\"(", "'''", "/**", "::", "#if\n", "$a", "!", "select ", "case ", "begin ", "? ",
    "a ? b : ", "0x", "if(", "$ ", ">>> ", "> ", "\r", ";", ",", "',",
]


def repeat(unit: str) -> Generator:
    return lambda n: (unit * (n // len(unit) + 1))[:n]


def mirror(left: str, right: str, middle: str = "a") -> Generator:
    """As many ``left`` as ``right``: what is opened is closed."""

    def make(n: int) -> str:
        count = n // (len(left) + len(right))
        return (left * count + middle + right * count)[:n]

    return make


def between(start: str, unit: str, end: str = "") -> Generator:
    return lambda n: (start + repeat(unit)(max(n - len(start) - len(end), 0)) + end)[:n]


def stairs(step: str, item: str) -> Generator:
    """A line of ``item`` behind 0, 1, 2, … steps."""

    def make(n: int) -> str:
        lines, length = [], 0
        while length < n:
            lines.append(step * len(lines) + item)
            length += len(lines[-1])
        return "".join(lines)[:n]

    return make


def table(share: int) -> Generator:
    """Columns in the n-th part of the body, and rows of one character in the rest."""

    def make(n: int) -> str:
        columns = n // share // 2
        return ("|" * columns + "\n" + "|-" * columns + "|\n" + "|\n" * n)[:n]

    return make


def tail(unit: str, end: str) -> Generator:
    """Half a body of ``unit``, then half of ``end``."""
    return lambda n: repeat(unit)(n // 2) + repeat(end)(n - n // 2)


def ticks(n: int) -> str:
    """Runs of 1, 2, 3, … backticks: none closes another."""
    return " ".join("`" * k for k in range(1, int((2 * n) ** 0.5) + 1))[:n]


def big_reference(n: int) -> str:
    """One long address, used as often as possible: n²/12 characters of HTML."""
    return (f"[a]: https://a.b/{'c' * min(n // 2, 1980)}\n\n" + "[a]" * n)[:n]


def noise(n: int) -> str:
    return random.Random(n).randbytes(n).decode("latin-1")


def broken_utf8(n: int) -> str:
    return random.Random(n).randbytes(n).decode("utf-8", "surrogateescape")[:n]


def marks(n: int) -> str:
    return "".join(random.Random(n).choices("[]()*_~`<>&\\|!#-+.: \n\t\"'ab的", k=n))


SHAPES: dict[str, Generator] = {
    **{f"mirror {a}…{b}": mirror(a, b) for a, b in [
        ("[", "]"), ("[", "](b)"), ("![", "](b)"), ("[", "][b]"), ("*", "*"), ("**", "**"),
        ("*a ", " a*"), ("**a ", " a**"), ("_a ", " a_"), ("~~a ", " a~~"), ("**_", "_**"),
        ("*a **b ", " b** a*"), ("[a](", ")"), ("(", ")"), ("`", "`"), ("<b>", "</b>"),
        ("> ", "\n"), ("- ", "\n"), ("[*", "*](b)"), ("***", "***"), ("**a ~~b ", " b~~ a**"),
        ("<", ">"), ("[![", "](b)](c)"), ('[a](b "', '")'),
    ]},
    **{f"between {a!r} {b!r} {c!r}": between(a, b, c) for a, b, c in [
        ("```", " ", ""), ("```a", " b", ""), ("``` {", ".a ", ""), ("``` {", "a=", "}"),
        ('```a b="', '"', ""), ("```a", " b ", "`"), ("~~~", "\t", "a"), ("> ```", " ", ""),
        ("```", ".", " a"), ("```a ", "b=\"c\" ", "d="), ("[a]: ", "b", ""), ("[a]: b ", " ", "'"),
        ("[a]: b '", "c ", ""), ("[", "a ", "]: b"), ("[a]:", " ", "b"), ("[a](", " ", ""),
        ("[a](", "(", ""), ('[a](b "', '"', ""), ("[a](b '", "\" ", ""), ("[a](<", " ", ""),
        ("[a](", "\\(", ""), ("[", "\\]", ""), ("[a](", "b", ")"), ("[a](https://a.b/", "的", ")"),
        ("https://a.b/", "(", ""), ("https://a.b/", "!", ""), ("https://a.b/", ".a", ""),
        ("https://", "a.", ""), ("https://a.b/", "()", ""), ("https://a.b/", "(a.", ""),
        ("https://a.b/", "a", ""), ("https://a:", "1", "@"), ("# ", "#", "a"), ("# ", "\\", ""),
        ("# ", "# ", ""), ("", "-", "a"), ("", "- ", "a"), ("", "* ", "*a*"), ("a\n", "=", "a"),
        ("a\n", "- ", ""), ("", "1", ". a"), ("", "_ ", "a"), ("|a|\n|", "-", "|"),
        ("|a|b|\n|-|-|\n", "|", ""), ("|a|b|\n|-|-|\n", "`a` ", ""), ("|a|b|\n|-|-|\n", "\\|", ""),
        ("|a|b|\n|-|-|\n", "|`a`|b|\n", ""), ("a|b\n-|-\n", "`|", ""), ("&#", "1", ";"),
        ("&", "a", ";"), ("<!--", "-", ""), ("<![CDATA[", "]", ""), ("<a ", "b ", ">"),
        ("<", "a@", ">"), ("<http://", "a", ""), ("@", "a", ""), ("@", "老", ""),
        ("- a\n\n", "    b\n\n", ""), ("- a\n", "  b\n", ""), ("> ", "a\n", ""),
        ("1. a\n", "\n", "2. b"), ("", " ", "a"), ("", "\t", "a"), ("*", "a\n", "*"),
        ("**", "a", "**"), ("- [ ] ", "[ ] ", ""), ("[a]: b\n\n", "[a]", ""),
        ("[a]: b\n\n", "![a] ", ""), ("[a]: b\n\n", "[a][]", ""),
    ]},
    **{f"stairs {a!r} {b!r}": stairs(a, b) for a, b in [
        (" ", "- a\n"), ("  ", "- a\n"), ("    ", "- a\n"), ("\t", "* a\n"), ("   ", "1. a\n"),
        (">", " a\n"), ("> ", "a\n"), ("> ", "- a\n"), ("  ", "a\n\n"), ("- ", "a\n"),
        ("#", " a\n"), ("  ", "- a\n\n"), (">", "```\n"), ("  ", "```\n"), ("*", "a "),
        ("`", "a "), ("|", "a\n"), ("[", "a] "), (" ", "a\n"), ("    ", "> a\n"),
        ("  ", "- [ ] a\n"), ("-", "\n"), ("=", "\na\n"), ("~", "a "), ("_", "a "),
    ]},
    **{f"tail {a!r} {b!r}": tail(a, b) for a, b in [
        ("[", "]"), ("[a](", ")"), ("*", "_"), ("`", "a"), ("> ", "a\n"), ("- ", "a\n"),
        ("*a ", "b** "), ("**a", "a*"), ("[a]: b\n", "[a]"), ("- a\n", "    b\n"), ("|", "-"),
        ("<b>", "</i>"), ("~~a ", "*b "), ("_a ", "*b_ "), ("a\n", "> b\n"), ("```\n", "a\n"),
        ("[a][", "]"), ("![", "]("), ("*a*", "*"), ("\n", "a"),
    ]},
    **{f"table 1/{share}": table(share) for share in (2, 4, 8, 16)},
    "ticks": ticks,
    "big reference": big_reference,
    "noise": noise,
    "broken UTF-8": broken_utf8,
    "marks": marks,
}


def everything() -> Iterator[tuple[str, Generator]]:
    for unit in INLINE + LINES:
        yield f"repeat {unit!r}", repeat(unit)
    yield from SHAPES.items()


def lexers(languages: list[str]) -> Iterator[tuple[str, Generator]]:
    for language in languages:
        for unit in CODE:
            yield f"{language} {unit!r}", between(f"```{language}\n", unit, "\n```")


def random_body(dice: random.Random, n: int) -> str:
    """Hostile fragments in rows and nests, sometimes with ordinary text between them."""
    units = INLINE + LINES
    body = ""
    while len(body) < n:
        unit = "".join(dice.choices(units, k=dice.choice((1, 1, 2, 3))))
        count = dice.choice((1, 2, 5, 20, 100, 1000))
        kind = dice.randrange(5)
        if kind == 0:
            part = mirror(unit, "".join(dice.choices(units, k=1)))(len(unit) * count)
        elif kind == 1:
            part = stairs(unit, dice.choice(units))(min(len(unit) * count, 4000))
        elif kind == 2:
            part = dice.choice(("a", "的", "a b ", "中文，")) * count
        else:
            part = unit * count
        body += part + dice.choice(("", "", " ", "\n", "\n\n"))
    return body[:n]
