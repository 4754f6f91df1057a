"""From what somebody typed to what is stored: admitted, rendered, counted.

Done before the transaction, since rendering may take longer than a lock should be held.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.accounts.queries import paths_by_handle
from forum.categories.models import Category
from forum.core import markup
from forum.core.db import read
from forum.core.errors import Invalid
from forum.core.text import fold
from forum.policy import is_newcomer
from forum.safety.door import admit
from forum.threads.models import Tag, Thread, ThreadTag
from forum.threads.queries.seeing import listed

# Limits of a newcomer, per post.
NEW_LINKS, NEW_IMAGES, NEW_MENTIONS = 2, 4, 2

# Where a transaction is looked up: naming one is part of asking well.
EXPLORERS = frozenset(
    (
        "blockchair.com", "btcscan.org", "blockstream.info", "mempool.space", "etherscan.io",
        "bscscan.com", "tronscan.org", "polygonscan.com", "arbiscan.io", "solscan.io",
        "explorer.solana.com", "basescan.org", "snowtrace.io",
    )
)

# As the renderer writes them; what people type cannot look like it, since it comes out escaped.
_ANCHOR = re.compile(r"<a ([^>]*)>")
_HREF = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class Written:
    body: str
    html: str
    renderer: int

    @property
    def links(self) -> int:
        """How many links lead away, block explorers and this site not counted."""
        anchors = (a for a in _ANCHOR.findall(self.html) if 'class="picture"' not in a)
        return sum(_leads_away(url) for url in _addresses(anchors))

    @property
    def images(self) -> int:
        return self.html.count('class="picture"')

    @property
    def mentions(self) -> tuple[str, ...]:
        return mentions(self.html)


def mentions(html: str) -> tuple[str, ...]:
    """The handles of the people whom a rendered text names."""
    anchors = (a for a in _ANCHOR.findall(html) if 'class="mention"' in a)
    return tuple(sorted({unquote(url).removeprefix("/u/") for url in _addresses(anchors)}))


def _addresses(anchors: Iterable[str]) -> list[str]:
    return [unescape(found[1]) for a in anchors if (found := _HREF.search(a))]


def _leads_away(url: str) -> bool:
    if not url.startswith(("http:", "https:")):
        return False
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return True
    own = urlsplit(current_app.extensions["config"].site_url).hostname
    return host != own and host not in EXPLORERS


def write_up(body: str | Written) -> Written:
    """What is written already stays as it is. Raises ``Invalid``."""
    if isinstance(body, Written):
        return body
    body = admit(body, "body")
    rendered = markup.render(body, links_for(body))
    # What was only in others' way is rendered again by ``threads render``.
    return Written(body, rendered.html, 0 if rendered.was_busy else markup.RENDERER)


def links_for(body: str) -> dict[str, str]:
    """Which words behind @ and # in the body are people and tags that exist, and where they are."""
    tokens = markup.tokens(body)
    handles = {token[1:] for token in tokens if token.startswith("@")}
    names = {token[1:] for token in tokens if token.startswith("#")}
    links = {f"@{name}": path for name, path in paths_by_handle(handles).items()} if handles else {}
    return links | ({f"#{name}": path for name, path in tag_paths(names).items()} if names else {})


def tag_paths(names: set[str]) -> dict[str, str]:
    """Of tags that threads bear which everybody sees: a hidden one's word is nobody's to guess."""
    folded = {name: fold(name) for name in names}
    borne = (
        select(ThreadTag.thread_id)
        .join(Thread, Thread.id == ThreadTag.thread_id)
        .join(Category, Category.id == Thread.category_id)
        .where(ThreadTag.tag_id == func.coalesce(Tag.synonym_of_id, Tag.id))
        .where(listed(), Category.may_see == "everyone")
    )
    asked_for = Tag.folded.in_(set(folded.values()))
    statement = select(Tag.folded, Tag.name).where(asked_for, borne.exists())
    with read() as connection:
        known = {key: f"/tag/{name}" for key, name in connection.execute(statement)}
    return {name: known[key] for name, key in folded.items() if key in known}


def check_newcomer(written: Written, by: User) -> None:
    """Raises ``Invalid`` for what a person of trust 0 cannot put into a post yet."""
    if not is_newcomer(by):
        return
    if written.links > NEW_LINKS:
        raise Invalid(_("New members can use %(n)s links in a post.", n=NEW_LINKS), "body")
    if written.images > NEW_IMAGES:
        raise Invalid(_("New members can use %(n)s pictures in a post.", n=NEW_IMAGES), "body")
    if len(written.mentions) > NEW_MENTIONS:
        raise Invalid(_("New members can mention %(n)s people in a post.", n=NEW_MENTIONS), "body")
