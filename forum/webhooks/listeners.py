"""From news to messages that wait: one for each webhook that wants it, in the same transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from forum.announcements import events as official
from forum.categories.models import Category
from forum.core.db import db
from forum.moderation import events as moderation
from forum.moderation.models import ReviewItem
from forum.threads import events as threads
from forum.threads.models import Post, Thread
from forum.webhooks.actions.delivering import put_in_queue
from forum.webhooks.models import Delivery
from forum.webhooks.queries import Wish, wishes_for
from forum.webhooks.seeing import guests_see, has_gone, is_for_everyone


@dataclass(frozen=True)
class _Told:
    event: str
    thread: Thread
    for_guests: bool
    post: Post | None = None
    item_id: int | None = None
    flag_id: int | None = None


def tell_webhooks(news: object) -> None:
    """Costs one small query where there is no webhook."""
    told = TELLERS[type(news)](news)
    if told is None:
        return
    for wish in wishes_for(told.event):
        if told.for_guests or wish.includes_restricted:
            put_in_queue(_delivery(wish, told))


def _delivery(wish: Wish, told: _Told) -> Delivery:
    return Delivery(
        webhook_id=wish.webhook_id,
        event=told.event,
        thread_id=told.thread.id,
        post_id=told.post.id if told.post else None,
        item_id=told.item_id,
        flag_id=told.flag_id,
    )


def _of_thread(event: str) -> Callable[[Any], _Told]:
    return lambda news: _Told(event, news.thread, guests_see(news.thread))


def _of_post(event: str) -> Callable[[Any], _Told]:
    def tell(news: Any) -> _Told:
        post = news.post
        return _Told(event, post.thread, guests_see(post.thread, post), post)

    return tell


def _of_answer(event: str) -> Callable[[Any], _Told]:
    """The answer may have been hidden, which is why it is none any more."""
    return lambda n: _Told(event, n.post.thread, guests_see(n.post.thread), n.post)


def _of_window(event: str) -> Callable[[Any], _Told]:
    return lambda news: _Told(event, news.window.thread, guests_see(news.window.thread))


def _published(news: official.AnnouncementPublished) -> _Told:
    thread = news.announcement.thread
    return _Told("announcement.published", thread, guests_see(thread))


def _thread_hidden(news: threads.ThreadHidden) -> _Told:
    return _Told("thread.hidden", news.thread, is_for_everyone(news.thread))


def _post_hidden(news: Any) -> _Told:
    post = news.post
    return _Told("post.hidden", post.thread, has_gone(post.thread, post), post)


def _moved(news: threads.ThreadMoved) -> _Told | None:
    """Out of sight or back into it, where guests see only one of the two categories."""
    thread, before = news.thread, db.session.get_one(Category, news.before)
    was, is_now = is_for_everyone(thread, may_see=before.may_see), guests_see(thread)
    if thread.state != "public" or was == is_now:
        return None
    return _Told("thread.restored" if is_now else "thread.hidden", thread, True)


def _flagged(news: moderation.PostFlagged) -> _Told:
    return _of_item("flag.created", news.flag.item, news.flag.id)


def _decided(news: moderation.ItemDecided) -> _Told:
    return _of_item("flag.decided", news.item)


def _of_item(event: str, item: ReviewItem, flag_id: int | None = None) -> _Told:
    """Says nothing of what the post says, which may be hidden by now."""
    post = item.post
    return _Told(event, post.thread, is_for_everyone(post.thread, post), post, item.id, flag_id)


TELLERS: Mapping[type, Callable[[Any], _Told | None]] = {
    threads.ThreadStarted: _of_thread("thread.created"),
    threads.ThreadClosed: _of_thread("thread.closed"),
    threads.MarkedDuplicate: _of_thread("thread.closed"),
    threads.ThreadReopened: _of_thread("thread.reopened"),
    threads.ThreadHidden: _thread_hidden,
    threads.ThreadRestored: _of_thread("thread.restored"),
    threads.ThreadMoved: _moved,
    threads.Replied: _of_post("post.created"),
    threads.PostEdited: _of_post("post.edited"),
    threads.PostHidden: _post_hidden,
    threads.PostPurged: _post_hidden,
    threads.PostRestored: _of_post("post.restored"),
    threads.AnswerAccepted: _of_answer("answer.accepted"),
    threads.AnswerUnaccepted: _of_answer("answer.unaccepted"),
    official.AnnouncementPublished: _published,
    official.UpdatePosted: _of_post("announcement.updated"),
    official.MaintenanceChanged: _of_window("maintenance.changed"),
    official.MaintenanceVerifying: _of_window("maintenance.changed"),
    official.MaintenanceStarted: _of_window("maintenance.started"),
    official.MaintenanceCompleted: _of_window("maintenance.completed"),
    official.MaintenanceCancelled: _of_window("maintenance.cancelled"),
    moderation.PostFlagged: _flagged,
    moderation.ItemDecided: _decided,
}
