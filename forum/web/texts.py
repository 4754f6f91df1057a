"""The site's own pages: rules, privacy, report to us. An administrator's words, or the built-in."""

import re
from functools import lru_cache

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.core import markup
from forum.core.languages import pick
from forum.http.language import language
from forum.http.names import name_page
from forum.http.site import site
from forum.http.visitor import enter

bp = Blueprint("texts", __name__)

_HEADING = re.compile(r"<(/?)h([3-6])>")


@bp.get("/rules")
@enter("everyone")
def rules() -> ResponseReturnValue:
    return _page("rules")


@bp.get("/privacy")
@enter("everyone")
def privacy() -> ResponseReturnValue:
    return _page("privacy")


@bp.get("/report")
@enter("everyone")
def report() -> ResponseReturnValue:
    return _page("report")


def _page(key: str) -> ResponseReturnValue:
    name_page()
    texts = site().settings[key]
    text = pick(texts, language())
    written_in = next((code for code, one in texts.items() if one == text), None)
    return render_template(
        f"texts/{key}.html", html=_html(text) if text else "", written_in=written_in
    )


@lru_cache(32)
def _html(text: str) -> str:
    """Few texts, read by everybody, changed by administrators only."""
    # Posts stand below a heading of their own; here the page's h1 is the one above.
    return _HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) - 1}>", markup.render(text).html)
