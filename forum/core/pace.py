"""How many rows somebody may add a day. Counted under their lock."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, select

from forum.core.clock import now
from forum.core.db import db

DAY = timedelta(days=1)


def factor() -> int:
    """How many times as much as usual this installation allows."""
    return int(current_app.extensions["config"].limit_factor)


def used_up_until(at: Any, own: tuple[ColumnElement[bool], ...], most: int) -> datetime | None:
    """When one of ``most`` a day is free again; None if one is free now."""
    last_counted = most * factor() - 1
    recent = select(at).where(*own, at > now() - DAY).order_by(at.desc())
    moment: datetime | None = db.session.scalar(recent.offset(last_counted).limit(1))
    return None if moment is None else moment + DAY


def seconds_to(moment: datetime) -> int:
    """Whole seconds, rounded up: whoever waits that long is not too early."""
    return max(1, ceil((moment - now()).total_seconds()))
