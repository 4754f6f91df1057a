"""Mails about what happened: sealed, written and sent by a job, each with an id of its own."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import exists, or_, select, update

from forum import policy
from forum.core import jobs, letters, mail, markup
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.mailbox import reply_address
from forum.notifications.items import Item, item_of
from forum.notifications.kinds import topic_of
from forum.notifications.models import Mailing, Notification
from forum.notifications.queries.wanted import still_wanted
from forum.notifications.readers import (
    Reader,
    is_used_up,
    reader_of,
    send_letter,
    today,
    wait_for,
)
from forum.notifications.unsubscribing import unsubscribe_url
from forum.notifications.words import sentence

# More than these in one mail nobody reads there.
MOST_ITEMS = 20
LONGEST_OPEN, MOST_RESUMED = timedelta(hours=27), 1000


def send_mailing(mailing_id: int) -> None:
    """One mail about one thread, or about none. What was read meanwhile, is not theirs to
    see or not wanted any more, is left out; when nothing is left, no mail is sent.

    Raises ``Later`` in quiet hours, and what ``core.mail.send`` raises. Run again after it was
    sent but not noted, it sends a mail with the same Message-ID, which readers show once.
    """
    mailing = db.session.get(Mailing, mailing_id)
    if mailing is None or mailing.sent_at is not None:
        return
    reader = reader_of(mailing.user_id)
    if reader is not None and mailing.sealed_at is None and not _warns(mailing):
        wait_for(reader)
    if not _seal(mailing) or reader is None:
        return
    items = _items(mailing, reader)
    if items and _send(mailing, items, reader):
        _note_sent(mailing_id)


@transaction()
def resume_mailings() -> None:
    """Those whose job died before it sealed them, past all quiet hours and all its attempts: else
    they would take in what comes, and never leave."""
    forgotten = (Mailing.sealed_at.is_(None), Mailing.made_at < now() - LONGEST_OPEN)
    ids = db.session.scalars(select(Mailing.id).where(*forgotten).limit(MOST_RESUMED))
    jobs.enqueue_many("send_mailing", [{"mailing_id": number} for number in ids])


@transaction()
def _seal(mailing: Mailing) -> bool:
    """Take in what waits for it; whether it may be sent."""
    lock(mailing)
    if mailing.sealed_at is None:
        mailing.sealed_at = now()
        waiting = (
            Notification.user_id == mailing.user_id,
            Notification.thread_id.is_not_distinct_from(mailing.thread_id),
            Notification.wants_mail.is_(True),
            Notification.mailing_id.is_(None),
        )
        taken = update(Notification).where(*waiting).values(mailing_id=mailing.id)
        db.session.execute(taken, execution_options={"synchronize_session": False})
    return _warns(mailing) or not is_used_up(mailing.user_id)


def _warns(mailing: Mailing) -> bool:
    """Of a danger, which nobody can switch off: quiet hours do not hold it, and others' mails do
    not crowd it out. Once: what is mailed of its thread later is no warning, however long nobody
    reads that one."""
    here = or_(Notification.mailing_id == mailing.id, Notification.mailing_id.is_(None))
    critical = exists().where(
        Notification.user_id == mailing.user_id,
        Notification.thread_id == mailing.thread_id,
        Notification.kind == "critical_notice",
        Notification.read_at.is_(None),
        here,
    )
    return bool(db.session.scalar(select(critical)))


@transaction()
def _note_sent(mailing_id: int) -> None:
    db.session.get_one(Mailing, mailing_id).sent_at = now()


def _items(mailing: Mailing, reader: Reader) -> list[Item]:
    unread = (Notification.mailing_id == mailing.id, Notification.read_at.is_(None))
    rows = db.session.scalars(select(Notification).where(*unread).order_by(Notification.id))
    is_wanted = still_wanted(mailing.user_id, mailing.thread_id, "mail")
    items = (item_of(row, reader.user) for row in rows if is_wanted(row))
    return list(islice((one for one in items if one), MOST_ITEMS))


def _send(mailing: Mailing, items: Sequence[Item], reader: Reader) -> bool:
    config = current_app.extensions["config"]
    thread, last = items[-1].thread, items[-1].post
    reply_to = ""
    if last is not None and thread is not None and policy.reply_by_mail(reader.user, thread):
        reply_to = reply_address(config, "reply", mailing.user_id, last.id, today())
    unsubscribe = _unsubscribe(mailing, items)
    with reader.speaking():
        notice = _notice(items, reader, unsubscribe, can_reply=bool(reply_to))
        sender = _sender(items)
        from_name = _("%(name)s in the community", name=sender) if sender else ""
    written = letters.write_notice(notice, reader.language)
    list_name = f"thread-{thread.id}" if thread else topic_of(items[-1].kind).name
    # What is about one thread hangs below one id, which no mail has: readers' programs sort by it.
    root = (mail.id_of(config, "thread", thread.id, "to", mailing.user_id),) if thread else ()
    message_id = mail.id_of(config, "mailing", mailing.id)
    return send_letter(
        reader, written, list_name, unsubscribe, message_id, references=root, reply_to=reply_to,
        from_name=from_name,
    )  # fmt: skip


def _unsubscribe(mailing: Mailing, items: Sequence[Item]) -> str:
    if mailing.thread_id is not None:
        return unsubscribe_url(mailing.user_id, "thread", mailing.thread_id)
    return unsubscribe_url(mailing.user_id, "topic", topic_of(items[-1].kind).name)


def _notice(
    items: Sequence[Item], reader: Reader, unsubscribe: str, *, can_reply: bool
) -> letters.Notice:
    """In the reader's language. The subject stays the same for a thread, so that programs which
    sort mails into conversations by it do not tear them apart."""
    site = current_app.extensions["config"].site_url
    first = items[0]
    return letters.Notice(
        title=_title(first) if first.thread else sentence(first, reader.at),
        items=[_item(each, reader, site) for each in items],
        why=f"{_because(first)} {_('We never ask for your recovery phrase.')}",
        action_words=_("Open the thread") if first.thread else "",
        action_url=f"{site}{first.path}" if first.thread else "",
        unsubscribe_words=_("No more mails about this thread") if first.thread else "",
        unsubscribe_url=unsubscribe,
        settings_url=f"{site}/settings/notifications",
        can_reply=can_reply,
    )


def _because(first: Item) -> str:
    if first.kind == "answered":
        return _("You get this because it is your question.")
    if first.kind in ("mention", "reply", "quote", "accepted"):
        return _("You get this because it is addressed to you.")
    if first.thread is not None:
        return _("You get this because you watch this thread or where it stands.")
    return _("You get this because it concerns you.")


def _title(told: Item) -> str:
    """What a member wrote must not look like the site's own word: no member's begins like that."""
    if topic_of(told.kind).name in ("announcements", "critical"):
        return _("[Official] %(title)s", title=told.title)
    return _("[Thread] %(title)s", title=told.title)


def _sender(items: Sequence[Item]) -> str:
    """Whose words these are, if they are one member's; else ""."""
    names = {told.by.display_name for told in items}
    name = names.pop() if len(names) == 1 else ""
    spoken = items[0].post is not None and not items[0].post.is_official
    return name if spoken else ""


def _item(told: Item, reader: Reader, site: str) -> letters.Item:
    post = told.post
    return letters.Item(
        title=sentence(told, reader.at),
        url=f"{site}{told.path}",
        when=reader.at(post.created_at) if post else "",
        excerpt=markup.excerpt(post.html) if post else "",
    )
