"""Categories, from a terminal."""

import json

import click
from flask.cli import AppGroup

from forum.accounts.queries import get_system
from forum.categories.actions import create_category
from forum.categories.queries import all_categories
from forum.cli.sentences import sentences
from forum.core.db import read
from forum.core.settings import all_settings

cli = AppGroup("categories", help="Categories: create, list.")


@cli.command()
@click.argument("slug")
@click.option("--name", required=True, help="In the site's default language.")
@click.option("--discussions", is_flag=True, help="Threads are discussions, not questions.")
@click.option("--official", is_flag=True, help="Only official staff start threads.")
@click.option("--hue", type=click.IntRange(1, 8), default=1)
@sentences
def create(slug: str, name: str, discussions: bool, official: bool, hue: int) -> None:
    """Create a category at /c/SLUG."""
    kind = "discussions" if discussions or official else "questions"
    given = {"kind": kind, "is_official": official, "hue": hue}
    create_category(slug, {_language(): name}, by=get_system(), **given)
    click.echo(f"/c/{slug}")


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
def list_all(as_json: bool) -> None:
    """All categories in their order."""
    language = _language()
    with read() as connection:
        found = all_categories(connection)
    for one in found:
        row = {"slug": one.slug, "names": one.names, "kind": one.kind, "official": one.is_official}
        indent = "  " if one.parent_id else ""
        text = f"{indent}{one.path}  {one.name(language)}"
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else text)


def _language() -> str:
    with read() as connection:
        return str(all_settings(connection)["language"])
