"""What has changed since a page was drawn, for scripts that ask now and then."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core import stamps
from forum.core.errors import Invalid, NotFound
from forum.http import cursors, limits
from forum.http.bell import unread_notices
from forum.http.names import name_answer
from forum.http.site import site, versions
from forum.http.visitor import enter, visitor
from forum.threads.models import page_of
from forum.threads.queries import news, pages, tags
from forum.threads.queries.lists import Key, List
from forum.web.forms import number_in
from forum.web.lists import KINDS

bp = Blueprint("live", __name__)


@dataclass(frozen=True)
class Asked:
    """What the page shows: the thread's posts up to ``after``, or a list whose first row is
    ``top``."""

    thread: int | None
    after: int
    kind: List | None
    category: str
    tag: str
    top: Key | None

    def subjects(self) -> list[str]:
        thread = [] if self.thread is None else [f"thread/{self.thread}"]
        return thread if self.kind is None else [*thread, stamps.LISTS]


@bp.get("/live")
@enter("everyone")
def live() -> ResponseReturnValue:
    """A 304 costs a guest one statement and a member three."""
    limits.spend("live", limits.LIVE, str(visitor().id) if visitor().id else limits.client())
    asked = _asked()
    # All stamps at once, before anything asks for one of them.
    versions(*asked.subjects())
    unread = unread_notices()
    name_answer(*asked.subjects(), also=str(unread))
    answer: dict[str, Any] = {"unread": unread} if visitor().id else {}
    if asked.thread is not None:
        answer["thread"] = _thread(asked.thread, asked.after)
    if asked.kind is not None:
        answer["list"] = _list(asked.kind, asked)
    return jsonify(answer)


def _asked() -> Asked:
    given = request.args
    kind = KINDS.get(given["list"]) if "list" in given else None
    if kind is None and "list" in given:
        raise Invalid(_("There is no such list."), "list")
    thread = None
    if "thread" in given:
        thread = number_in(given["thread"], "thread", _("This is no number of a thread."))
    after = number_in(given.get("after", "0"), "after", _("This is no number of a post."))
    return Asked(
        thread, after, kind, given.get("category", ""), given.get("tag", ""),
        cursors.decode(given.get("top")),
    )  # fmt: skip


def _thread(thread_id: int, after: int) -> dict[str, Any]:
    found = news.replies_after(pages.get_head(thread_id, visitor()), after, visitor())
    words = ngettext(
        "%(count)s new reply", "%(count)s new replies", found.count, count=_shown(found.count)
    )
    page = page_of(found.first) if found.first else 0
    return {"count": found.count, "words": words, "first": found.first, "page": page}


def _list(kind: List, asked: Asked) -> dict[str, Any]:
    categories = site().visible_to(visitor())
    tag_id = tags.get_shown_tag(asked.tag, categories).id if asked.tag else None
    if asked.category:
        here = next((c for c in categories if c.slug == asked.category), None)
        if here is None:
            raise NotFound(_("This category does not exist."))
        categories = [c for c in categories if here.id in (c.id, c.parent_id)]
    ids = [category.id for category in categories]
    count = news.count_newer(ids, kind=kind, tag_id=tag_id, top=asked.top)
    words = ngettext(
        "%(count)s new or changed thread", "%(count)s new or changed threads", count,
        count=_shown(count),
    )  # fmt: skip
    return {"count": count, "words": words}


def _shown(count: int) -> str:
    return "99+" if count > 99 else str(count)
