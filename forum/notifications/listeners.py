"""What is told when something happens. Whom it may concern is found out later, by jobs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select, update

from forum.accounts.events import PasswordChanged, RoleGranted, TokenMade
from forum.announcements.events import (
    AnnouncementPublished,
    MaintenanceCancelled,
    MaintenanceChanged,
    MaintenanceCompleted,
    MaintenanceStarted,
    UpdatePosted,
)
from forum.announcements.models import MaintenanceWindow
from forum.core.clock import now
from forum.core.db import db
from forum.core.jobs import enqueue, enqueue_many
from forum.moderation.events import ItemDecided, Sanctioned, SanctionEnded
from forum.moderation.models import Flag
from forum.notifications.actions.following import follow_along, stop_following_along
from forum.notifications.actions.reading import read_in_thread
from forum.notifications.models import Notification
from forum.notifications.reach import Told
from forum.notifications.writing import Event, tell
from forum.threads.events import (
    AnswerAccepted,
    AnswerUnaccepted,
    MeTooTakenBack,
    MetToo,
    PeopleMentioned,
    PostHidden,
    PostRestored,
    ReadLong,
    Replied,
    ThreadHidden,
    ThreadRead,
    ThreadRestored,
    ThreadStarted,
)
from forum.threads.models import Post

NOTHING: Mapping[str, Any] = MappingProxyType({})


def tell_of_thread(event: ThreadStarted) -> None:
    opening = select(Post.id).where(Post.thread_id == event.thread.id, Post.number == 1)
    enqueue("tell_of_post", post_id=db.session.scalars(opening).one())


def tell_of_reply(event: Replied) -> None:
    enqueue("tell_of_post", post_id=event.post.id)


def tell_the_named(event: PeopleMentioned) -> None:
    enqueue("tell_of_names", post_id=event.post.id)


def tell_of_answer(event: AnswerAccepted) -> None:
    if event.replaced is not None:
        _forget(f"answer/{event.replaced.id}")
    enqueue("tell_of_answer", post_id=event.post.id, by_id=event.by.id)


def take_back_answer(event: AnswerUnaccepted) -> None:
    _forget(f"answer/{event.post.id}")


def _forget(event: str) -> None:
    """What was mailed stays, out of sight: should it happen again, nobody gets a second mail."""
    these, mailed = Notification.event == event, Notification.mailing_id.is_not(None)
    out_of_sight = update(Notification).where(these, mailed).values(is_listed=False, read_at=now())
    for statement in (delete(Notification).where(these, ~mailed), out_of_sight):
        db.session.execute(statement, execution_options={"synchronize_session": False})


def follow_met(event: MetToo) -> None:
    follow_along(event.by.id, event.thread.id, "me_too")


def stop_following_met(event: MeTooTakenBack) -> None:
    stop_following_along(event.by.id, event.thread.id, "me_too")


def note_read(event: ThreadRead) -> None:
    read_in_thread(event.by_id, event.thread_id, event.number)


def follow_read(event: ReadLong) -> None:
    follow_along(event.by_id, event.thread_id, "read")


def tell_of_announcement(event: AnnouncementPublished) -> None:
    announcement = event.announcement
    kind = "critical_notice" if announcement.is_critical else "announcement_published"
    _announce(announcement.thread_id, kind, "published", event.by.id)
    window = db.session.get(MaintenanceWindow, announcement.thread_id)
    if window is not None:
        _tell_when_it_starts(window)


def tell_of_update(event: UpdatePosted) -> None:
    enqueue("tell_of_update", post_id=event.post.id)


def tell_of_change(event: MaintenanceChanged) -> None:
    moments = [moment.isoformat() for moment in (*event.old, *event.new)]
    about = {"moments": moments}
    name = f"changed/{now():%Y%m%d%H%M%S%f}"
    _announce(event.window.thread_id, "announcement_changed", name, event.by.id, about)
    _tell_when_it_starts(event.window)


def tell_of_start(event: MaintenanceStarted) -> None:
    name = f"started/{event.window.starts_at:%Y%m%d%H%M}"
    _announce(event.window.thread_id, "announcement_started", name, event.by.id)


def tell_of_completion(event: MaintenanceCompleted) -> None:
    _announce(event.window.thread_id, "announcement_completed", "completed", event.by.id)


def tell_of_cancellation(event: MaintenanceCancelled) -> None:
    _announce(event.window.thread_id, "announcement_cancelled", "cancelled", event.by.id)


def _announce(
    thread_id: int, kind: str, event: str, by_id: int, about: dict[str, list[str]] | None = None
) -> None:
    told = {"kind": kind, "event": event, "by_id": by_id, "about": about or {}}
    enqueue_many("tell_of_announcement", [{"thread_id": thread_id, **told}])


def _tell_when_it_starts(window: MaintenanceWindow) -> None:
    at = window.starts_at
    enqueue("tell_of_start", run_at=at, thread_id=window.thread_id, starts_at=at.isoformat())


def tell_flaggers(event: ItemDecided) -> None:
    item = event.item
    flaggers = db.session.scalars(select(Flag.user_id).where(Flag.item_id == item.id))
    about = {"decision": item.decision}
    told = {user_id: Told("flag_decided") for user_id in flaggers if user_id != event.by.id}
    tell(Event(f"item/{item.id}", about=about), told)


def tell_author_hidden(event: PostHidden) -> None:
    _tell_author(event.post, "post_hidden", event.by.id)


def tell_author_restored(event: PostRestored) -> None:
    _tell_author(event.post, "post_restored", event.by.id)


def tell_asker_hidden(event: ThreadHidden) -> None:
    """Along with its opening post they hear of that."""
    if not event.thread.hidden_with_opening:
        _tell_author(_opening(event.thread.id), "post_hidden", event.by.id)


def tell_asker_restored(event: ThreadRestored) -> None:
    opening = _opening(event.thread.id)
    if opening.state == "public":
        _tell_author(opening, "post_restored", event.by.id)


def _opening(thread_id: int) -> Post:
    return db.session.scalars(select(Post).filter_by(thread_id=thread_id, number=1)).one()


def _tell_author(post: Post, kind: str, by_id: int) -> None:
    if post.author_id is not None and post.author_id != by_id:
        name = f"{kind}/{post.id}/{now():%Y%m%d%H%M%S}"
        tell(Event(name, post.thread, post), {post.author_id: Told(kind)})


def tell_sanctioned(event: Sanctioned) -> None:
    sanction = event.sanction
    about = {"kind": sanction.kind, "until": sanction.until.isoformat()}
    _tell(sanction.user_id, "sanctioned", f"sanction/{sanction.id}", about)


def tell_sanction_ended(event: SanctionEnded) -> None:
    sanction = event.sanction
    about = {"kind": sanction.kind}
    _tell(sanction.user_id, "sanction_ended", f"sanction/{sanction.id}/ended", about)


def tell_of_password(event: PasswordChanged) -> None:
    _tell(event.user.id, "password_changed", f"password/{now():%Y%m%d%H%M%S%f}")


def tell_of_token(event: TokenMade) -> None:
    token = event.token
    _tell(token.user_id, "token_made", f"token/{token.id}", {"name": token.name})


def tell_of_role(event: RoleGranted) -> None:
    name = f"role/{now():%Y%m%d%H%M%S%f}"
    _tell(event.user.id, "role_granted", name, {"role": event.user.role})


def _tell(user_id: int, kind: str, event: str, about: Mapping[str, Any] = NOTHING) -> None:
    """One person, of what concerns nobody else."""
    tell(Event(event, about=about), {user_id: Told(kind)})
