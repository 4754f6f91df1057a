"""Communities from elsewhere, from a terminal."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table

from forum.cli.progress import bars
from forum.cli.sentences import sentences
from forum.transfer.stackexchange.importing import import_folder
from forum.transfer.stackexchange.report import Flaws, Report

cli = AppGroup("transfer", help="Bring communities in from elsewhere.")

# What is broken beyond these is in --json.
_MOST_SHOWN = 20


@cli.command("import-stackexchange")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--category", help="Its address; by default it is named like the folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@sentences
def import_stackexchange(folder: Path, category: str | None, as_json: bool) -> None:
    """Import a Stack Exchange data dump: the folder with its XML files, named like the site.

    Safe to stop and to run again: what is here already stays as it is.
    """
    with bars() as shown:
        report = import_folder(folder, category, shown)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(report)


def _print(report: Report) -> None:
    console = Console(highlight=False)
    console.print(_table(report))
    if report.added["from HTML"]:
        console.print(f"{report.added['from HTML']} posts were made from their HTML.")
    for name, count in report.left.items():
        console.print(f"Left: {name} ({count:,}).")
    _print_flaws(console, "rows are broken and did not come in", report.broken)
    _print_flaws(console, "rows came in mended", report.mended)
    posts = f"{report.added['posts']:,} posts in {report.seconds:,.1f} s"
    console.print(f"{posts} ({report.posts_per_second:,.0f} posts/s), in /c/{report.category}")


def _table(report: Report) -> Table:
    table = Table(title=report.site, title_justify="left")
    table.add_column("")
    for column in ("in the dump", "added", "here now"):
        table.add_column(column, justify="right")
    for name in dict.fromkeys([*report.in_dump, *report.here]):
        counts = (report.in_dump.get(name), report.added.get(name), report.here.get(name))
        table.add_row(name, *("" if count is None else f"{count:,}" for count in counts))
    return table


def _print_flaws(console: Console, what: str, flaws: Flaws) -> None:
    if flaws.count == 0:
        return
    console.print(f"{flaws.count} {what}:")
    for flaw in flaws.named[:_MOST_SHOWN]:
        console.print(f"  {flaw.file} {flaw.row}: {flaw.why}", markup=False, soft_wrap=True)
    if flaws.count > _MOST_SHOWN:
        console.print(f"  … and {flaws.count - _MOST_SHOWN:,} more (--json names them).")
