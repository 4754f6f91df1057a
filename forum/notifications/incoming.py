"""Mail that comes in: replies become posts, bounces stop mail."""

from flask_babel import force_locale
from flask_babel import gettext as _

from forum.accounts.actions.mailing import stop_mail
from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Forbidden, ForumError, NotFound
from forum.core.idempotency import once
from forum.core.inbound.messages import Incoming
from forum.core.inbound.taking import NotTaken
from forum.core.languages import locale_of
from forum.notifications.readers import language_of
from forum.policy import see_post
from forum.threads.actions.posting import reply
from forum.threads.models import Post
from forum.threads.writing import write_up


def take_reply(ids: tuple[int, ...], incoming: Incoming) -> None:
    """Publish it below the post that it answers, as the person whose mail it was. From another
    address it is refused, and the person told: the signed one may have been passed on."""
    user_id, post_id = ids
    user, post = db.session.get(User, user_id), db.session.get(Post, post_id)
    if user is None or user.email is None:
        return
    language = language_of(user)
    is_theirs = user.email.casefold() == incoming.sender.casefold()
    with force_locale(locale_of(language)):
        try:
            _check_sender(user, is_theirs)
            if post is None or not see_post(user, post.thread, post):
                raise NotFound(_("What you answer is not there any more."))
            _publish(user, post, incoming)
        except ForumError as refusal:
            owner = "" if is_theirs else user.email
            raise NotTaken(refusal.message, language, owner) from refusal


def _check_sender(user: User, is_theirs: bool) -> None:
    if not is_theirs:
        raise Forbidden(_("Write from the address of your account: this one is not known."))
    if user.suspended_until is not None and user.suspended_until > now():
        until = f"{user.suspended_until:%Y-%m-%d %H:%M}"
        raise Forbidden(_("This account is suspended until %(date)s (UTC).", date=until))


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
