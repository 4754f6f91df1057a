"""How people and the places of their posts are shown."""

from typing import Protocol

from flask import request
from flask_babel import gettext as _

from forum.accounts.models import HUES
from forum.policy import STAFF
from forum.threads.models import page_of


class Shown(Protocol):
    @property
    def id(self) -> int | None: ...
    @property
    def display_name(self) -> str: ...
    @property
    def role(self) -> str: ...


class HasPath(Protocol):
    @property
    def path(self) -> str: ...


def name_of(person: Shown | None) -> str:
    """Somebody, where the author is unknown or has no name for this reader."""
    return person.display_name if person and person.id else _("Somebody")


def hue(person: Shown | None) -> str:
    if person is None or not person.id:
        return "h6"
    return "ho" if person.role in STAFF else f"h{person.id % HUES + 1}"


def initial(name: str) -> str:
    """What stands in a round of colour instead of a picture."""
    return name[:1].upper() or "?"


def address_of(thread: HasPath, number: int) -> str:
    """Where a post stands on its thread's pages."""
    page = page_of(number)
    return f"{thread.path}{f'?page={page}' if page > 1 else ''}#post-{number}"


def here() -> str:
    """This page, to come back to."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"
