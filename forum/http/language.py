"""Which language, time zone and theme a request gets."""

from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from flask import g, has_request_context, request

from forum.accounts.models import THEMES
from forum.core import languages
from forum.http.site import site
from forum.http.visitor import visitor

LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"
ZONES = frozenset(available_timezones())


def language() -> str:
    """The person's own; a guest's cookie; what the browser asks for; the site's."""
    if "language" not in g:
        g.language = _language()
    return str(g.language)


def _language() -> str:
    wishes = (visitor().language, request.cookies.get(LANGUAGE_COOKIE))
    for wish in wishes:
        if wish in languages.LANGUAGES:
            return wish
    for tag, _quality in request.accept_languages:
        if found := languages.match(tag):
            return found
    return str(site().settings["language"])


def locale() -> Locale:
    """Outside requests, for the operator and in logs: English."""
    if not has_request_context():
        return languages.locale_of("en")
    return languages.locale_of(language())


def zone() -> ZoneInfo:
    """The person's own, or the site's."""
    if not has_request_context():
        return ZoneInfo("UTC")
    wish = visitor().time_zone
    return ZoneInfo(wish if wish in ZONES else site().settings["time_zone"])


def theme() -> str:
    wish = visitor().theme if visitor().id else request.cookies.get(THEME_COOKIE)
    return wish if wish in THEMES else "system"
