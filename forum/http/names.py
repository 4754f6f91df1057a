"""Every guest's page has a name; the name is its ETag, and a page that kept it is a 304."""

import hashlib
import hmac
from pathlib import Path

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from forum.http import official
from forum.http.language import language, theme
from forum.http.site import versions
from forum.http.visitor import visitor

# For another person, language or theme the same address is another page.
VARY = "Cookie, Authorization, Accept-Language"


class NotModified(HTTPException):
    code = 304


def attach(app: Flask) -> None:
    app.extensions["release"] = _release(Path(app.root_path))
    app.after_request(_say_name)


def name_page(*subjects: str, also: str = "") -> None:
    """Say what a page shows, before anything else is read: one query.

    ``subjects`` are stamps; ``also`` is whatever else the page depends on. Raises ``NotModified``
    when the guest's browser has this very page.
    """
    known = versions(*subjects)
    if visitor().id:
        return
    _name(known, subjects, theme(), official.page_key(), also)


def name_answer(*subjects: str, also: str = "") -> None:
    """As ``name_page``, but for an answer without banner and pins, which members get by a name
    too: ``also`` holds what of it is theirs alone."""
    known = versions(*subjects)
    g.page_cache = "private, no-cache"
    _name(known, subjects, f"{visitor().id} {visitor().role}", also)


def _name(known: dict[str, int], subjects: tuple[str, ...], *depends_on: str) -> None:
    shown = [f"{subject}={known[subject]}" for subject in sorted({"site", *subjects})]
    release = current_app.extensions["release"]
    parts = (request.full_path, language(), *depends_on, release, *shown)
    # Keyed: nobody can compute the name of a page that they may not see, and ask for a 304.
    key = str(current_app.secret_key).encode()
    g.page_name = hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()[:32]
    if request.if_none_match.contains_weak(g.page_name):
        raise NotModified


def _say_name(response: Response) -> Response:
    if "page_name" in g and response.status_code in (200, 304):
        # Weak, since what is sent is compressed or not; Flask-Compress would rename a strong one.
        response.set_etag(g.page_name, weak=True)
        response.headers["Cache-Control"] = g.get("page_cache", "no-cache")
        response.headers["Vary"] = VARY
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = VARY
    return response


def _release(root: Path) -> str:
    """Another one after every change of the program's own files."""
    hashed = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js", ".svg", ".po"):
            # Their bytes: the same on every machine, whenever it was installed.
            hashed.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return hashed.hexdigest()[:12]
