"""The parts that a page has dozens of, as functions: a macro of Jinja costs ten times as much."""

from datetime import datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from forum.http.assets import asset
from forum.http.moments import format_moment
from forum.http.people import initial

_ICON = Markup(
    '<svg class="icon" width="{1}" height="{1}" aria-hidden="true"><use href="{2}#{0}"/></svg>'
)
_AVATAR = Markup('<span class="avatar {}{}" aria-hidden="true">{}</span>')
_TIME = Markup('<time datetime="{}"{}>{}</time>')


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(part_icon=icon, part_avatar=avatar, part_when=when)


def icon(name: str, size: int = 18) -> Markup:
    """Decoration: give the word beside it, or in a .vh span."""
    return _icon(name, size, asset("icons.svg"))


@lru_cache(1000)
def _icon(name: str, size: int, sprite: str) -> Markup:
    return _ICON.format(name, size, sprite)


@lru_cache(10_000)
def avatar(name: str, hue: str, small: bool = False) -> Markup:
    """``hue`` is h1 to h8, or ho for staff."""
    return _AVATAR.format(hue, " small" if small else "", initial(name))


def when(moment: datetime, style: str = "relative", zone: str | None = None) -> Markup:
    """``style``: relative, or time, date, datetime, zoned: then the browser writes it in its own
    zone, unless ``zone`` says that the text already is in the reader's."""
    return _when(moment, style, zone, format_moment(moment, style))


@lru_cache(20_000)
def _when(moment: datetime, style: str, zone: str | None, text: str) -> Markup:
    how = Markup(" data-relative") if style == "relative" else Markup(' data-local="{}"')
    there = Markup(' data-zone="{}"').format(zone) if zone else Markup()
    return _TIME.format(f"{moment:%Y-%m-%dT%H:%M:%SZ}", there + how.format(style), text)
