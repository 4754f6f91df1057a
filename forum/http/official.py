"""The banner and the pins of this request: kept in memory, chosen by the clock.

What a guest has put away stands in a cookie; a member's is rows.
"""

import re
from dataclasses import dataclass

from flask import Flask, g, request

from forum.announcements import showing
from forum.announcements.models import OFFICIAL
from forum.announcements.queries.reading import put_away_by
from forum.announcements.queries.standing import Official, Standing, load_official
from forum.announcements.showing import Token, phase_of, state_of
from forum.announcements.states import State
from forum.core.clock import now
from forum.core.stamps import SITE
from forum.http.site import site, versions, watch
from forum.http.visitor import visitor

COOKIE = "put_away"
MOST_TOKENS = 20
_TOKEN = re.compile(r"([bp])([0-9]{1,18})\.([a-z0-9_]{1,32})")
_PLACES = {"b": "banner", "p": "pin"}


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(standing=shown, official=official)


class _Kept:
    """One per process, with the stamps that it was read at; tests empty it."""

    official: tuple[Official, dict[str, int]] | None = None


def forget() -> None:
    _Kept.official = None


def official() -> Official:
    """As of the stamps that this request has read: its own, and those of its threads."""
    if "official" not in g:
        kept = _Kept.official
        if kept is None or _stamps(kept[0]) != kept[1]:
            kept = _load()
        g.official = kept[0]
    found: Official = g.official
    return found


def _load() -> tuple[Official, dict[str, int]]:
    # The stamps first: what changes in between is read once more by the next request.
    before = set(versions(OFFICIAL))
    found = _read()
    if not before.issuperset(_stamps(found)):
        # Stamps of threads that it had not heard of came after what they stand for.
        found = _read()
    _Kept.official = kept = (found, _stamps(found))
    watch(frozenset(kept[1]))
    return kept


def _read() -> Official:
    return load_official([category.id for category in site().categories])


def _stamps(found: Official) -> dict[str, int]:
    subjects = {OFFICIAL, SITE, *(f"thread/{number}" for number in found.thread_ids)}
    known = versions(*subjects)
    return {subject: known[subject] for subject in subjects}


@dataclass(frozen=True)
class Shown:
    """What stands above the pages of this visitor at this moment."""

    banner: Standing | None
    # What is pinned, without what they have put away; and how many those are.
    pinned: list[Standing]
    away: int
    # (thread, phase) of every maintenance that is not over.
    phases: list[tuple[int, str]]

    def pins(self, category_id: int | None) -> list[Standing]:
        """Above the list of this category, or of all."""
        here = () if category_id is None else (category_id,)
        return showing.pins_above(self.pinned, here, self.banner)

    @staticmethod
    def state(one: Standing) -> State | None:
        return state_of(one, now())

    @staticmethod
    def phase(one: Standing) -> str:
        return phase_of(one, now())


def shown() -> Shown:
    if "shown" not in g:
        g.shown = _choose()
    found: Shown = g.shown
    return found


def pins() -> list[Standing]:
    """Every pin that the visitor's list of pins shows, in order, with those that begin later."""
    return showing.pins_listed(_there(), now())


def _there() -> list[Standing]:
    visible = {category.id for category in site().visible_to(visitor())}
    return [one for one in official().standing if one.thread.category_id in visible]


def _choose() -> Shown:
    there, moment = _there(), now()
    tokens = _away(there)
    pinned = showing.pins_now(there, moment)
    left = [
        one for one in pinned if ("pin", one.thread.id, phase_of(one, moment)) not in tokens
    ]
    loud = showing.banners_now(there, moment)
    heard = [
        one for one in loud if ("banner", one.thread.id, phase_of(one, moment)) in tokens
    ]
    banner = next((one for one in loud if one not in heard), None)
    away = len(pinned) - len(left) + len(heard)
    phases = [(one.thread.id, phase_of(one, moment)) for one in there if one.window]
    return Shown(banner, left, away, phases)


def _away(there: list[Standing]) -> set[Token]:
    if not there:
        return set()
    if visitor().id:
        return put_away_by(visitor().id, [one.thread.id for one in there])
    return {token for token in cookie_tokens() if token[1] in {one.thread.id for one in there}}


def cookie_tokens() -> list[Token]:
    """What the cookie says, the oldest first; whatever is no token of ours is left out."""
    found = _TOKEN.findall(request.cookies.get(COOKIE, "")[:2000])
    return [(_PLACES[place], int(number), phase) for place, number, phase in found][-MOST_TOKENS:]


def cookie_with(token: Token) -> str:
    """The cookie's new value: one phase per place and thread, at most twenty of them."""
    others = [t for t in cookie_tokens() if t[:2] != token[:2]]
    kept = [*others, token][-MOST_TOKENS:]
    return "-".join(f"{place[0]}{number}.{phase}" for place, number, phase in kept)


def page_key() -> str:
    """What of all this a guest's page depends on; changes with the clock, though nobody writes."""
    now_shown, known, moment = shown(), _stamps(official()), now()
    banner = now_shown.banner
    parts = [
        f"{one.thread.id}.{phase_of(one, moment)}.{known[f'thread/{one.thread.id}']}"
        for one in now_shown.pinned
    ]
    if banner:
        parts.append(f"banner {banner.thread.id}.{phase_of(banner, moment)} {banner.thread.title}")
    parts += [f"{number}.{phase}" for number, phase in now_shown.phases]
    return "|".join((*parts, str(now_shown.away)))
