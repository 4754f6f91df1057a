"""Threads and posts of the demonstration, with what became of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from forum.accounts.models import User
from forum.core import markup
from forum.core.db import db
from forum.core.text import fold
from forum.policy import is_official
from forum.threads.changes import resolve
from forum.threads.models import Post, ReadingPosition, Revision, Tag, Thread, ThreadTag
from forum.threads.states import Acceptance, ChoiceLock, Closing, Duplicate, ThreadLock
from forum.transfer.demo import voices
from forum.transfer.demo.stage import ORIGIN, Act, Stage
from forum.transfer.demo.texts import PostText, ThreadText

# How long after a post its author changed it, or a moderator hid it.
SOON_AFTER = timedelta(minutes=4)


def post_all(stage: Stage, threads: Iterable[ThreadText]) -> None:
    threads = list(threads)
    _make_tags(stage, {tag for text in threads for tag in text.tags})
    for number, text in enumerate(threads, 1):
        stage.threads[text.key] = _thread(stage, number, text)
    db.session.flush()
    for text in threads:
        _fill(stage, text)
    for text in threads:
        _settle(stage, text)


def _make_tags(stage: Stage, names: set[str]) -> None:
    for name in sorted(names):
        stage.tags[name] = Tag(name=fold(name), folded=fold(name))
        db.session.add(stage.tags[name])


def _thread(stage: Stage, number: int, text: ThreadText) -> Thread:
    category = stage.categories[text.category]
    began = stage.now - text.ago
    thread = Thread(
        category=category,
        author=stage.people[text.posts[0].by],
        title=text.title,
        language=text.language,
        tags=[stage.tags[name].name for name in text.tags],
        resolution="open" if category.kind == "questions" else "none",
        created_at=began,
        last_post_at=began,
        origin=ORIGIN,
        origin_id=number,
    )
    db.session.add(thread)
    return thread


def _fill(stage: Stage, text: ThreadText) -> None:
    thread, posts = stage.threads[text.key], stage.posts.setdefault(text.key, [])
    at = thread.created_at
    for number, told in enumerate(text.posts, 1):
        at = stage.until_now(at + told.after)
        posts.append(_post(stage, thread, number, told, at, posts))
        voices.vote(stage, text, posts[-1], told.votes)
    public = [post for post in posts if post.state == "public"]
    thread.last_number, thread.reply_count = len(posts), len(public) - 1
    thread.last_post_at = public[-1].created_at
    thread.excerpt = markup.excerpt(posts[0].html)
    for name in text.tags:
        tag_id = stage.tags[name].id
        db.session.add(
            ThreadTag(thread_id=thread.id, tag_id=tag_id, last_post_at=thread.last_post_at)
        )


def _post(
    stage: Stage, thread: Thread, number: int, told: PostText, at: datetime, before: list[Post]
) -> Post:
    author = stage.people[told.by]
    body, html = stage.write_up(told.text, before)
    post = Post(
        thread=thread,
        author=author,
        number=number,
        reply_to_id=before[told.to - 1].id if told.to else None,
        body=body,
        html=html,
        renderer=markup.RENDERER,
        is_official=is_official(author),
        created_at=at,
        votes=told.votes,
        origin=ORIGIN,
        # Unlike the thread's number, unique among all posts.
        origin_id=thread.id * 1000 + number,
    )
    db.session.add(post)
    db.session.flush()
    if told.was:
        _edit(stage, post, told.was.strip())
    if told.hidden:
        _hide(stage, post, stage.people[told.hidden_by], told.hidden)
    return post


def _edit(stage: Stage, post: Post, was: str) -> None:
    post.edited_at = stage.until_now(post.created_at + 3 * SOON_AFTER)
    db.session.add(
        Revision(
            post_id=post.id,
            number=1,
            body=was,
            edited_by_id=post.author_id,
            edited_at=post.edited_at,
        )
    )


def _hide(stage: Stage, post: Post, by: User, reason: str) -> None:
    post.state, post.hidden_by_id, post.hidden_reason = "hidden", by.id, reason
    post.hidden_at = stage.until_now(post.created_at + SOON_AFTER)
    stage.acts.append(Act(post.hidden_at, by, "hide_post", f"post/{post.id}", reason))


def _settle(stage: Stage, text: ThreadText) -> None:
    """What the asker and staff decided, and who has read how far."""
    thread, posts = stage.threads[text.key], stage.posts[text.key]
    if text.accepted:
        thread.acceptance = _acceptance(stage, text, thread, posts[text.accepted - 1])
    if text.closed:
        thread.closing = Closing(
            closed_by_id=stage.people[text.closed["by"]].id,
            closed_at=thread.last_post_at,
            reason=text.closed["reason"],
        )
    if text.duplicate_of:
        _mark_duplicate(stage, text, thread)
    _lock(stage, text, thread)
    voices.say_me_too(stage, text, thread)
    for handle, number in text.read.items():
        user_id, at = stage.people[handle].id, stage.until_now(posts[number - 1].created_at)
        db.session.add(
            ReadingPosition(user_id=user_id, thread_id=thread.id, number=number, read_at=at)
        )
    resolve(thread)


def _acceptance(stage: Stage, text: ThreadText, thread: Thread, post: Post) -> Acceptance:
    return Acceptance(
        post_id=post.id,
        answerer_id=post.author_id,
        accepted_by_id=thread.author_id,
        accepted_at=stage.until_now(post.created_at + text.accepted_after),
    )


def _mark_duplicate(stage: Stage, text: ThreadText, thread: Thread) -> None:
    original, by = stage.threads[text.duplicate_of], stage.people[text.duplicate_by]
    at = stage.until_now(thread.created_at + 2 * SOON_AFTER)
    thread.duplicate = Duplicate(original_id=original.id, marked_by_id=by.id, marked_at=at)
    changes: dict[str, object] = {"original": original.id}
    stage.acts.append(Act(at, by, "mark_duplicate", f"thread/{thread.id}", "", changes))


def _lock(stage: Stage, text: ThreadText, thread: Thread) -> None:
    at = stage.until_now(thread.last_post_at + SOON_AFTER)
    about = f"thread/{thread.id}"
    if lock := text.locked:
        by = stage.people[lock["by"]]
        thread.lock = ThreadLock(locked_by_id=by.id, locked_at=at, reason=lock["reason"])
        stage.acts.append(Act(at, by, "lock_thread", about, lock["reason"]))
    if lock := text.choice_locked:
        by = stage.people[lock["by"]]
        thread.choice_lock = ChoiceLock(locked_by_id=by.id, locked_at=at, reason=lock["reason"])
        stage.acts.append(Act(at, by, "lock_choice", about, lock["reason"]))
