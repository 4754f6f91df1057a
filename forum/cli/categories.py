"""Categories, from a terminal."""

import click
from flask.cli import AppGroup

from forum.categories.actions import create_category
from forum.cli.sentences import sentences
from forum.core.languages import DEFAULT

cli = AppGroup("categories", help="Categories: create, list.")


@cli.command()
@click.argument("slug")
@click.option("--name", required=True, help="In the site's default language.")
@click.option("--discussions", is_flag=True, help="Threads are discussions, not questions.")
@click.option("--official", is_flag=True, help="Only official staff start threads.")
@click.option("--hue", type=click.IntRange(1, 8), default=1)
@sentences
def create(slug: str, name: str, discussions: bool, official: bool, hue: int) -> None:
    kind = "discussions" if discussions or official else "questions"
    create_category(slug, {DEFAULT: name}, kind=kind, is_official=official, hue=hue)
    click.echo(f"/c/{slug}")
