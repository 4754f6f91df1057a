"""The texts in other languages, from the .po files themselves: there is nothing to compile."""

import io
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask
from flask_babel import Domain, get_domain

from forum.core.languages import LANGUAGES

FOLDER = Path(__file__).parent.parent / "translations"
# What Flask-Babel asks its domain's cache for.
_NAME = "messages"


def domain() -> Domain:
    """Every catalogue, read once. English needs none: it is what the program is written in."""
    found = Domain(domain=_NAME)
    for language in LANGUAGES:
        found.cache[language.replace("-", "_"), _NAME] = catalogue(language)
    return found


@cache
def catalogue(language: str) -> Translations:
    return _load(FOLDER / f"{language.replace('-', '_')}.po")


def attach(app: Flask) -> None:
    """After Flask-Babel. For texts that are not yet known when a template is compiled."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    environment: Any = app.jinja_env
    environment.install_gettext_callables(
        lambda text: get_domain().get_translations().ugettext(text),
        lambda one, many, n: get_domain().get_translations().ungettext(one, many, n),
        newstyle=True,
    )


def _load(path: Path) -> Translations:
    if not path.exists():
        return Translations()
    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
