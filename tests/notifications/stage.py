"""A cast, each of whom has one relation to a thread; and what they hear of what happens to it."""

from dataclasses import dataclass
from datetime import timedelta

import time_machine

from forum.accounts.actions.signing import begin_sign_in
from forum.accounts.models import SignIn, User
from forum.categories.models import Category
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job, run_due
from forum.notifications.levels import CategoryLevel, PersonMute, TagLevel, ThreadLevel
from forum.notifications.models import Notification
from forum.notifications.queries.listing import list_notices
from forum.policy import see_category
from forum.threads.models import Tag, Thread, ThreadTag
from tests.letters import letters
from tests.make import make_category, make_maintenance, make_post, make_thread, make_user

# Their relation is their handle.
ON_THREAD = {
    "watcher": "watch", "follower": "follow", "normal": "normal", "muter": "mute",
    "outsider": "watch", "staffwatcher": "watch", "ignorer": "watch", "both": "watch",
    # Who has muted the category and its tag, but not this.
    "exception": "watch",
}  # fmt: skip
ON_CATEGORY = {
    "catwatcher": "watch", "catfollower": "follow", "catnormal": "normal", "catmuter": "mute",
    "exception": "mute",
}  # fmt: skip
ON_TAG = {
    "tagwatcher": "watch", "tagfollower": "follow", "tagmuter": "mute", "exception": "mute",
}  # fmt: skip
STAFF = {"staffwatcher": "moderator", "moderator": "moderator", "official": "official"}
# "away" was not here for 100 days; "outsider" has not the trust that the category asks for;
# "ignorer" has muted "replier"; "both" is named, quoted, replied to, and watches.
OTHERS = ("asker", "answerer", "quoted", "named", "replier", "stranger", "away")
CAST = sorted({*ON_THREAD, *ON_CATEGORY, *ON_TAG, *STAFF, *OTHERS})
CALLED = ("named", "muter", "catmuter", "tagmuter", "ignorer", "outsider", "both", "replier")
CALL = " ".join(f"@{name}" for name in CALLED)


@dataclass
class Stage:
    people: dict[str, User]
    category: Category
    tag: Tag
    thread: Thread | None = None

    def __getattr__(self, name):
        """Somebody by their relation."""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def post_of(self, name):
        return self.posts[name]


@transaction()
def build(*, is_official=False, **given):
    """Category, tag and people, with what they want to hear of these two."""
    kind = {"kind": "discussions", "is_official": True, "may_reply": "official"}
    category = make_category(may_see="trust_1", **(kind if is_official else {}), **given)
    tag = Tag(name="fees", folded="fees")
    db.session.add(tag)
    db.session.flush()
    stage = Stage({name: _make(name) for name in CAST}, category, tag)
    for name, level in ON_CATEGORY.items():
        _add(CategoryLevel, stage, name, level, category_id=category.id)
    for name, level in ON_TAG.items():
        _add(TagLevel, stage, name, level, tag_id=tag.id)
    db.session.add(PersonMute(user_id=stage.ignorer.id, muted_id=stage.replier.id))
    return stage


def _make(name):
    given = {"role": STAFF.get(name, "member"), "trust_level": int(name != "outsider")}
    person = make_user(handle=name, email=f"{name}@starmap.example", language="en", **given)
    begin_sign_in(person, "a test")
    if name == "away":
        db.session.flush()
        seen = db.session.query(SignIn).filter_by(user_id=person.id).one()
        seen.seen_at = now() - timedelta(days=100)
    return person


def _add(table, stage, name, level, **what):
    db.session.add(table(user_id=stage.people[name].id, level=level, **what))


@transaction()
def with_thread(**given):
    """"asker" has asked; posts 2, 3 and 4 are by "answerer", "quoted" and "both"."""
    stage = build(**given)
    thread = make_thread(category=stage.category, author=stage.asker, tags=["fees"])
    row = ThreadTag(thread_id=thread.id, tag_id=stage.tag.id, last_post_at=thread.last_post_at)
    db.session.add(row)
    stage.posts = {
        name: make_post(thread=thread, author=stage.people[name])
        for name in ("answerer", "quoted", "both")
    }
    _take_sides(stage, thread)
    return stage


def with_announcement(**given):
    """Maintenance in an hour, published by "official"; everybody has heard of it."""
    stage = build(is_official=True)
    window = make_maintenance(category=stage.category, by=stage.official, **given)
    told()
    stage.thread = db.session.get(Thread, window.thread_id)
    with transaction():
        _take_sides(stage, stage.thread)
    forget()
    return stage


def _take_sides(stage, thread):
    stage.thread = thread
    for name, level in ON_THREAD.items():
        _add(ThreadLevel, stage, name, level, thread_id=thread.id)


@transaction()
def forget():
    """What was told before does not count."""
    db.session.query(Notification).delete()
    db.session.query(Job).filter(Job.done_at.is_not(None)).delete()


def told(after=timedelta(minutes=11)):
    """Their relation → what they find in their list and, after "+", that a mail came."""
    run_due(1000)
    with time_machine.travel(now() + after):
        mailed = {letter["To"].partition("@")[0] for letter in letters()}
    db.session.rollback()
    found = {}
    for person in db.session.query(User).filter(User.email.is_not(None)):
        lines = " & ".join(sorted(notice.kind for notice in notices_of(person)))
        line = f"{lines} + mail" if person.handle in mailed else lines
        if line:
            found[person.handle] = line.strip()
    return found


def notices_of(person):
    return list_notices(person, ids_for(person)).notices


def ids_for(person):
    return [c.id for c in db.session.query(Category).all() if see_category(person, c)]
