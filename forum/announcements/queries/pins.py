"""Pins: which the list of pins shows, in which order."""

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from forum import policy
from forum.announcements.models import Pin
from forum.announcements.queries.standing import PIN_COLUMNS, PinRow, is_pin_not_over
from forum.categories.models import Category
from forum.core.db import read
from forum.policy.shapes import Person
from forum.threads.models import Thread
from forum.threads.queries.seeing import listed


def find_pin(thread_id: int) -> PinRow | None:
    """Also one that begins later; one that is over is none."""
    statement = select(*PIN_COLUMNS.values()).where(Pin.thread_id == thread_id, is_pin_not_over())
    with read() as connection:
        row = connection.execute(statement).first()
    return PinRow(*row) if row else None


def listed_pins(source: Connection | Session, person: Person) -> list[int]:
    """The threads whose pins ``person`` is shown, in order, with those that begin later.

    A pin's ``order`` is its place among these: pins that are over, or whose thread nobody sees
    now, have none.
    """
    statement = (
        select(Pin.thread_id, Category.may_see)
        .join(Thread, Thread.id == Pin.thread_id)
        .join(Category, Category.id == Thread.category_id)
        .where(listed(), is_pin_not_over())
        .order_by(Pin.position, Pin.thread_id.desc())
    )
    rows = source.execute(statement)
    return [thread_id for thread_id, may_see in rows if policy.reaches(person, may_see)]
