"""The demonstration, from a terminal."""

import click
from flask.cli import AppGroup

from forum.cli.sentences import sentences
from forum.transfer.demo import access, loading, unloading

cli = AppGroup("demo", help="The demonstration: load it, take it away.")


@cli.command()
@sentences
def load() -> None:
    """Fill an empty database with a fictional wallet's community."""
    access.require_loopback()
    if loading.is_loaded():
        click.echo("The demo is here already.")
    else:
        loading.load_demo()
        click.echo("The demo is loaded.")
    show_accounts()


@cli.command()
@click.option("--everybody", is_flag=True, help="Also people who signed up while it was here.")
@sentences
def unload(everybody: bool) -> None:
    """Empty the database, so that a real community can begin."""
    unloading.unload_demo(everybody)
    click.echo("The demo is gone; the database is as new.")


def show_accounts() -> None:
    """Who can sign in, and with what."""
    click.echo("\nSign in with one of these names or addresses:\n")
    for account in access.accounts():
        click.echo(f"  {account.role:14} {account.email:27} {account.handle}")
    click.echo(f"\n  password, for each: {loading.PASSWORD}")
