"""The parts that a page has dozens of, as functions: a macro of Jinja costs ten times as much."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup

from forum.categories.queries import CategoryView
from forum.http.assets import asset
from forum.http.moments import format_for, reader
from forum.http.people import Shown, hue, initial, name_of

_ICON = Markup(
    '<svg class="icon" width="{1}" height="{1}" aria-hidden="true"><use href="{2}#{0}"/></svg>'
)
_AVATAR = Markup('<span class="avatar {}{}" aria-hidden="true">{}</span>')
_CATEGORY = Markup('<a class="chip cat {}" href="{}">{}</a>')
_TIME = Markup('<time datetime="{}"{}>{}</time>')


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(avatar=avatar, category_link=category_link, when=when)


@lru_cache(1000)
def icon(name: str, size: int = 18) -> Markup:
    """Decoration: give the word beside it, or in a .vh span."""
    return _ICON.format(name, size, asset("icons.svg"))


def avatar(person: Shown | None, small: bool = False) -> Markup:
    return _avatar(name_of(person), hue(person), small)


@lru_cache(10_000)
def _avatar(name: str, hue: str, small: bool) -> Markup:
    """``hue`` is h1 to h8, or ho for staff."""
    return _AVATAR.format(hue, " small" if small else "", initial(name))


def category_link(category: CategoryView, language: str) -> Markup:
    return _category_link(category.path, category.hue_class, category.name(language))


@lru_cache(10_000)
def _category_link(path: str, hue: str, name: str) -> Markup:
    return _CATEGORY.format(hue, path, name)


def when(moment: datetime, style: str = "relative", zone: str | None = None) -> Markup:
    """``style``: relative, or time, date, datetime, zoned: then the browser writes it in its own
    zone, unless ``zone`` says that the text already is in the reader's."""
    return _when(moment, style, zone, *reader())


@lru_cache(20_000)
def _when(
    moment: datetime, style: str, zone: str | None, reader_zone: ZoneInfo, language: str
) -> Markup:
    how = Markup(" data-relative") if style == "relative" else Markup(' data-local="{}"')
    there = Markup(' data-zone="{}"').format(zone) if zone else Markup()
    text = format_for(moment, style, reader_zone, language)
    return _TIME.format(f"{moment:%Y-%m-%dT%H:%M:%SZ}", there + how.format(style), text)
