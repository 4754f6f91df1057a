"""Tags of a thread."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum import policy
from forum.accounts.models import User
from forum.core.db import db, lock, transaction
from forum.core.errors import Invalid
from forum.core.events import StaffAct, publish
from forum.core.text import fold
from forum.safety.door import admit
from forum.threads.changes import touch_thread
from forum.threads.models import Post, Tag, Thread, ThreadTag

MOST_TAGS = 5


@transaction()
def retag_thread(
    thread: Thread, opening: Post, names: Sequence[str], reason: str = "", *, by: User
) -> None:
    lock(thread)
    policy.require(policy.retag_thread(by, thread, opening))
    before = thread.tags
    set_tags(thread, names, by)
    if thread.tags != before and by.id != thread.author_id:
        publish(
            StaffAct(by.id, "retag_thread", f"thread/{thread.id}", reason, {"fields": ["tags"]})
        )


def set_tags(thread: Thread, names: Sequence[str], by: User) -> None:
    """Inside a transaction. Synonyms resolve; a tag that does not exist yet is made."""
    tags = _tags(names, by, {fold(name) for name in thread.tags or ()})
    db.session.execute(delete(ThreadTag).where(ThreadTag.thread_id == thread.id))
    for tag in tags:
        db.session.add(
            ThreadTag(thread_id=thread.id, tag_id=tag.id, last_post_at=thread.last_post_at)
        )
    thread.tags = [tag.name for tag in tags]
    touch_thread(thread)


def _tags(names: Sequence[str], by: User, kept: set[str]) -> list[Tag]:
    if len(names) > 2 * MOST_TAGS:
        raise Invalid(_("A thread has at most %(n)s tags.", n=MOST_TAGS), "tags")
    tags: dict[int, Tag] = {}
    for name in sorted({tidy_tag(name) for name in names if name.strip()}):
        tag = _find_or_make(name)
        if tag.is_reserved and tag.folded not in kept:
            policy.require(policy.use_reserved_tag(by))
        tags[tag.id] = tag
    if len(tags) > MOST_TAGS:
        raise Invalid(_("A thread has at most %(n)s tags.", n=MOST_TAGS), "tags")
    return list(tags.values())


def tidy_tag(name: str) -> str:
    """As it is stored: small letters, "-" between words. Raises ``Invalid``."""
    name = fold(admit(name.lstrip("#"), "tag", "tags")).replace(" ", "-")
    if not all(c.isalnum() or c in "-_.+" for c in name) or not any(c.isalnum() for c in name):
        raise Invalid(_("A tag holds letters, digits and - only."), "tags")
    if len(name) > 30:
        raise Invalid(_("This is too long: %(count)s characters are possible.", count=30), "tags")
    return name


def _find_or_make(name: str) -> Tag:
    tag = db.session.scalars(select(Tag).where(Tag.folded == name)).first()
    if tag is None:
        tag = Tag(name=name, folded=name)
        db.session.add(tag)
        db.session.flush()
    elif tag.synonym_of_id is not None:
        tag = db.session.get_one(Tag, tag.synonym_of_id)
    return tag
