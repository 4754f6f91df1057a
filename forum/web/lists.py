"""Lists of threads."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.categories.queries import CategoryView
from forum.core import stamps
from forum.http import cursors
from forum.http.names import name_page
from forum.http.site import how_many_unanswered, site
from forum.http.visitor import enter, visitor
from forum.notifications.queries.wishes import category_level, tag_level
from forum.threads.queries import lists, tags
from forum.threads.queries.rows import ThreadRow

bp = Blueprint("lists", __name__)

KINDS: dict[str, lists.List] = {
    "latest": "latest", "unanswered": "unanswered", "unsolved": "unsolved", "solved": "solved",
}


@bp.get("/")
@enter("everyone")
def latest() -> ResponseReturnValue:
    return _everywhere("latest")


@bp.get("/unanswered")
@enter("everyone")
def unanswered() -> ResponseReturnValue:
    return _everywhere("unanswered")


@bp.get("/unsolved")
@enter("everyone")
def unsolved() -> ResponseReturnValue:
    return _everywhere("unsolved")


@bp.get("/solved")
@enter("everyone")
def solved() -> ResponseReturnValue:
    return _everywhere("solved")


def _everywhere(kind: lists.List) -> ResponseReturnValue:
    name_page(stamps.LISTS)
    categories = site().visible_to(visitor())
    return _list(kind, categories, base=f"/{kind if kind != 'latest' else ''}")


@bp.get("/c/<slug>")
@enter("everyone")
def category(slug: str) -> ResponseReturnValue:
    """``?list=`` narrows it to unanswered, unsolved or solved."""
    visible = site().visible_to(visitor())
    here = next((c for c in visible if c.slug == slug), None)
    if here is None:
        abort(404)
    inside = [c for c in visible if here.id in (c.id, c.parent_id)]
    name_page(*(f"category/{c.id}" for c in inside))
    kind = KINDS.get(request.args.get("list", "latest"))
    if kind is None:
        abort(404)
    level = category_level(here.id, visitor().id)
    return _list(kind, inside, base=here.path, category=here, level=level)


@bp.get("/tags")
@enter("everyone")
def all_tags() -> ResponseReturnValue:
    name_page(stamps.LISTS)
    popular = tags.popular(site().visible_to(visitor()))
    return render_template("lists/tags.html", tags=popular, site_url=_site_url())


@bp.get("/tag/<name>")
@enter("everyone")
def tag(name: str) -> ResponseReturnValue:
    name_page(stamps.LISTS)
    visible = site().visible_to(visitor())
    here = tags.get_shown_tag(name, visible)
    if here.name != name:
        # Another spelling, or a synonym.
        return redirect(here.path, 301)
    level = tag_level(here.id, visitor().id)
    return _list("latest", visible, base=here.path, tag_id=here.id, tag=here.name, level=level)


def _list(
    kind: lists.List, categories: list[CategoryView], *, base: str, tag_id: int | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    after = cursors.decode(request.args.get("after"))
    ids = [c.id for c in categories]
    page = lists.list_threads(visitor(), ids, kind=kind, tag_id=tag_id, after=after)
    narrowed = f"list={kind}" if "category" in shown and kind != "latest" else ""
    base = f"{base}?{narrowed}" if narrowed else base
    older = _older(narrowed, page.next)
    return render_template(
        "lists/threads.html",
        kind=kind,
        base=base,
        site_url=_site_url(),
        page=page,
        older=older,
        is_first=after is None,
        top=_top(page.rows),
        unanswered=how_many_unanswered(tuple(ids)) if after is None and tag_id is None else None,
        by_id={c.id: c for c in site().categories},
        **shown,
    )


def _top(rows: list[ThreadRow]) -> str:
    """What has come since stands above it."""
    return cursors.encode(lists.Key(rows[0].last_post_at, rows[0].id)) if rows else ""


def _older(narrowed: str, key: lists.Key | None) -> str:
    if key is None:
        return ""
    after = f"after={cursors.encode(key)}"
    return f"{quote(request.path)}?{'&'.join(filter(None, (narrowed, after)))}"


def _site_url() -> str:
    return str(current_app.extensions["config"].site_url)
