"""From what somebody typed to what is stored: admitted, rendered, counted.

Done before the transaction, since rendering may take longer than a lock should be held.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.accounts.queries import paths_by_handle
from forum.core import markup
from forum.core.db import read
from forum.core.errors import Invalid
from forum.core.text import fold
from forum.policy import is_staff
from forum.safety.door import admit
from forum.threads.models import Tag

# Limits of a newcomer, per post (product.md §1).
NEW_LINKS, NEW_IMAGES, NEW_MENTIONS = 2, 4, 2

# Where a transaction is looked up: naming one is part of asking well.
EXPLORERS = frozenset(
    "blockchair.com btcscan.org blockstream.info mempool.space etherscan.io bscscan.com tronscan.org"
    " polygonscan.com arbiscan.io solscan.io explorer.solana.com basescan.org snowtrace.io".split()
)

_EXTERNAL = re.compile(r'<a [^>]*?href="(https?://[^"]+)"')
_IMAGE = re.compile(r"!\[")


@dataclass(frozen=True)
class Written:
    body: str
    html: str
    renderer: int
    # Paths of the people it names.
    mentions: tuple[str, ...]

    @property
    def links(self) -> int:
        """How many links lead away, block explorers and this site not counted."""
        return sum(_leads_away(url) for url in _EXTERNAL.findall(self.html))

    @property
    def images(self) -> int:
        return len(_IMAGE.findall(self.body))


def _leads_away(url: str) -> bool:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    own = urlsplit(current_app.extensions["config"].site_url).hostname
    return host != own and host not in EXPLORERS


def write_up(body: str) -> Written:
    """Raises ``Invalid``."""
    body = admit(body, "body")
    links = _links(markup.tokens(body))
    rendered = markup.render(body, links)
    named = {path for path in links.values() if path.startswith("/u/") and path in rendered.html}
    return Written(body, rendered.html, markup.RENDERER, tuple(sorted(named)))


def _links(tokens: set[str]) -> dict[str, str]:
    handles = {token[1:] for token in tokens if token.startswith("@")}
    names = {token[1:] for token in tokens if token.startswith("#")}
    links = {f"@{name}": path for name, path in paths_by_handle(handles).items()} if handles else {}
    if names:
        links |= {f"#{name}": path for name, path in tag_paths(names).items()}
    return links


def tag_paths(names: set[str]) -> dict[str, str]:
    folded = {fold(name): name for name in names}
    with read() as connection:
        rows = connection.execute(
            select(Tag.folded, Tag.name).where(Tag.folded.in_(folded))
        ).all()
    return {folded[key]: f"/tag/{name}" for key, name in rows}


def check_newcomer(written: Written, by: User) -> None:
    """Raises ``Invalid`` for what a person of trust 0 cannot put into a post yet."""
    if by.trust_level > 0 or is_staff(by):
        return
    if written.links > NEW_LINKS:
        raise Invalid(_("New members can use %(n)s links in a post.", n=NEW_LINKS), "body")
    if written.images > NEW_IMAGES:
        raise Invalid(_("New members can use %(n)s pictures in a post.", n=NEW_IMAGES), "body")
    if len(written.mentions) > NEW_MENTIONS:
        raise Invalid(_("New members can mention %(n)s people in a post.", n=NEW_MENTIONS), "body")
