"""Reporting a post."""

from flask_babel import gettext as _
from sqlalchemy import select

from forum import policy
from forum.accounts.models import User
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid, TooMany
from forum.core.events import publish
from forum.core.pace import seconds_to, used_up_until
from forum.moderation.events import PostFlagged
from forum.moderation.models import REASONS, Flag, ReviewItem
from forum.safety.door import admit
from forum.threads.models import Post

FLAGS_A_DAY = 20


@transaction()
def flag_post(post: Post, reason: str, note: str = "", *, by: User) -> Flag:
    """Call a moderator. Flags of one post wait as one review item, which this one joins.

    Raises ``Conflict`` for a second flag of the same person while the first waits, ``TooMany``
    after 20 flags in 24 hours.
    """
    lock(by)
    # The item stands and falls with the thread's lock: whoever decides it holds that too.
    thread = lock(post.thread)
    policy.require(policy.flag_post(by, thread, post))
    note = _check(reason, note)
    if post.state == "hidden":
        raise Conflict(_("This post is hidden already. Thank you for looking out."))
    item = _open_item(post)
    if db.session.scalar(select(Flag.id).where(Flag.item_id == item.id, Flag.user_id == by.id)):
        raise Conflict(_("You have reported this post already. A moderator will look at it."))
    _check_pace(by)
    flag = Flag(item=item, user_id=by.id, reason=reason, note=note)
    db.session.add(flag)
    db.session.flush()
    publish(PostFlagged(flag, by))
    return flag


def _check(reason: str, note: str) -> str:
    if reason not in REASONS:
        raise Invalid(_("Choose what is wrong with the post."), "reason")
    if reason == "other" and not note.strip():
        raise Invalid(_("Please say in a few words what is wrong."), "note")
    return admit(note, "reason", "note") if note.strip() else ""


def _open_item(post: Post) -> ReviewItem:
    item = db.session.scalars(
        select(ReviewItem).where(ReviewItem.post_id == post.id, ReviewItem.decided_at.is_(None))
    ).first()
    if item is None:
        item = ReviewItem(post=post)
        db.session.add(item)
        db.session.flush()
    return item


def _check_pace(by: User) -> None:
    if free_at := used_up_until(Flag.flagged_at, (Flag.user_id == by.id,), FLAGS_A_DAY):
        raise TooMany(
            _("You can report %(n)s posts a day. For more, write to us.", n=FLAGS_A_DAY),
            seconds_to(free_at),
        )
