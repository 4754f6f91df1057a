"""Fenced code, coloured by Pygments."""

import re
from typing import Any

import pymdownx.superfences
from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.util import HTML_PLACEHOLDER
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES

# Pygments knows some 600 languages; every one that is offered has been under the fuzzer
# (benchmarks/markup_attack.py), because a lexer is a pile of regular expressions.
LANGUAGES = frozenset({
    "bash", "c", "c++", "console", "cpp", "cs", "css", "dart", "diff", "go", "html", "ini", "java",
    "javascript", "js", "json", "jsx", "kotlin", "lua", "objc", "php", "powershell", "py",
    "python", "rb", "ruby", "rs", "rust", "sh", "shell", "solidity", "sql", "swift", "toml", "ts",
    "tsx", "typescript", "xml", "yaml", "yml",
})

# Longer code is shown without colours: they cost 1 to 3 ms for 1,000 characters.
MOST_COLOURED = 12_000

CLASSES = frozenset(STANDARD_TYPES.values()) - {""}

_FORMATTER = HtmlFormatter(nowrap=True)

# A fence as CommonMark has it: whatever stands behind the language is ignored, and a line with
# backticks behind its backticks is code in a paragraph. The extension's own expression takes
# options, and for ``a b="c" b="c" … d=`` it takes twice as long with each of them.
_OPENING = re.compile(
    r"(?P<fence>~{3,}+|`{3,}+(?=[^`]*$))[ \t]*+\{?\.?(?P<lang>[\w#.+-]*+)"
    r"(?P<attrs>(?!))?(?P<options>(?!))?(?P<unrecognized>(?!))?"
)


def accept(
    language: str, inputs: dict[str, Any], options: dict[str, Any], attrs: dict[str, Any],
    md: Markdown,
) -> bool:
    """Every fence is code, whatever stands behind its language."""
    return True


def draw(
    source: str, language: str, class_name: str, options: dict[str, Any], md: Markdown, **_: Any
) -> str:
    name = (language or "").lower()
    if name not in LANGUAGES or len(source) > MOST_COLOURED:
        return f"<pre><code>{_escape(source)}</code></pre>"
    lexer = get_lexer_by_name(name, stripnl=False)
    coloured = highlight(source, lexer, _FORMATTER)
    return f'<div class="highlight"><pre><code>{coloured}</code></pre></div>'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Apart(Preprocessor):
    """Puts blank lines around a fence, which is a placeholder by now.

    Without them it would be part of the paragraph above, and a paragraph holds no block.
    """

    PLACEHOLDER = re.compile(rf"((?:[ ]*>)*)[ ]*{HTML_PLACEHOLDER % '[0-9]+'}$")

    def run(self, lines: list[str]) -> list[str]:
        apart: list[str] = []
        for line in lines:
            fence = self.PLACEHOLDER.match(line)
            apart += [fence[1], line, fence[1]] if fence else [line]
        return apart


def teach(md: Markdown) -> None:
    pymdownx.superfences.RE_NESTED_FENCE_START = _OPENING
    md.preprocessors.register(Apart(md), "fences_apart", 24)
