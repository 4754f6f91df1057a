"""The texts in other languages, from the .po files themselves: there is nothing to compile."""

import io
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g
from flask_babel import Domain, get_domain

from forum.core.languages import LANGUAGES

FOLDER = Path(__file__).parent.parent / "translations"
# What Flask-Babel asks its domain's cache for.
_NAME = "messages"


def domain() -> Domain:
    """Every catalogue, read once. English needs none: it is what the program is written in."""
    found = Domain(domain=_NAME)
    for language in LANGUAGES:
        locale = language.replace("-", "_")
        found.cache[locale, _NAME] = _load(FOLDER / f"{locale}.po")
    return found


def attach(app: Flask) -> None:
    """After Flask-Babel: templates ask the request's catalogue, found once, for each of a page's
    hundred texts."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    environment: Any = app.jinja_env
    environment.install_gettext_callables(
        lambda text: _catalogue().ugettext(text),
        lambda one, many, n: _catalogue().ungettext(one, many, n),
        newstyle=True,
    )


def _catalogue() -> Translations:
    if "catalogue" not in g:
        g.catalogue = get_domain().get_translations()
    found: Translations = g.catalogue
    return found


def _load(path: Path) -> Translations:
    if not path.exists():
        return Translations()
    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
