"""In which language a thread is written, as far as its characters say so."""

import re

from forum.core.text import has_han

# The most frequent characters that only one of the two ways of writing has (Jun Da's list of
# modern Chinese, its first 300, whose two forms differ).
_SIMPLIFIED = frozenset("这们来个为说时会过对没还么开点问样发现经动进种后两长关实机当钱转账币")
_TRADITIONAL = frozenset("這們來個為說時會過對沒還麼開點問樣發現經動進種後兩長關實機當錢轉賬幣")
_OTHER_EAST_ASIAN = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_ENGLISH = re.compile(
    r"\b(?:the|a|an|to|is|are|and|my|i|it|in|of|on|how|what|why|not|can|do|does|with|for)\b", re.I
)


def language_of(text: str) -> str | None:
    """A key of ``core.languages.LANGUAGES``, or None where it would be a guess."""
    if _OTHER_EAST_ASIAN.search(text):
        return None
    if has_han(text):
        simplified = sum(c in _SIMPLIFIED for c in text)
        traditional = sum(c in _TRADITIONAL for c in text)
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    return "en" if len(_ENGLISH.findall(text)) >= 2 else None
