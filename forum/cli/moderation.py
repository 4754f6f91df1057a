"""Moderation, from a terminal: what waits, and what was done."""

import json

import click
from flask.cli import AppGroup

from forum.accounts.queries import get_by_handle
from forum.cli.sentences import sentences
from forum.core.markup import excerpt
from forum.moderation.queries.log import list_log
from forum.moderation.queries.queue import list_open, open_items

cli = AppGroup("moderation", help="Moderation: the queue, the action log.")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@sentences
def queue(as_json: bool, limit: int) -> None:
    """What nobody has decided, the oldest first."""
    for item in list_open(limit=limit).rows:
        row = {
            "id": item.id,
            "opened_at": item.opened_at.isoformat(timespec="seconds"),
            "post_id": item.post_id,
            "author": item.handle,
            "flags": [{"by": flag.handle, "reason": flag.reason} for flag in item.flags],
        }
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            reasons, text = ", ".join(item.reasons), excerpt(item.html, 60)
            click.echo(f"{row['opened_at']}  /p/{item.post_id}  {reasons}  {text}")
    if not as_json:
        click.echo(f"{open_items()} open")


@cli.command()
@click.option("--by", default="", help="Only this person's acts.")
@click.option("--verb", default="", help="Only these acts, such as hide_post.")
@click.option("--subject", default="", help="Only about this, such as thread/12.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@sentences
def log(by: str, verb: str, subject: str, as_json: bool, limit: int) -> None:
    """Who did what and why, the newest first."""
    by_id = get_by_handle(by).id if by else None
    for line in list_log(by_id=by_id, verb=verb, subject=subject, limit=limit).rows:
        at = line.logged_at.isoformat(timespec="seconds")
        if as_json:
            row = {
                "id": line.id, "at": at, "by": line.by_handle, "verb": line.verb,
                "subject": line.subject, "reason": line.reason, "changes": line.changes,
            }
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            words = (at, line.by_handle, line.verb, line.subject, line.reason)
            click.echo("  ".join(words).rstrip())
