"""One situation for the table of permissions: whatever a community has, seen and unseen."""

from datetime import timedelta

from forum.accounts.models import ApiToken, SignIn
from forum.announcements.models import Announcement, MaintenanceWindow, Pin
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job
from forum.core.tokens import digest
from forum.moderation.models import Flag, ReviewItem, Sanction
from forum.notifications.models import PushSubscription
from forum.notifications.unsubscribing import unsubscribe_url
from forum.threads.models import Post, Revision, Tag, Thread, ThreadTag
from forum.threads.states import Acceptance, ThreadLock
from forum.webhooks.models import Delivery, Webhook
from tests.make import make_category, make_notification, make_post, make_thread, make_user

ROLES = ("guest", "member", "author", "moderator", "official", "administrator")
SCOPES = ["read", "write", "moderate", "announce", "admin"]

# Of each unseen thing the word in it, a page that shows it, and who may read it there.
NOBODY: tuple[str, ...] = ()
STAFF = ("moderator", "official", "administrator")
AUTHOR = ("author", *STAFF)
_THREAD, _GONE = "/t/{thread}/how-do-i-reset-my-code", "/t/{gone}/tapirtitle-is-hidden"
MARKS = {
    "zebrahidden": (_THREAD, AUTHOR),  # a reply that a moderator has hidden
    "yakwithdrawn": ("/api/v1/threads/{thread}/posts", AUTHOR),  # one that its author took back
    "walrusheld": (_THREAD, AUTHOR),  # a reply that waits for staff
    "vulturesecret": (_THREAD, STAFF),  # a reply for staff only
    "urchinpurged": (_THREAD, NOBODY),  # a reply that was deleted for good
    "tapirtitle": ("/api/v1/threads/{gone}", AUTHOR),  # the title of a hidden thread
    "squidbody": (_GONE, AUTHOR),  # its body, and so its excerpt
    "ravenreply": (_GONE, AUTHOR),  # a reply in it
    "quailtag": (_GONE, AUTHOR),  # a tag that only it has
    "pandaheld": ("/api/v1/threads/{waiting}", AUTHOR),  # the title of one that waits for staff
    "otterprivate": ("/api/v1/threads/{private}", AUTHOR),  # of one for its author and staff
    "newtstaffonly": ("/api/v1/threads/{staff}", STAFF),  # of one for staff
    "mooseback": ("/", STAFF),  # of one in a category for staff
    "lemurplace": ("/", STAFF),  # that category's name
    "koalaredacted": ("/posts/{mine}/history", STAFF),  # said before it was redacted
    "jackalnews": ("/api/v1/announcements/{old_news}", STAFF),  # an announcement that was hidden
    # Where a browser of the author is reached.
    "jackdawpush": ("/api/v1/me/push", ("author",)),
    "hyenatoken": ("/notifications", ("author",)),  # what only the author was told
    # What somebody told the moderators.
    "ibexmessage": ("/moderation/queue", ("moderator", "administrator")),
}


@transaction()
def make_situation() -> dict[str, object]:
    """What stands between braces in the rows' paths and bodies.

    Each of ``ROLES`` but the guest has a browser's token "browser of …", a program's "program of
    …" with every scope, and one "reader of …" that may only read.
    """
    people = _people()
    names = _threads(people) | _unseen(people) | _official(people) | _moderated(people)
    names |= _told(people) | _noticed(people, names)
    names |= {f"{role}_handle": person.handle for role, person in people.items()}
    for role in ROLES[1:]:
        person = people[role].id
        _keep(SignIn(token_hash=digest(f"browser of {role}"), user_id=person))
        _keep(_token(person, f"program of {role}", SCOPES))
        _keep(_token(person, f"reader of {role}", ["read"]))
    author = people["author"].id
    names["session"] = _keep(SignIn(token_hash=digest("another browser"), user_id=author))
    failed = Job(name="tell_of_password", arguments={"user_id": author}, failed_at=now())
    names["job"] = _keep(failed)
    names["device"] = _keep(_device(author, names["session"]))
    names["token"] = _keep(_token(author, "another program", SCOPES))
    return names


def _people():
    handles = {
        "member": "alba", "author": "bruno", "moderator": "cleo", "official": "dora",
        "administrator": "egon", "other": "fina", "rude": "gero",
    }
    return {
        name: make_user(role=name if name in STAFF else "member", handle=handle)
        for name, handle in handles.items()
    }


def _device(person, session):
    keys = {"p256dh": "B" * 87, "auth": "A" * 22}
    endpoint = "https://push.example/jackdawpush"
    return PushSubscription(user_id=person, sign_in_id=session, endpoint=endpoint, **keys)


def _token(person, token, scopes):
    return ApiToken(token_hash=digest(token), user_id=person, name="a test", scopes=scopes)


def _keep(row):
    db.session.add(row)
    db.session.flush()
    return row.id


def _threads(people):
    """What everybody sees, and the unseen replies among it."""
    author, other = people["author"], people["other"]
    place = make_category(slug="place")
    thread = make_thread(author=author, category=place, resolution="solved")
    ids = {"place": place.id, "empty": make_category(slug="empty").id, "thread": thread.id}
    hidden = {"state": "hidden", "hidden_reason": "Not here.", "hidden_at": now()}
    replies = {
        "mine": {"author": author, "edited_at": now()},
        "reply": {"author": other},
        "answer": {"author": other},
        "hidden": {"body": "zebrahidden", **hidden, "hidden_by_id": people["moderator"].id},
        "withdrawn": {"body": "yakwithdrawn", **hidden, "hidden_by_id": author.id},
        "held": {"body": "walrusheld", "state": "held"},
        "secret": {"body": "vulturesecret", "staff_only": True, "author": people["moderator"]},
        # As if somebody had forgotten to take the text out.
        "purged": {"body": "urchinpurged", "state": "purged"},
    }
    posts = {
        name: make_post(thread=thread, **({"author": author} | given))
        for name, given in replies.items()
    }
    ids |= {name: post.id for name, post in posts.items()}
    ids["opening"] = _opening(thread, origin="stackexchange:x", origin_id=7001)
    answer = posts["answer"]
    thread.acceptance = Acceptance(
        post_id=answer.id, answerer_id=other.id, accepted_by_id=author.id
    )
    _revise(posts["purged"], author, "urchinpurged", False)
    _revise(posts["mine"], author, "koalaredacted", True)
    ids["open"] = make_thread(author=author, category=place, title="Where is my money?").id
    locked = make_thread(author=author, category=place, title="What is a fee?")
    locked.lock = ThreadLock(locked_by_id=people["moderator"].id, reason="Too hot.")
    ids["locked"] = locked.id
    _tag(locked, "fees")
    return ids


def _revise(post, by, body, is_hidden):
    revision = {"body": body, "edited_by_id": by.id, "is_hidden": is_hidden}
    db.session.add(Revision(post_id=post.id, number=1, **revision))


def _opening(thread, **given):
    post = db.session.query(Post).filter_by(thread_id=thread.id, number=1).one()
    for name, value in given.items():
        setattr(post, name, value)
    return post.id


def _unseen(people):
    """Threads that some may not see."""
    author = people["author"]
    place = make_category(slug="quiet")
    back = make_category(slug="backroom", names={"en": "lemurplace"}, may_see="staff")
    unseen = {
        "gone": {"category": place, "title": "tapirtitle is hidden", "state": "hidden"},
        "waiting": {"category": place, "title": "pandaheld waits", "state": "held"},
        "private": {
            "category": place, "title": "otterprivate for few", "audience": "participants",
        },
        "staff": {"category": place, "title": "newtstaffonly for staff", "staff_only": True},
        "back": {"category": back, "title": "mooseback in the back"},
    }
    ids = {}
    for name, given in unseen.items():
        body = "squidbody" if name == "gone" else given["title"]
        thread = make_thread(author=author, excerpt=body, body=body, **given)
        ids |= {name: thread.id, f"{name}_opening": _opening(thread)}
        reply = "ravenreply" if name == "gone" else f"{given['title']} too"
        ids[f"{name}_reply"] = make_post(thread=thread, author=author, body=reply).id
    _tag(db.session.get(Thread, ids["gone"]), "quailtag")
    imported = db.session.get(Post, ids["gone_opening"])
    imported.origin, imported.origin_id = "stackexchange:x", 7002
    return ids | {"backroom": back.id, "quiet": place.id}


def _tag(thread, name):
    tag_id = _keep(Tag(name=name, folded=name))
    row = ThreadTag(thread_id=thread.id, tag_id=tag_id, last_post_at=thread.last_post_at)
    db.session.add(row)
    thread.tags = [name]


def _official(people):
    """A maintenance that is pinned everywhere, and one that was hidden."""
    news = make_category(
        slug="news", kind="discussions", is_official=True, may_start="official",
        may_reply="official",
    )
    ids = {"news_place": news.id}
    for name, title, state in (
        ("news", "Maintenance of the node", "public"), ("old_news", "jackalnews today", "hidden")
    ):
        thread = make_thread(
            author=people["official"], category=news, title=title, state=state, resolution="none"
        )
        db.session.add(Announcement(thread_id=thread.id, kind="maintenance"))
        db.session.flush()
        starts_at = now() + timedelta(hours=1)
        window = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        db.session.add(MaintenanceWindow(thread_id=thread.id, to_do="Wait.", **window))
        by = people["official"].id
        db.session.add(Pin(thread_id=thread.id, scope="everywhere", position=0, pinned_by_id=by))
        ids |= {name: thread.id, f"{name}_opening": _opening(thread)}
    return ids


def _moderated(people):
    """A flag that waits, and a sanction that lasts."""
    thread = make_thread(author=people["rude"], title="Cheap coins for all")
    item = ReviewItem(post_id=_opening(thread))
    flag = {"user_id": people["other"].id, "reason": "other", "note": "ibexmessage"}
    db.session.add(Flag(item_id=_keep(item), **flag))
    sanction = Sanction(
        user_id=people["rude"].id, kind="silence", until=now() + timedelta(days=3), reason="Rude.",
        by_id=people["moderator"].id,
    )
    people["rude"].silenced_until = sanction.until
    return {"item": item.id, "sanction": _keep(sanction), "flagged": thread.id}


def _told(people):
    """A webhook, and a message that it got."""
    webhook = Webhook(
        url="https://hooks.example/in", events=["flag.created"], secret="whsec_AAAA",
        made_by_id=people["administrator"].id,
    )
    sent = {"message_id": "msg_1", "event": "webhook.test", "delivered_at": now()}
    delivery = Delivery(webhook_id=_keep(webhook), **sent)
    return {"webhook": webhook.id, "delivery": _keep(delivery)}


# Everybody was told of the same, as if it had been public then.
NOTICED = ("thread", "gone", "waiting", "private", "staff", "back")
# Of different kinds: what is alike would be one line, and lead to what of it one may see.
NOTICED_POSTS = {"hidden": "thread_post", "held": "reply", "secret": "mention"}


def _noticed(people, names):
    """Notices, and the author's way off a list of mails."""
    told = {}
    for role in ROLES[1:]:
        for name in NOTICED:
            thread = db.session.get(Thread, names[name])
            told[f"{role}_{name}_notice"] = make_notification(people[role], thread=thread).id
        for name, kind in NOTICED_POSTS.items():
            post = db.session.get(Post, names[name])
            notice = make_notification(people[role], post=post, kind=kind, by_id=None)
            told[f"{role}_{name}_notice"] = notice.id
    author = people["author"]
    make_notification(author, kind="token_made", about={"name": "hyenatoken"})
    url = unsubscribe_url(author.id, "thread", names["thread"])
    return told | {"list": url.rpartition("/")[2]}
