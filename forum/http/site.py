"""What stands on every page, kept in memory until the site's stamp moves."""

from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import gettext as _

from forum.categories.queries import CategoryView, all_categories, visible
from forum.core import stamps
from forum.core.db import read
from forum.core.errors import NotFound
from forum.core.languages import pick
from forum.core.settings import all_settings
from forum.policy.shapes import Person
from forum.threads.queries.lists import count_unanswered


@dataclass(frozen=True)
class Site:
    version: int
    settings: dict[str, Any]
    categories: list[CategoryView]

    def name(self, language: str) -> str:
        return pick(self.settings["name"], language)

    def visible_to(self, person: Person) -> list[CategoryView]:
        return visible(self.categories, person)


class _Kept:
    """One site per process; tests empty it."""

    site: Site | None = None
    watched: frozenset[str] = frozenset()
    # How many questions wait for a reply, by ids of categories; of one version of all lists.
    unanswered: tuple[int, dict[tuple[int, ...], int]] = (-1, {})


def forget() -> None:
    _Kept.site, _Kept.watched, _Kept.unanswered = None, frozenset(), (-1, {})


def watch(subjects: frozenset[str]) -> None:
    """Read these stamps with every request's first ones: what stands on all pages needs them."""
    _Kept.watched = subjects


def site() -> Site:
    """As of the stamp that this request has read."""
    if "site" not in g:
        version = versions(stamps.SITE)[stamps.SITE]
        # Looked at once: another thread may put there what it has read, of another version.
        kept = _Kept.site
        if kept is None or kept.version != version:
            kept = _Kept.site = _load(version)
        g.site = kept
    found: Site = g.site
    return found


def category(category_id: int) -> CategoryView:
    """Raises ``NotFound``."""
    found = _find(category_id)
    if found is None:
        # Made after this request had read its stamps, and something moved there since.
        g.stamps.pop(stamps.SITE)
        g.pop("site")
        found = _find(category_id)
    if found is None:
        raise NotFound(_("This category does not exist."))
    return found


def _find(category_id: int) -> CategoryView | None:
    return next((one for one in site().categories if one.id == category_id), None)


def how_many_unanswered(category_ids: tuple[int, ...]) -> int:
    """Counted once for each version of the lists: every first page of a list says it."""
    version = versions(stamps.LISTS)[stamps.LISTS]
    kept = _Kept.unanswered
    if kept[0] != version:
        kept = _Kept.unanswered = (version, {})
    counts = kept[1]
    if category_ids not in counts:
        counts[category_ids] = count_unanswered(category_ids)
    return counts[category_ids]


def _load(version: int) -> Site:
    with read() as connection:
        return Site(version, all_settings(connection), all_categories(connection))


def versions(*subjects: str) -> dict[str, int]:
    """Stamps of this request: what was read once is not asked for again."""
    known: dict[str, int] = g.setdefault("stamps", {})
    wanted = {stamps.SITE, *_Kept.watched, *subjects}
    if missing := [subject for subject in wanted if subject not in known]:
        with read() as connection:
            known |= stamps.versions(connection, missing)
    return known
