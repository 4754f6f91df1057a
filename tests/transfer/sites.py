"""Dumps to import, and what a database holds afterwards, told without its own ids."""

from pathlib import Path

from sqlalchemy import Engine, MetaData, select

from tests.databases import ROOT

HERE = Path(__file__).parent
# Written by hand, with every kind of row and of damage.
SMALL = HERE / "dump" / "coins.example"
# A whole site of 2016.
WHOLE = ROOT.parent / "shared" / "data" / "stackexchange" / "ai.stackexchange.com"

# Who or what a row is, whichever number it has here.
_KEYS = {
    "users": ("origin", "origin_id"),
    "threads": ("origin", "origin_id"),
    "posts": ("origin", "origin_id"),
    "categories": ("slug",),
    "tags": ("folded",),
}
_TABLES = (*_KEYS, "thread_tags", "acceptances", "closings", "duplicates", "thread_links")


class Silent:
    """Nobody watches how far it has come."""

    def begin(self, phase, total):
        pass

    def advance(self, amount):
        pass


def everything(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table that an import writes, in an order of its own."""
    metadata = MetaData()
    metadata.reflect(engine, only=_TABLES)
    with engine.connect() as connection:
        rows = {
            name: connection.execute(select(metadata.tables[name])).mappings().all()
            for name in _TABLES
        }
    names = {
        (table, row["id"]): tuple(row[key] for key in keys)
        for table, keys in _KEYS.items()
        for row in rows[table]
    }
    return {
        table: sorted(_told(metadata.tables[table], row, names) for row in rows[table])
        for table in _TABLES
    }


def _told(table, row, names) -> str:
    told = {}
    for column in table.columns:
        if column.name == "id" or (row.get("role") == "system" and column.name == "joined_at"):
            continue
        value = row[column.name]
        for key in column.foreign_keys:
            value = value and names[key.column.table.name, value]
        told[column.name] = value
    return repr(told)
