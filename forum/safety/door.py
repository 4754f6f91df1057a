"""The one door through which people's text comes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from forum.core import text as texts
from forum.core.addresses import LONGEST_URL
from forum.core.errors import Invalid
from forum.core.languages import LANGUAGES

Kind = Literal[
    "title", "body", "handle", "display_name", "about", "reason", "tag", "name", "page", "to_do",
    "token_name", "address", "url", "description",
]


@dataclass(frozen=True)
class _Limits:
    most: int
    lines: bool = False
    least: int = 1


# In code points. A rule that depends on who writes or on the language stands in the action.
_LIMITS: dict[Kind, _Limits] = {
    "title": _Limits(150),
    "body": _Limits(32_000, lines=True),
    "handle": _Limits(30, least=2),
    "display_name": _Limits(40),
    "about": _Limits(500, lines=True, least=0),
    "reason": _Limits(500, lines=True),
    "tag": _Limits(30),
    "name": _Limits(60),
    "page": _Limits(32_000, lines=True, least=0),
    "to_do": _Limits(500, lines=True, least=0),
    "token_name": _Limits(60),
    "address": _Limits(254),
    "url": _Limits(LONGEST_URL),
    "description": _Limits(200, least=0),
}


def admit_by_language(texts: Mapping[str, str], kind: Kind, field: str) -> dict[str, str]:
    """Language → text, without what is blank or in a language that is not spoken here.

    Raises ``Invalid`` for ``field``-``language``.
    """
    return {
        language: admit(text, kind, f"{field}-{language}")
        for language in LANGUAGES
        if (text := texts.get(language, "")).strip()
    }


def admit_any_reason(reason: str) -> str:
    """A reason that may be left out: then it is "". Raises ``Invalid``."""
    return admit(reason, "reason") if reason.strip() else ""


def admit(text: str, kind: Kind, field: str | None = None) -> str:
    """The text as it may be stored: NFC, Unix line ends, nothing invisible, trimmed.

    Raises ``Invalid`` for the form's ``field`` (by default named like the kind).
    """
    field, limits = field or kind, _LIMITS[kind]
    if "\x00" in text or texts.has_surrogate(text):
        raise Invalid(_("This text holds a character that cannot be stored."), field)
    # Before any work is done on it: composing a text makes it at most three times shorter.
    if len(text) > 4 * limits.most:
        raise Invalid(_too_long(limits.most), field)
    clean = texts.clean(text)
    if not limits.lines:
        clean = " ".join(clean.split())
    if len(clean) > limits.most:
        raise Invalid(_too_long(limits.most), field)
    if len(clean) < limits.least:
        raise Invalid(
            _("Please write something here.")
            if limits.least == 1
            else _("Please write at least %(count)s characters.", count=limits.least),
            field,
        )
    return clean


def _too_long(most: int) -> str:
    return _("This is too long: %(count)s characters are possible.", count=f"{most:,}")
