"""A dump put in order: each thread's rows together, whatever order the files have them in.

It is a nameless SQLite file that the system deletes when the program ends, however it ends. Its
place is SQLITE_TMPDIR or TMPDIR, its size about that of the dump; memory holds a few pages of it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

_TABLES = """
CREATE TABLE questions (id INTEGER PRIMARY KEY, at TEXT, score INTEGER, owner INTEGER, body TEXT,
    edited_at TEXT, title TEXT, tags TEXT, accepted INTEGER, closed_at TEXT);
CREATE TABLE answers (id INTEGER PRIMARY KEY, at TEXT, score INTEGER, owner INTEGER, body TEXT,
    edited_at TEXT, question INTEGER);
CREATE TABLE comments (id INTEGER PRIMARY KEY, at TEXT, score INTEGER, owner INTEGER, body TEXT,
    post INTEGER);
CREATE TABLE people (id INTEGER PRIMARY KEY);
CREATE TABLE others (id INTEGER PRIMARY KEY);
CREATE TABLE sources (post INTEGER PRIMARY KEY, at TEXT, id INTEGER, body TEXT);
CREATE TABLE closings (post INTEGER PRIMARY KEY, at TEXT, id INTEGER, closer INTEGER, reason TEXT);
CREATE TABLE acceptances (post INTEGER PRIMARY KEY, at TEXT, id INTEGER);
CREATE TABLE links (id INTEGER PRIMARY KEY, from_id INTEGER, to_id INTEGER, kind INTEGER, at TEXT);
"""

# One original per question, the first that was named; of two that name each other, the earlier's.
_ORDER = """
CREATE INDEX answers_of ON answers (question, at, id);
CREATE INDEX comments_of ON comments (post, at, id);
CREATE TABLE relations AS
    SELECT from_id, to_id, kind = 3 AS is_duplicate, min(at) AS at FROM links
    WHERE from_id <> to_id AND from_id IN (SELECT id FROM questions)
        AND to_id IN (SELECT id FROM questions)
    GROUP BY from_id, to_id, kind;
CREATE INDEX relations_from ON relations (from_id, is_duplicate, at, to_id);
CREATE INDEX relations_to ON relations (to_id, is_duplicate, at, from_id);
UPDATE relations SET is_duplicate = 0 WHERE is_duplicate AND EXISTS (
    SELECT 1 FROM relations r WHERE r.from_id = relations.from_id AND r.is_duplicate
        AND (r.at, r.to_id) < (relations.at, relations.to_id));
UPDATE relations SET is_duplicate = 0 WHERE is_duplicate AND EXISTS (
    SELECT 1 FROM relations r WHERE r.from_id = relations.to_id AND r.to_id = relations.from_id
        AND r.is_duplicate AND r.from_id < relations.from_id);
"""

_NEWEST = (
    " ON CONFLICT (post) DO UPDATE SET {columns}"
    " WHERE (excluded.at, excluded.id) > (at, id)"
)


class Scratch:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(_TABLES)
        # Never ended: nobody else reads it, and nothing of it is kept.
        self._connection.execute("BEGIN")

    def add(self, table: str, *values: object) -> None:
        """Raises ``ValueError`` when the row's Id was there before."""
        try:
            self._insert(table, values)
        except sqlite3.IntegrityError as error:
            raise ValueError("An earlier row has the same Id.") from error

    def add_newest(self, table: str, columns: Sequence[str], *values: object) -> None:
        """Of several rows for one post keep the one with the latest moment, then Id."""
        changes = ", ".join(f"{column} = excluded.{column}" for column in columns)
        self._insert(table, values, _NEWEST.format(columns=changes))

    def _insert(self, table: str, values: Sequence[object], more: str = "") -> None:
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {table} VALUES ({marks}){more}", values)

    def put_in_order(self) -> None:
        """After the last row: what ``select`` needs to be fast, and which links say what."""
        for statement in _ORDER.split(";\n"):
            self._connection.execute(statement)

    def select(self, statement: str, *values: object) -> list[sqlite3.Row]:
        return self._connection.execute(statement, values).fetchall()

    def each(self, statement: str) -> Iterator[sqlite3.Row]:
        yield from self._connection.execute(statement)

    def count(self, statement: str) -> int:
        return int(self._connection.execute(statement).fetchone()[0])


@contextmanager
def open_scratch() -> Iterator[Scratch]:
    connection = sqlite3.connect("", isolation_level=None)
    with closing(connection):
        # Losing it loses nothing: the next run makes it again.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        yield Scratch(connection)


def marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


