"""People, from a terminal."""

import json
from typing import Any

import click
from flask.cli import AppGroup

from forum.accounts.actions import creating, passwords, roles, signing, tokens
from forum.accounts.models import ROLES, User
from forum.accounts.queries import all_accounts, get_by_handle, get_system
from forum.cli.sentences import sentences
from forum.core.db import transaction

cli = AppGroup("accounts", help="People: create, list, roles, trust, tokens, sign-ins.")

_ROLE = click.Choice([role for role in ROLES if role != "system"])
_TRUST = click.IntRange(0, 4)


@cli.command()
@click.argument("handle")
@click.option("--email", required=True)
@click.option("--password", required=True)
@click.option("--role", default="member", type=_ROLE)
@click.option("--trust", default=0, type=_TRUST)
@sentences
def create(handle: str, email: str, password: str, role: str, trust: int) -> None:
    """Create an account. No strength check, no code by mail."""
    user = creating.create_account_with_password(
        handle, email, password, role=role, trust_level=trust, by=get_system()
    )
    click.echo(f"{user.handle} ({role}) can sign in.")


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
def list_accounts(as_json: bool) -> None:
    """Everybody, in the order in which they came."""
    for row in all_accounts():
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False, default=lambda at: at.isoformat()))
        else:
            click.echo(_line(row))


def _line(row: dict[str, Any]) -> str:
    words = [row["handle"], row["role"], f"trust {row['trust_level']}", row["email"] or "-"]
    words += [f"{key} {row[key]:%Y-%m-%d %H:%M}Z" for key in _STANDING if row[key]]
    return "\t".join(words)


_STANDING = ("silenced_until", "suspended_until")


@cli.command()
@click.argument("handle")
@click.argument("role", type=_ROLE)
@click.option("--reason", default="By the operator.", help="It stands in the action log.")
@sentences
def role(handle: str, role: str, reason: str) -> None:
    """Give somebody a role."""
    roles.grant_role(get_by_handle(handle), role, reason, by=get_system())
    click.echo(f"{handle}: {role}")


@cli.command()
@click.argument("handle")
@click.argument("level", type=_TRUST)
@sentences
def trust(handle: str, level: int) -> None:
    """Set somebody's trust level, 0 to 4."""
    roles.set_trust(get_by_handle(handle), level, by=get_system())
    click.echo(f"{handle}: trust {level}")


@cli.command()
@click.argument("handle")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(tokens.SCOPES))
@click.option("--name", default="From the terminal")
@click.option("--days", type=click.IntRange(1, tokens.LONGEST_DAYS), help="Without: for ever.")
@sentences
def token(handle: str, scopes: tuple[str, ...], name: str, days: int | None) -> None:
    """Make an API token for somebody, and print it alone."""
    user = get_by_handle(handle)
    click.echo(tokens.make_token(user, name, scopes, days=days, by=user))


@cli.command("end-sessions")
@click.argument("handle")
@sentences
def end_sessions(handle: str) -> None:
    """Sign somebody out of every browser."""
    _end_sessions(get_by_handle(handle))
    click.echo(f"{handle} is signed out everywhere.")


@transaction()
def _end_sessions(user: User) -> None:
    signing.end_all_sign_ins(user)


@cli.command("reset-password")
@click.argument("handle")
@sentences
def reset_password(handle: str) -> None:
    """Print a new password for somebody, to be changed by them; sign-ins and tokens end."""
    click.echo(passwords.give_new_password(get_by_handle(handle)))
