"""Stamps: one number per thing that pages show, raised whenever the thing changes.

A guest's page is named by the stamps of what it shows; that name is its ETag.
"""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Connection, Insert, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forum.core.among import among, filled, places
from forum.core.dialects import dialect, insert
from forum.core.model import Cut, Model

# What stands on every page: the site's name, its categories, banner and pins.
SITE = "site"
# Every list of threads that is not one category's.
LISTS = "lists"


class Stamp(Model):
    __tablename__ = "stamps"
    __table_args__ = ()

    subject: Mapped[str] = mapped_column(Cut, primary_key=True)
    version: Mapped[int]


def touch(session: Session, *subjects: str) -> None:
    """Say that ``subjects`` ("thread/12", "category/3", ``SITE``) change in this transaction."""
    session.info.setdefault("touched", set()).update(subjects)


def write(session: Session) -> None:
    """Raise what was touched. The last statement before a commit, so that its locks are short."""
    # Sorted: two transactions that touch the same stamps take them in the same order.
    rows = [{"subject": s, "version": 1} for s in sorted(session.info.get("touched", ()))]
    if not rows:
        return
    session.connection().execute(_raise(dialect(session)), rows)


@cache
def _raise(on: str) -> Insert:
    raised = {"version": Stamp.version + 1}
    return insert(on, Stamp).on_conflict_do_update(index_elements=["subject"], set_=raised)


def touched(session: Session) -> frozenset[str]:
    """In this transaction."""
    return frozenset(session.info.get("touched", ()))


def forget(session: Session) -> None:
    session.info.pop("touched", None)


def versions(connection: Connection, subjects: Iterable[str]) -> dict[str, int]:
    """The stamps of ``subjects``, 0 for one that was never touched. One query."""
    wanted = list(subjects)
    rows = connection.execute(_versions(places(wanted)), filled("subject", wanted))
    return dict.fromkeys(wanted, 0) | {subject: version for subject, version in rows}


# Built once: it is every request's first query.
@cache
def _versions(count: int) -> Select[str, int]:
    here = among(Stamp.__table__.c.subject, "subject", count)
    return select(Stamp.subject, Stamp.version).where(here)
