"""The official voice, from a terminal."""

import json

import click
from flask.cli import AppGroup

from forum.accounts.queries import get_system
from forum.accounts.visitors import Guest
from forum.announcements.actions.services import create_service
from forum.announcements.queries.pages import list_announcements
from forum.categories.queries import all_categories, visible
from forum.cli.sentences import sentences
from forum.core.db import read
from forum.core.languages import DEFAULT

cli = AppGroup("announcements", help="The official voice: list, service.")


@cli.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def show(limit: int, as_json: bool) -> None:
    """The newest announcements that the public sees."""
    with read() as connection:
        ids = [category.id for category in visible(all_categories(connection), Guest())]
    rows = [
        {"id": row.thread.id, "kind": row.kind, "state": row.state, "title": row.thread.title}
        for row in list_announcements(Guest(), ids, limit=limit).rows
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['state'] or row['kind']}  {row['title']}")


@cli.command()
@click.argument("slug")
@click.option("--name", required=True, help="In the site's default language.")
@sentences
def service(slug: str, name: str) -> None:
    """Name a part of the product that maintenance can touch."""
    create_service(slug, {DEFAULT: name}, by=get_system())
    click.echo(slug)
