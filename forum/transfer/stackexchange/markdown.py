"""Stack Exchange's HTML as Markdown of our dialect."""

import re
from html import unescape
from typing import Any

import nh3
from markdownify import MarkdownConverter

_MARKS = re.compile(r"([\\`*_\[\]~|])")
# Only at the beginning of a line are these more than characters.
_LINE_MARKS = re.compile(r"(?m)^(\s*)(?:([#>+-])|(\d+)(?=[.)](?:\s|$)))")
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Other links are shown as text here, so that nobody follows one unawares.
_FOLLOWED = re.compile(r"https?://|/(?!/)|#", re.IGNORECASE)
_LANGUAGE = re.compile(r"lang-(\w+)")


class _Converter(MarkdownConverter):
    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = _MARKS.sub(r"\\\1", text or "")
        return _LINE_MARKS.sub(
            lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\", text
        )

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        text = str(super().process_text(el, parent_tags))  # type: ignore[misc]
        after_break = getattr(el.previous_sibling, "name", None) == "br"
        return text.lstrip(" \n") if after_break and "pre" not in (parent_tags or ()) else text

    def convert_sup(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return _shifted(text, _RAISED, r"^")

    def convert_sub(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return _shifted(text, _LOWERED, r"\_")

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # Every line end is one here.
        return " " if "_inline" in parent_tags else f"\n{text}"

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        href = el.get("href") or ""
        if _FOLLOWED.match(href) or not text.strip():
            return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]
        return f"{text} ({href})" if href else text

    convert_strike = MarkdownConverter.convert_del  # type: ignore[attr-defined]


def _shifted(text: str, table: dict[int, int], sign: str) -> str:
    """x² and x^n; a whole sentence that stands high is small print, and stays a sentence."""
    if all(ord(character) in table for character in text):
        return text.translate(table)
    if text.startswith("["):
        return f" {text}"
    return text if " " in text.strip() or "\n" in text else f"{sign}{text}"


def _language(el: Any) -> str:
    found = _LANGUAGE.search(" ".join(el.get("class", ())))
    return found[1] if found else ""


_converter = _Converter(
    heading_style="atx", bullets="-", wrap=True, wrap_width=None, code_language_callback=_language
)


def to_markdown(html: str) -> str:
    try:
        return str(_converter.convert(html)).strip()
    except RecursionError:
        # Nested deeper than anybody writes: the words are left.
        return plain_text(html)


def plain_text(html: str) -> str:
    return unescape(nh3.clean(html, tags=set())).strip()
