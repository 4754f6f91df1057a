"""The action log, the newest line first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from forum.accounts.models import User
from forum.core.db import read
from forum.moderation.models import LogLine

PAGE = 50


@dataclass(frozen=True, slots=True)
class LogRow:
    id: int
    logged_at: datetime
    verb: str
    subject: str
    reason: str
    changes: dict[str, Any]
    by_handle: str
    by_name: str
    # Whose account it is about, if it is.
    subject_handle: str | None

    @property
    def kind(self) -> str:
        return self.subject.partition("/")[0]

    @property
    def number(self) -> str:
        return self.subject.partition("/")[2]

    @property
    def path(self) -> str:
        """Where the subject is; "" for what has no page of its own."""
        if self.subject_handle is not None:
            return f"/u/{self.subject_handle}"
        places = {"thread": "/t", "post": "/p"}
        return f"{places[self.kind]}/{self.number}" if self.kind in places else ""


@dataclass(frozen=True)
class Page:
    rows: list[LogRow]
    # The id to go on below.
    next: int | None


_LINE: tuple[Any, ...] = (
    LogLine.id, LogLine.logged_at, LogLine.verb, LogLine.subject, LogLine.reason,
    LogLine.changes, User.handle, User.display_name,
)


def list_log(
    *, by_id: int | None = None, verb: str = "", subject: str = "",
    before: int | None = None, limit: int = PAGE,
) -> Page:
    # PostgreSQL refuses to compare with a text that holds NUL; no line has one.
    if "\x00" in verb + subject:
        return Page([], None)
    statement = select(*_LINE).join(User, User.id == LogLine.by_id)
    if by_id is not None:
        statement = statement.where(LogLine.by_id == by_id)
    if verb:
        statement = statement.where(LogLine.verb == verb)
    if subject:
        statement = statement.where(LogLine.subject == subject)
    if before is not None:
        statement = statement.where(LogLine.id < before)
    with read() as connection:
        found = connection.execute(
            statement.order_by(LogLine.id.desc()).limit(limit + 1)
        ).all()
        handles = _handles(connection, [row[3] for row in found])
    rows = [_line(row, handles) for row in found[:limit]]
    return Page(rows, rows[-1].id if len(found) > limit else None)


def why_hidden(thread_id: int) -> str:
    """What the moderator wrote who hid the thread; "" when it went out of sight by itself."""
    statement = (
        select(LogLine.verb, LogLine.reason)
        .where(
            LogLine.subject == f"thread/{thread_id}",
            LogLine.verb.in_(("hide_thread", "restore_thread")),
        )
        .order_by(LogLine.id.desc())
        .limit(1)
    )
    with read() as connection:
        last = connection.execute(statement).first()
    return last.reason if last and last.verb == "hide_thread" else ""


def _line(row: Any, handles: Mapping[str, str]) -> LogRow:
    columns: tuple[Any, ...] = (*row, handles.get(row[3]))
    return LogRow(*columns)


def _handles(connection: Connection, subjects: Iterable[str]) -> dict[str, str]:
    ids = {int(subject[5:]) for subject in subjects if re.fullmatch(r"user/\d{1,18}", subject)}
    if not ids:
        return {}
    rows = connection.execute(select(User.id, User.handle).where(User.id.in_(ids)))
    return {f"user/{user_id}": handle for user_id, handle in rows}
