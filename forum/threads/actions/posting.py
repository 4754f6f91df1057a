"""Starting threads and replying."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BigInteger, Select, Update, bindparam, or_, select, update

from forum import policy
from forum.accounts.models import User
from forum.categories.models import Category
from forum.core import markup
from forum.core.clock import UtcDateTime, now
from forum.core.db import db, lock, put, transaction
from forum.core.errors import Invalid
from forum.core.events import publish
from forum.core.text import has_han
from forum.safety.door import admit
from forum.threads.actions.reading import note_own_post
from forum.threads.actions.tagging import set_tags
from forum.threads.changes import touch_posts
from forum.threads.events import Replied, ThreadStarted
from forum.threads.language import language_of
from forum.threads.limits import SAME_WITHIN, check_reply_pace, check_thread_pace
from forum.threads.models import Post, Thread, ThreadTag
from forum.threads.writing import Written, check_newcomer, write_up

# In code points: four Han characters ask as much as eight letters.
SHORTEST_TITLE, SHORTEST_HAN_TITLE = 8, 4


def start_thread(
    category: Category, title: str, body: str | Written, tags: Sequence[str] = (), *, by: User
) -> Thread:
    """Start a thread with its opening post. Inside a transaction ``body`` is written up before it.

    The same words in the same category within 5 minutes are one thread: the first is answered.
    """
    title, written = admit_title(title), write_up(body)
    with transaction() as session:
        lock(by)
        if same := _same_thread(by, category, title, written):
            return same
        policy.require(policy.start_thread(by, category))
        check_newcomer(written, by)
        check_thread_pace(by)
        thread = Thread(
            category=category,
            author=by,
            title=title,
            language=language_of(f"{title}\n{written.body}"),
            resolution="open" if category.kind == "questions" else "none",
            is_anonymous=category.hides_askers,
            last_number=0,
            created_at=now(),
        )
        session.add(thread)
        session.flush()
        _append(thread, written, by)
        set_tags(thread, tags, by)
        publish(ThreadStarted(thread, by))
    return thread


def reply(thread: Thread, body: str | Written, *, to: Post | None = None, by: User) -> Post:
    """Add a post with the thread's next number, which no other post gets, even after a purge.

    Inside a transaction ``body`` is written up before it.

    The same words to the same place within 5 minutes are one post: the first is answered.
    """
    written = write_up(body)
    with transaction():
        lock(by)
        lock(thread)
        if same := _same_reply(by, thread, to, written):
            return same
        policy.require(policy.reply(by, thread))
        _check_answered(to, thread, by)
        check_newcomer(written, by)
        check_reply_pace(by, thread)
        post = _append(thread, written, by, to)
        publish(Replied(post, by))
    return post


def _check_answered(to: Post | None, thread: Thread, by: User) -> None:
    if to is not None and (to.thread_id != thread.id or not policy.see_post(by, thread, to)):
        raise Invalid(_("The post that you answer is not in this thread."), "reply_to")


def admit_title(title: str) -> str:
    title = admit(title, "title")
    if len(title) < (SHORTEST_HAN_TITLE if has_han(title) else SHORTEST_TITLE):
        raise Invalid(_("Say a little more in the title: what happened, and to what?"), "title")
    return title


def _append(thread: Thread, written: Written, by: User, to: Post | None = None) -> Post:
    post = Post(
        thread_id=thread.id,
        author_id=by.id,
        number=thread.last_number + 1,
        reply_to_id=to.id if to else None,
        body=written.body,
        html=written.html,
        renderer=written.renderer,
        is_official=policy.is_official(by),
        created_at=now(),
    )
    db.session.add(post)
    now_last: dict[str, Any] = {"last_number": post.number, "last_post_at": post.created_at}
    if post.is_opening:
        put(thread, excerpt=markup.excerpt(written.html), **now_last)
    else:
        put(thread, reply_count=thread.reply_count + 1, **now_last)
        moved = {"thread": thread.id, "at": post.created_at}
        db.session.connection().execute(_move_in_tags(), moved)
    db.session.flush()
    note_own_post(post, by)
    touch_posts(thread)
    return post


@cache
def _move_in_tags() -> Update:
    rows = update(ThreadTag).where(ThreadTag.thread_id == bindparam("thread"))
    return rows.values(last_post_at=bindparam("at", type_=UtcDateTime()))


def _same_thread(by: User, category: Category, title: str, written: Written) -> Thread | None:
    return db.session.scalars(
        select(Thread)
        .join(Post, (Post.thread_id == Thread.id) & (Post.number == 1))
        .where(
            Thread.author_id == by.id,
            Thread.created_at > now() - SAME_WITHIN,
            Thread.category_id == category.id,
            Thread.title == title,
            Post.body == written.body,
            # Who takes a post back may say the same again, better placed.
            or_(Post.hidden_by_id.is_(None), Post.hidden_by_id != by.id),
        )
    ).first()


def _same_reply(by: User, thread: Thread, to: Post | None, written: Written) -> Post | None:
    wanted = {
        "by": by.id, "since": now() - SAME_WITHIN, "thread": thread.id, "body": written.body,
        "to": to.id if to else None,
    }
    found: Post | None = db.session.scalars(_recent_reply(), wanted).first()
    return found


# Built once, like the other statements of a reply: that costs more than running them.
@cache
def _recent_reply() -> Select[Any]:
    by, to = (bindparam(name, type_=BigInteger()) for name in ("by", "to"))
    return select(Post).where(
        Post.author_id == by,
        Post.created_at > bindparam("since", type_=UtcDateTime()),
        Post.thread_id == bindparam("thread"),
        Post.number > 1,
        Post.reply_to_id.is_not_distinct_from(to),
        Post.body == bindparam("body"),
        # Who takes a post back may say the same again, better placed.
        or_(Post.hidden_by_id.is_(None), Post.hidden_by_id != by),
    )
