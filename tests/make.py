"""Things to test with. Each maker fills in whatever the test does not care about."""

from datetime import timedelta
from itertools import count

from forum.accounts.actions.signing import begin_sign_in
from forum.accounts.models import SignIn, User
from forum.accounts.queries import get_system
from forum.announcements.actions.publishing import publish_announcement
from forum.announcements.actions.services import create_service
from forum.announcements.actions.windows import WindowWish
from forum.categories.models import Category
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job
from forum.core.text import skeleton
from forum.core.tokens import digest
from forum.notifications.actions.devices import add_device
from forum.notifications.models import Notification
from forum.threads.models import Post, Thread
from forum.webhooks.actions.setting_up import create_webhook
from forum.webhooks.models import EVENTS
from tests.pushes import FakeBrowser

_n = count(1)
# Without what looks like another or like two others: i, l, o, m (rn), w (vv).
NAMES = "abcdefghjknpqrstuvxyz"


@transaction()
def make_user(**given):
    """A member of trust 1 who joined a month ago: no newcomer's limits."""
    handle = given.get("handle") or f"user{_letters(next(_n))}"
    filled = {
        "handle": handle,
        "skeleton": skeleton(handle),
        "display_name": handle,
        "trust_level": 1,
        "joined_at": now() - timedelta(days=30),
    }
    return _save(User(**(filled | given)))


def _letters(number):
    # Digits and letters that look alike would make two names one.
    letters = ""
    while number:
        number, rest = divmod(number, len(NAMES))
        letters += NAMES[rest]
    return letters + "q"


def make_newcomer(**given):
    return make_user(**({"trust_level": 0, "joined_at": now()} | given))


def make_moderator(**given):
    return make_user(**({"role": "moderator"} | given))


def make_official(**given):
    return make_user(**({"role": "official"} | given))


def make_administrator(**given):
    return make_user(**({"role": "administrator"} | given))


@transaction()
def make_category(**given):
    n = next(_n)
    filled = {"slug": f"place-{n}", "names": {"en": f"Place {n}", "zh-Hans": f"分类{n}"}}
    return _save(Category(**(filled | given)))


def make_service(slug="withdrawals"):
    return create_service(slug, {"en": slug.title()}, by=get_system())


def make_announcement(kind="notice", **given):
    """Written by an official who has not written before: nobody has to wait."""
    category = given.pop("category", None) or make_category(
        kind="discussions", is_official=True, may_reply="official"
    )
    filled = {"language": "en", "title": "Something was announced", "body": "Read this."}
    by = given.pop("by", None) or make_official()
    return publish_announcement(category, kind, **(filled | given), by=by)


def make_maintenance(starts_in=timedelta(hours=1), lasts=timedelta(hours=2), **given):
    starts_at = now() + starts_in
    window = WindowWish(starts_at, starts_at + lasts, given.pop("services", {}), "Wait.")
    return make_announcement("maintenance", maintenance=window, **given)


@transaction()
def make_thread(**given):
    """With its opening post, written an hour ago: nobody has to wait before the next."""
    author = given.pop("author", None) or make_user()
    category = given.pop("category", None) or make_category()
    at = given.pop("created_at", now() - timedelta(hours=1))
    resolution = "open" if category.kind == "questions" else "none"
    filled = {"title": "How do I reset my code?", "resolution": resolution}
    placed = {"author": author, "category": category, "created_at": at, "last_post_at": at}
    body = given.pop("body", "Please help.")
    thread = _save(Thread(**(filled | placed | given)))
    make_post(thread=thread, author=author, body=body, created_at=at)
    return thread


@transaction()
def make_post(*, thread, **given):
    author = given.pop("author", None) or make_user()
    thread.last_number += 1
    body = given.pop("body", "Try this.")
    filled = {
        "number": thread.last_number,
        "body": body,
        "html": f"<p>{body}</p>",
        "renderer": 0,
        "created_at": now() - timedelta(minutes=50),
    }
    post = _save(Post(**(filled | {"thread": thread, "author": author} | given)))
    if post.number > 1 and post.state == "public" and not post.staff_only:
        thread.reply_count += 1
    return post


@transaction()
def make_notification(user, **given):
    """Of a post or a thread, told to them a minute ago; of their account where there is neither."""
    post = given.pop("post", None)
    thread = given.pop("thread", None) or (post.thread if post else None)
    kind = "reply" if post else "solved" if thread else "password_changed"
    filled = {"kind": kind, "event": f"test/{next(_n)}", "created_at": now() - timedelta(minutes=1)}
    told = {
        "user_id": user.id,
        "thread_id": thread.id if thread else None,
        "post_id": post.id if post else None,
        "by_id": post.author_id if post else None,
    }
    return _save(Notification(**(filled | told | given)))


def make_failed_job(**given):
    """Given up a moment ago."""
    failed = {"failed_at": now(), "attempts": 10, "error": "OSError: away"}
    return make_waiting_job(**(failed | given))


@transaction()
def make_waiting_job(**given):
    filled = {"name": "send_reset_code", "arguments": {"request_id": 7, "note": "privateword"}}
    return _save(Job(**(filled | given))).id


def make_webhook(url="https://hooks.example/in", **given):
    """That wants all there is."""
    by = given.pop("by", None) or make_administrator()
    return create_webhook(url, given.pop("events", EVENTS), **given, by=by)


def make_device(user, browser=None, **given):
    """In a browser in which they have just signed in."""
    if "token_id" not in given and "sign_in_id" not in given:
        token = digest(begin_sign_in(user, "a test"))
        given["sign_in_id"] = db.session.query(SignIn.id).filter_by(token_hash=token).scalar()
    return add_device((browser or FakeBrowser()).given(), **given, by=user)


def _save(row):
    db.session.add(row)
    db.session.flush()
    return row
