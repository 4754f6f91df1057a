"""The languages the program speaks, and how a reader's wish is matched to one of them."""

from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
DEFAULT = "zh-Hans"

# What each reader understands best when their own is missing.
_NEXT = {"zh-Hans": ("zh-Hant", "en"), "zh-Hant": ("zh-Hans", "en"), "en": ("zh-Hans", "zh-Hant")}


def match(tag: str) -> str | None:
    """The language that a BCP 47 tag asks for: zh-TW, zh-HK and zh-MO are zh-Hant.

    Babel's and Werkzeug's negotiation finds nothing for zh-CN and its kind; the script that CLDR
    finds likely does.
    """
    try:
        locale = Locale.parse(tag[:35], sep="-", resolve_likely_subtags=True)
    except (ValueError, UnknownLocaleError, TypeError):
        return None
    if locale.language in ("zh", "yue"):
        return f"zh-{locale.script or 'Hans'}" if locale.script in ("Hans", "Hant") else "zh-Hans"
    return "en" if locale.language == "en" else None


@cache
def locale_of(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def pick(texts: Mapping[str, str], language: str) -> str:
    """The text in ``language``, else in the one its readers understand best, else any."""
    if text := texts.get(language):
        return text
    for wanted in _NEXT.get(language, ()):
        if texts.get(wanted):
            return texts[wanted]
    return next(iter(texts.values()), "")
