"""Deciding what waits in the queue."""

from flask_babel import gettext as _
from sqlalchemy import select

from forum import policy
from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.moderation.events import ItemDecided
from forum.moderation.models import DECISIONS, Flag, ReviewItem
from forum.threads.actions.hiding import hide_post


@transaction()
def decide_item(item: ReviewItem, decision: str, reason: str = "", *, by: User) -> None:
    """agree: the post is hidden, for ``reason``; disagree: nothing is wrong; ignore: neither.

    Of two people who decide one item the second gets ``Conflict``, with the first one's name.
    """
    lock(item.post.thread)
    flaggers = db.session.scalars(select(Flag.user_id).where(Flag.item_id == item.id)).all()
    policy.require(policy.decide_item(by, item.post, flaggers))
    if decision not in DECISIONS:
        raise Invalid(_("Choose one of the decisions."), "decision")
    if item.decided_by is not None:
        raise Conflict(
            _("%(name)s has decided this already.", name=item.decided_by.display_name)
        )
    item.decision, item.decided_by, item.decided_at = decision, by, now()
    # A moderator may have hidden it on its page meanwhile. What its author withdrew is hidden
    # again, so that they cannot bring it back.
    if decision == "agree" and policy.hide_post(by, item.post):
        hide_post(item.post, reason, by=by)
    publish(ItemDecided(item, by))
    changes = {"item": item.id, "decision": decision}
    publish(StaffAct(by.id, "decide_item", f"post/{item.post_id}", changes=changes))
