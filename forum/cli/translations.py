"""The catalogues, from a terminal: for whoever changes a text."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from flask.cli import AppGroup
from opencc import OpenCC

from forum.http.catalogues import FOLDER

cli = AppGroup("translations", help="Texts in other languages: update, missing.")

ROOT = Path(__file__).parent.parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
SIMPLIFIED, TRADITIONAL = "zh_Hans", "zh_Hant"
# Taiwan's words where they differ from what the conversion makes of the mainland's.
GLOSSARY = FOLDER / "zh_Hant.json"


@cli.command()
def update() -> None:
    """Collect the texts; make the traditional catalogue from the simplified one."""
    simplified = bring_up_to_date(SIMPLIFIED)
    save(simplified)
    save(to_traditional(simplified))
    click.echo(f"{len(simplified)} texts, {len(untranslated(simplified))} without a translation.")


@cli.command()
def missing() -> None:
    """Print what has no translation, and fail if there is anything."""
    found = untranslated(bring_up_to_date(SIMPLIFIED))
    for message in found:
        click.echo(str(message.id))
    raise SystemExit(1 if found else 0)


def collect() -> Catalog:
    """Every text of the program."""
    catalogue = Catalog(project="Waymark", fuzzy=False)
    options = {"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}}
    for _file, _line, text, comments, context in extract_from_dir(ROOT, METHODS, options):
        catalogue.add(text, None, auto_comments=comments, context=context)
    return catalogue


def load(locale: str) -> Catalog:
    path = FOLDER / f"{locale}.po"
    if not path.exists():
        return Catalog(locale=locale, fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=locale)


def bring_up_to_date(locale: str) -> Catalog:
    catalogue = load(locale)
    # No guesses: a text that was changed is to be translated again.
    catalogue.update(collect(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def untranslated(catalogue: Catalog) -> list[Message]:
    return [m for m in catalogue if m.id and (m.fuzzy or not _is_whole(m))]


def _is_whole(message: Message) -> bool:
    return all(_texts(message))


def _texts(message: Message) -> list[str]:
    """The translation, in each plural form; "" where there is none."""
    given = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return [text or "" for text in given]


def to_traditional(simplified: Catalog) -> Catalog:
    """By opencc's phrases for Taiwan, then by the reviewed glossary."""
    opencc, glossary = OpenCC("s2twp"), json.loads(GLOSSARY.read_text())
    traditional = Catalog(locale=TRADITIONAL, fuzzy=False)
    for message in simplified:
        if message.id:
            texts = [_convert(text, opencc, glossary) for text in _texts(message)]
            whole = tuple(texts) if message.pluralizable else texts[0]
            traditional.add(message.id, whole, context=message.context)
    return traditional


def _convert(text: str, opencc: OpenCC, glossary: Mapping[str, str]) -> str:
    converted = str(opencc.convert(text))
    for wrong, right in glossary.items():
        converted = converted.replace(wrong, right)
    return converted


def save(catalogue: Catalog) -> None:
    catalogue.header_comment = f"# Waymark's texts in {catalogue.locale_identifier}."
    written = BytesIO()
    write_po(written, catalogue, width=100, sort_output=True, no_location=True, omit_header=False)
    text = written.getvalue().decode()
    # A date in the header would make every update a change.
    lines = [line for line in text.splitlines() if "-Date: " not in line]
    (FOLDER / f"{catalogue.locale}.po").write_text("\n".join(lines) + "\n")
