"""Threads, from a terminal."""

import json
from dataclasses import asdict

import click
from flask.cli import AppGroup

from forum.accounts.queries import get_system
from forum.cli.progress import bars
from forum.cli.sentences import sentences
from forum.threads.actions import recounting, rendering, tagging

cli = AppGroup("threads", help="Threads: recount, render, tags.")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was off as JSON.")
@sentences
def recount(as_json: bool) -> None:
    """Count afresh what lists and pages show, say what was off, and put it right."""
    with bars() as shown:
        shown.begin("Threads", recounting.count_threads())
        told = recounting.recount_threads(shown.advance)
    if as_json:
        report = asdict(told) | {"off": dict(told.off)}
        click.echo(json.dumps(report, ensure_ascii=False, default=str, indent=2))
        return
    click.echo(f"{told.threads:,} threads counted. " + ("" if told.off else "Nothing was off."))
    for kind, count in told.off.items():
        click.echo(f"{kind}: {count:,} off, now right.")
        for wrong in (wrong for wrong in told.examples if wrong.kind == kind):
            where = f"post {wrong.post_id}" if wrong.post_id else f"thread {wrong.thread_id}"
            click.echo(f"  {where} said {wrong.said}; it is {wrong.counted}.")


@cli.command()
@click.option("--all", "everything", is_flag=True, help="Also what this renderer made.")
@sentences
def render(everything: bool) -> None:
    """Render posts again that an older renderer made. Safe to stop and to run again."""
    with bars() as shown:
        shown.begin("Posts", rendering.count_stale(everything))
        told = rendering.render_again(everything, shown.advance)
    click.echo(f"{told.posts:,} posts rendered; {told.changed:,} look different now.")
    if told.put_off:
        click.echo(f"{told.put_off:,} are left, since the renderer was busy. Run this again.")


@cli.command("tag-synonym")
@click.argument("name")
@click.argument("into")
@sentences
def tag_synonym(name: str, into: str) -> None:
    """Let the tag NAME mean INTO: on the threads that have it, and from now on."""
    tagging.merge_tag(name, into, by=get_system())
    click.echo(f"#{name} is #{into} from now on.")


@cli.command("tag-reserve")
@click.argument("name")
@click.option("--undo", is_flag=True, help="Everybody may use it again.")
@sentences
def tag_reserve(name: str, undo: bool) -> None:
    """Let only staff put the tag NAME on a thread."""
    tagging.reserve_tag(name, not undo, by=get_system())
    click.echo(f"#{name} is everybody's." if undo else f"#{name} is for staff.")
