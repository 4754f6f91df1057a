"""From a template to the words of a mail, in its reader's language, as text and as HTML.

``templates/mail/<name>.txt`` is always there, its first line the subject; ``<name>.html`` says the
same and extends ``mail/base.html``. Styles are written into the elements (css-inline), since half
of the programs that show mail read nothing else; colours for dark screens stay in the head.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from css_inline import CSSInliner
from flask import current_app, render_template
from flask_babel import force_locale

from forum.core.db import read
from forum.core.languages import locale_of, pick
from forum.core.mail import MARK
from forum.core.settings import all_settings

# Accent and the text on it, light and dark: those of static/css/accents.css.
ACCENTS = {
    "teal": ("#0b655a", "#ffffff", "#5fc9b8", "#08211d"),
    "plum": ("#703c96", "#ffffff", "#c9a3e6", "#221130"),
    "rose": ("#962b62", "#ffffff", "#ec9cc6", "#2f0d1e"),
    "bronze": ("#7a4d0c", "#ffffff", "#e0b36b", "#271a05"),
    "moss": ("#46611a", "#ffffff", "#aecb73", "#172006"),
    "graphite": ("#3d4652", "#ffffff", "#b9c3d0", "#13181f"),
}


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str
    site_name: str


@dataclass(frozen=True)
class Item:
    """One piece of news. All of it plain text in the reader's language, ``url`` absolute.

    ``words`` is the sentence that says what happened, ``title`` what it happened to, ``when`` a
    moment as the reader writes it; what is "" is left out.
    """

    title: str
    url: str
    words: str = ""
    who: str = ""
    when: str = ""
    excerpt: str = ""


@dataclass(frozen=True)
class Notice:
    """What ``mail/notice`` shows: ``title`` is the subject, too; ``why`` says why its reader gets
    it. What is "" is left out."""

    title: str
    items: Sequence[Item]
    why: str
    intro: str = ""
    action_words: str = ""
    action_url: str = ""
    unsubscribe_words: str = ""
    unsubscribe_url: str = ""
    settings_url: str = ""
    can_reply: bool = False


def write(template: str, language: str | None, *, html: bool = True, **shown: object) -> Written:
    """In ``language``, or in the site's. Without ``html`` there need be no template for it."""
    with read() as connection:
        settings = all_settings(connection)
    language = language or settings["language"]
    name = pick(settings["name"], language)
    shown |= {"site_name": name, "site_url": current_app.extensions["config"].site_url}
    with force_locale(locale_of(language)):
        words = render_template(f"mail/{template}.txt", mark=MARK, **shown)
        page = render_template(f"mail/{template}.html", mark=MARK, **shown) if html else ""
        styled = _inliner(_style(settings["accent"])).inline(page) if html else ""
    subject, text = words.split("\n", 1)
    # What was left out leaves its blank lines behind.
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    return Written(subject, text, styled, name)


def write_notice(notice: Notice, language: str | None) -> Written:
    return write("notice", language, notice=notice)


def _style(accent: str) -> str:
    accent, on_accent, dark, on_dark = ACCENTS[accent]
    return render_template(
        "mail/letter.css", accent=accent, on_accent=on_accent, dark=dark, on_dark=on_dark
    )


@lru_cache(len(ACCENTS))
def _inliner(style: str) -> CSSInliner:
    return CSSInliner(extra_css=style, keep_at_rules=True, load_remote_stylesheets=False)
