"""The digest: once a day or a week, what is new where somebody looks, if there is anything."""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, case, exists, select, update

from forum import policy
from forum.accounts.models import SYSTEM_ID, SignIn, User
from forum.categories.models import Category
from forum.core import jobs, letters, mail
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.dialects import dialect, insert
from forum.notifications.levels import CategoryLevel, PersonMute, TagLevel, ThreadLevel
from forum.notifications.models import NotificationWishes
from forum.notifications.queries.listing import count_unread
from forum.notifications.queries.wishes import wishes_of
from forum.notifications.readers import Reader, reader_of, send_letter, wait_for
from forum.notifications.unsubscribing import unsubscribe_url
from forum.threads.models import Thread, ThreadTag
from forum.threads.queries.seeing import listed

PERIODS = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
# Whoever was away for a year has moved on.
AWAY = timedelta(days=365)
MOST_THREADS = 10
# People whose digest is planned in one go, once an hour: 120,000 a day.
AT_ONCE = 5000


@transaction()
def plan_digests() -> None:
    """Enqueue those that are due; who has no wishes yet gets the first one a week from now."""
    _begin_with_newcomers()
    wishes = NotificationWishes
    here = exists().where(SignIn.user_id == wishes.user_id, SignIn.seen_at > now() - AWAY)
    due = [
        (wishes.digest == name) & (wishes.digested_at < now() - period)
        for name, period in PERIODS.items()
    ]
    first = select(wishes.user_id, wishes.digested_at).where(due[0] | due[1], here)
    some = first.order_by(wishes.digested_at).limit(AT_ONCE)
    # Each worker plans: what another one has before it is not planned twice.
    rows = db.session.execute(some.with_for_update(of=wishes, skip_locked=True)).all()
    if not rows:
        return
    ids = [user_id for user_id, _since in rows]
    db.session.execute(update(wishes).where(wishes.user_id.in_(ids)).values(digested_at=now()))
    told = [
        {"user_id": user_id, "since": since.isoformat()}
        for user_id, since in rows
        if since is not None
    ]
    jobs.enqueue_many("send_digest", told)


def _begin_with_newcomers() -> None:
    wishes = NotificationWishes
    without = ~exists().where(wishes.user_id == User.id)
    which = select(User.id).where(User.email.is_not(None), User.id != SYSTEM_ID, without)
    rows = [
        {"user_id": user_id, "digest": "weekly", "digested_at": now(), "follows_along": True}
        for user_id in db.session.scalars(which.limit(AT_ONCE))
    ]
    if rows:
        # Somebody may say what they wish, and another worker begin with them, at this moment.
        made = insert(dialect(db.session()), wishes).on_conflict_do_nothing()
        db.session.execute(made, rows)


def send_digest(user_id: int, since: str) -> None:
    """Nothing when nothing is new. Run twice it sends a mail with the same Message-ID."""
    reader = reader_of(user_id)
    if reader is None or wishes_of(user_id).digest == "none":
        return
    wait_for(reader)
    threads = new_threads(reader.user, datetime.fromisoformat(since))
    if not threads:
        return
    config = current_app.extensions["config"]
    with reader.speaking():
        notice = _notice(reader, threads)
    written = letters.write_notice(notice, reader.language)
    begun = int(datetime.fromisoformat(since).timestamp())
    message_id = mail.id_of(config, "digest", user_id, begun)
    send_letter(reader, written, "digest", notice.unsubscribe_url, message_id)


def new_threads(user: User, since: datetime) -> list[Thread]:
    """Of others, since then, in what they may see and have not muted; first those where they
    follow, then the liveliest."""
    muted = select(CategoryLevel.category_id).where(
        CategoryLevel.user_id == user.id, CategoryLevel.level == "mute"
    )
    here = (
        listed(),
        Thread.created_at > since,
        Thread.category_id.in_(_category_ids(user)),
        Thread.category_id.not_in(muted),
        Thread.author_id.is_distinct_from(user.id),
        ~_is_muted(user.id),
    )
    first = case((_is_followed(user.id), 0), else_=1)
    found = select(Thread).where(*here)
    order = (first, Thread.reply_count.desc(), Thread.id.desc())
    return list(db.session.scalars(found.order_by(*order).limit(MOST_THREADS)))


def _is_muted(user_id: int) -> ColumnElement[bool]:
    """By itself, by a tag or for who wrote it, unless they asked without their name: silence would
    tell it."""
    thread = exists().where(
        ThreadLevel.thread_id == Thread.id, ThreadLevel.user_id == user_id,
        ThreadLevel.level == "mute",
    )  # fmt: skip
    tag = exists().where(
        ThreadTag.thread_id == Thread.id, TagLevel.tag_id == ThreadTag.tag_id,
        TagLevel.user_id == user_id, TagLevel.level == "mute",
    )  # fmt: skip
    author = exists().where(
        PersonMute.muted_id == Thread.author_id, PersonMute.user_id == user_id,
        User.id == PersonMute.muted_id, User.role == "member", Thread.is_anonymous.is_(False),
    )  # fmt: skip
    return thread | tag | author


def _is_followed(user_id: int) -> ColumnElement[bool]:
    loud = ("watch", "follow")
    category = exists().where(
        CategoryLevel.category_id == Thread.category_id, CategoryLevel.user_id == user_id,
        CategoryLevel.level.in_(loud),
    )  # fmt: skip
    tag = exists().where(
        ThreadTag.thread_id == Thread.id, TagLevel.tag_id == ThreadTag.tag_id,
        TagLevel.user_id == user_id, TagLevel.level.in_(loud),
    )  # fmt: skip
    return category | tag


def _notice(reader: Reader, threads: list[Thread]) -> letters.Notice:
    site = current_app.extensions["config"].site_url
    unread = count_unread(reader.user, _category_ids(reader.user))
    intro = ""
    if unread:
        intro = ngettext(
            "You have %(num)s unread notice.", "You have %(num)s unread notices.", unread
        )
    return letters.Notice(
        title=_("What is new"),
        intro=intro,
        items=[
            letters.Item(
                title=thread.title,
                url=f"{site}{thread.path}",
                when=reader.at(thread.created_at),
                excerpt=thread.excerpt,
                words=thread.category.name(reader.language),
            )
            for thread in threads
        ],
        why=_("You get this because you asked for a digest, or have not said that you want none."),
        action_words=_("Read your notices") if unread else "",
        action_url=f"{site}/notifications" if unread else "",
        unsubscribe_words=_("No more digests"),
        unsubscribe_url=unsubscribe_url(reader.user.id, "digest"),
        settings_url=f"{site}/settings/notifications",
    )


def _category_ids(user: User) -> list[int]:
    return [c.id for c in db.session.scalars(select(Category)) if policy.see_category(user, c)]
