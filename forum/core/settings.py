"""What an administrator changes while the program runs: one row per setting."""

from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forum.core import stamps
from forum.core.dialects import dialect, insert
from forum.core.model import Json, Model

# Key → value of a fresh installation. A text that people read is language → text.
DEFAULTS: dict[str, Any] = {
    "name": {"zh-Hans": "指津", "zh-Hant": "指津", "en": "Waymark"},
    "accent": "teal",
    "language": "zh-Hans",
    "time_zone": "Asia/Shanghai",
    "demo": False,
    "sign_ups": True,
    "rules": {},
    "privacy": {},
    "report": {},
}


class Setting(Model):
    __tablename__ = "settings"
    __table_args__ = ()

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


def all_settings(connection: Connection) -> dict[str, Any]:
    rows = connection.execute(select(Setting.key, Setting.value))
    return DEFAULTS | {key: value for key, value in rows}


def store(session: Session, key: str, value: Any) -> None:
    """Inside a transaction; ``key`` is one of ``DEFAULTS``."""
    if key not in DEFAULTS:
        raise KeyError(key)
    put = insert(dialect(session), Setting).values(key=key, value=value)
    # Two who change what was never changed before both find no row.
    session.execute(put.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
    stamps.touch(session, stamps.SITE)
