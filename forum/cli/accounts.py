"""People, from a terminal."""

import click
from flask.cli import AppGroup

from forum.accounts.actions import creating
from forum.cli.sentences import sentences

cli = AppGroup("accounts", help="People: create, tokens, trust.")


@cli.command()
@click.argument("handle")
@click.option("--email", required=True)
@click.option("--password", required=True)
@click.option(
    "--role", default="member",
    type=click.Choice(["member", "moderator", "official", "administrator"]),
)
@sentences
def create(handle: str, email: str, password: str, role: str) -> None:
    """Create an account. No strength check, no code by mail."""
    user = creating.create_account_with_password(handle, email, password, role)
    click.echo(f"{user.handle} ({role}) can sign in.")
