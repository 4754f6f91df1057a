"""Mail that comes in: replies become posts, bounces stop mail."""

from flask_babel import force_locale
from flask_babel import gettext as _

from forum.accounts.actions.mailing import stop_mail
from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import ForumError
from forum.core.idempotency import once
from forum.core.inbound.messages import Incoming
from forum.core.inbound.taking import NotTaken
from forum.core.languages import locale_of
from forum.notifications.readers import reader_of
from forum.policy import see_post
from forum.threads.actions.posting import reply
from forum.threads.models import Post
from forum.threads.writing import write_up


def take_reply(ids: tuple[int, ...], incoming: Incoming) -> None:
    """Publish it below the post that it answers, as the person whose mail it was. From another
    address it is refused, and the person told: the signed one may have been passed on."""
    user_id, post_id = ids
    user, post = db.session.get(User, user_id), db.session.get(Post, post_id)
    reader = reader_of(user_id)
    if user is None or reader is None:
        return
    with force_locale(locale_of(reader.language)):
        try:
            if (user.email or "").casefold() != incoming.sender.casefold():
                raise NotTaken(
                    _("Write from the address of your account: this one is not known."),
                    reader.language,
                    owner=reader.email,
                )
            if post is None or not see_post(user, post.thread, post):
                raise NotTaken(_("What you answer is not there any more."), reader.language)
            _publish(user, post, incoming)
        except NotTaken:
            raise
        except ForumError as refusal:
            raise NotTaken(refusal.message, reader.language) from refusal


def _publish(user: User, post: Post, incoming: Incoming) -> None:
    written = write_up(incoming.text)
    key = f"mail {incoming.message_id}"[:255]
    # The same mail may come twice, by two ways.
    once(
        user.id, key, incoming.text.encode(),
        lambda: reply(post.thread, written, to=post, by=user).id,
    )  # fmt: skip


def take_bounce(ids: tuple[int, ...], incoming: Incoming) -> None:
    """One that says nobody is there stops mail; a full mailbox may be emptied."""
    if incoming.bounce is not None and incoming.bounce.is_hard:
        stop_mail(ids[0], incoming.bounce.sentence)
