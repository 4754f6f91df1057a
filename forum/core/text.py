"""Text as people type it: what is cut out, how long it is, how two spellings are compared."""

import re
import unicodedata
from functools import lru_cache

from confusable_homoglyphs import confusables

# Characters that show nothing: they hide words from readers and from rules. Tab and line feed
# stay, and U+200C to U+200F, which scripts and emoji need.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff]"
)
# Default_Ignorable_Code_Point of Unicode 15, and the blank Braille pattern: no font shows them.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Accents that stand alone, such as ˈ: beside a name they look like dirt on the screen.
_MODIFIER = re.compile("[\u02b0-\u02ff]")
_EMOJI = re.compile(
    "[\u00a9\u00ae\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff\ufe0f\u200d]"
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NOT_SLUG = re.compile(r"[^\w]+")


def clean(text: str) -> str:
    """Unix line ends, NFC, no invisible characters, no blanks at either end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()


def one_line(text: str) -> str:
    """Fit for a header or a log: no line ends, no invisible characters, single blanks."""
    return " ".join(_INVISIBLE.sub("", " ".join(text.split())).split())


def has_surrogate(text: str) -> bool:
    """Half a character, which no database and no browser can hold."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def is_storable(text: str) -> bool:
    """Whether every database can hold it, or be asked for it."""
    return "\x00" not in text and not has_surrogate(text)


def has_han(text: str) -> bool:
    return _HAN.search(text) is not None


# A list asks for twenty of them, and mostly for the same.
@lru_cache(10_000)
def slug(title: str, limit: int = 60) -> str:
    """The part of an address that people read. Keeps Chinese; "-" when nothing is left."""
    words = _NOT_SLUG.sub("-", unicodedata.normalize("NFKC", title).lower())
    return words[:limit].strip("-_") or "-"


def without_ignorable(text: str) -> str:
    """Without characters that no font shows."""
    return _IGNORABLE.sub("", text)


def tidy_name(name: str) -> str:
    """Without them, too, but for what joins an emoji to the next one or colours it."""
    kept = ""
    for c in name:
        joins = c in "\ufe0f\u200d" and _EMOJI.match(kept[-1:])
        kept += c if joins else without_ignorable(c)
    return kept.strip()


def fold(text: str) -> str:
    """Equal for two texts that differ in width, case or composition only."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(4096)
def skeleton(name: str) -> str:
    """Equal for two names that look alike: UTS #39, over the published table of confusables.

    What the table leaves apart because it depends on the font (I l 1, 0 O, rn m) is equal too.
    """
    shown = _MODIFIER.sub("", without_ignorable(name))
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", fold(shown)) if not unicodedata.combining(c)
    )
    like = "".join(_prototype(c) for c in plain)
    like = fold(like).replace("rn", "m").replace("vv", "w")
    return like.translate(_SAME)


_SAME = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o", "_": "", "-": "", ".": ""})


@lru_cache(8192)
def _prototype(character: str) -> str:
    """The Latin look-alike of a letter from another alphabet, or the letter itself."""
    if character.isascii() or has_han(character):
        return character
    # A capital may look like a Latin one where the small letter does not: Н and н.
    return _latin(character) or _latin(character.upper()) or character


def _latin(character: str) -> str | None:
    found = confusables.is_confusable(character, greedy=False, preferred_aliases=[])
    for entry in found or ():
        for like in entry["homoglyphs"]:
            if like["c"].isascii() and like["c"].isalnum():
                return str(like["c"])
    return None
