"""Tags: of one thread, and what staff say about tags themselves."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select

from forum import policy
from forum.accounts.models import User
from forum.core import stamps
from forum.core.db import db, lock, transaction
from forum.core.dialects import dialect, insert
from forum.core.errors import Invalid
from forum.core.events import StaffAct, publish
from forum.core.text import fold
from forum.safety.door import admit, admit_any_reason
from forum.threads.changes import touch_thread
from forum.threads.models import Post, Tag, Thread, ThreadTag

MOST_TAGS, LONGEST_TAG = 5, 30


@transaction()
def retag_thread(
    thread: Thread, opening: Post, names: Sequence[str], reason: str = "", *, by: User
) -> None:
    lock(thread)
    policy.require(policy.retag_thread(by, thread, opening))
    reason = admit_any_reason(reason)
    if set_tags(thread, names, by) and by.id != thread.author_id:
        publish(
            StaffAct(by.id, "retag_thread", f"thread/{thread.id}", reason, {"fields": ["tags"]})
        )


def set_tags(thread: Thread, names: Sequence[str], by: User) -> bool:
    """Inside a transaction; whether they are others than before.

    Synonyms resolve; a tag that does not exist yet is made. Raises ``Invalid``.
    """
    before = list(thread.tags or ())
    tags = _tags(names, by, {fold(name) for name in before})
    after = [tag.name for tag in tags]
    if after == before:
        return False
    db.session.execute(delete(ThreadTag).where(ThreadTag.thread_id == thread.id))
    for tag in tags:
        db.session.add(
            ThreadTag(thread_id=thread.id, tag_id=tag.id, last_post_at=thread.last_post_at)
        )
    thread.tags = after
    touch_thread(thread)
    return True


def _tags(names: Sequence[str], by: User, kept: set[str]) -> list[Tag]:
    wanted = list(dict.fromkeys(tidy_tag(name) for name in names[: 4 * MOST_TAGS] if name.strip()))
    if len(wanted) > MOST_TAGS:
        raise Invalid(_("A thread has at most %(n)s tags.", n=MOST_TAGS), "tags")
    # Made in the order of the alphabet: two people who make the same ones do not wait in a circle.
    found = {name: _find_or_make(name, hold=True) for name in sorted(wanted)}
    for tag in found.values():
        if tag.is_reserved and tag.folded not in kept and not policy.use_reserved_tag(by):
            raise Invalid(_("The tag %(name)s is for staff.", name=tag.name), "tags")
    return list({found[name].id: found[name] for name in wanted}.values())


def tidy_tag(name: str) -> str:
    """As it is stored: small letters, "-" between words. Raises ``Invalid``."""
    name = fold(admit(name.strip().lstrip("#＃"), "tag", "tags")).replace(" ", "-")
    if not all(c.isalnum() or c in "-_.+" for c in name) or not any(c.isalnum() for c in name):
        raise Invalid(_("A tag holds letters, digits and - only."), "tags")
    if len(name) > LONGEST_TAG:
        raise Invalid(
            _("This is too long: %(count)s characters are possible.", count=LONGEST_TAG), "tags"
        )
    return name


def _find_or_make(name: str, *, hold: bool = False) -> Tag:
    """``hold``: while it is put on a thread, what it means does not change."""
    session = db.session()
    tag = _find(name, hold)
    if tag is None:
        # Somebody else may make it at this moment; then theirs is the tag.
        made = insert(dialect(session), Tag).values(name=name, folded=name, is_reserved=False)
        session.execute(made.on_conflict_do_nothing(index_elements=["folded"]))
        tag = _find(name, hold)
        assert tag is not None
    return tag if tag.synonym_of_id is None else session.get_one(Tag, tag.synonym_of_id)


def _find(name: str, hold: bool = False) -> Tag | None:
    statement = select(Tag).where(Tag.folded == name)
    if hold:
        statement = statement.with_for_update(read=True)
    return db.session.scalars(statement.execution_options(populate_existing=True)).first()


def merge_tag(name: str, into: str, *, by: User) -> None:
    """Make ``name`` a synonym: threads that have it get ``into`` in its place, now and later.

    Raises ``Invalid`` when both are the same.
    """
    # First nobody can choose it any more; then those who did are changed. In one transaction a
    # tag's lock and a thread's would wait for each other.
    with transaction():
        policy.require(policy.merge_tag(by))
        wrong, right = _find_or_make_itself(tidy_tag(name)), _find_or_make(tidy_tag(into))
        if wrong.id == right.id:
            raise Invalid(_("A tag cannot be a synonym of itself."), "into")
        _mean(wrong, right)
        publish(StaffAct(by.id, "merge_tag", f"tag/{wrong.id}", "", {"into": right.id}))
    with transaction():
        tagged = select(ThreadTag.thread_id).where(ThreadTag.tag_id == wrong.id)
        for thread_id in db.session.scalars(tagged.order_by(ThreadTag.thread_id)).all():
            _exchange(lock(db.session.get_one(Thread, thread_id)), wrong, right)


def _mean(wrong: Tag, right: Tag) -> None:
    """Whoever is putting one of them on a thread is waited for."""
    either = or_(Tag.id.in_((wrong.id, right.id)), Tag.synonym_of_id == wrong.id)
    held = select(Tag).where(either).order_by(Tag.folded).with_for_update(key_share=True)
    for tag in db.session.scalars(held.execution_options(populate_existing=True)).all():
        if tag is wrong or tag.synonym_of_id == wrong.id:
            tag.synonym_of_id = right.id
    stamps.touch(db.session(), stamps.LISTS)


def _find_or_make_itself(name: str) -> Tag:
    """The tag of this name even if it is a synonym."""
    _find_or_make(name)
    return db.session.scalars(select(Tag).where(Tag.folded == name)).one()


def _exchange(thread: Thread, wrong: Tag, right: Tag) -> None:
    if wrong.name not in thread.tags:
        return
    names = (right.name if name == wrong.name else name for name in thread.tags)
    thread.tags = list(dict.fromkeys(names))
    both = ThreadTag.tag_id.in_((wrong.id, right.id))
    db.session.execute(delete(ThreadTag).where(ThreadTag.thread_id == thread.id, both))
    db.session.add(
        ThreadTag(thread_id=thread.id, tag_id=right.id, last_post_at=thread.last_post_at)
    )
    touch_thread(thread)


@transaction()
def reserve_tag(name: str, is_reserved: bool = True, *, by: User) -> None:
    """Only staff can put a reserved tag on a thread; where it stands already it stays."""
    policy.require(policy.reserve_tag(by))
    tag = _find_or_make(tidy_tag(name))
    if tag.is_reserved != is_reserved:
        tag.is_reserved = is_reserved
        publish(StaffAct(by.id, "reserve_tag", f"tag/{tag.id}", "", {"is_reserved": is_reserved}))
