"""Who of the demonstration found a post helpful, and who has met what a question asks about."""

from datetime import timedelta
from random import Random

from forum.accounts.models import User
from forum.core.db import db
from forum.policy import is_official
from forum.threads.models import MeToo, Post, Thread, Vote
from forum.transfer.demo.stage import Stage
from forum.transfer.demo.texts import ThreadText

# Most is said while a thread is new.
SOON = timedelta(days=2)


def vote(stage: Stage, text: ThreadText, post: Post, count: int) -> None:
    """The same people each time that the demonstration is loaded."""
    dice = Random(f"{text.key}/{post.number}")
    for user in dice.sample(_others(stage, post.author_id), count):
        begin = max(post.created_at, user.joined_at)
        at = begin + dice.random() * min(stage.now - begin, SOON)
        db.session.add(Vote(user_id=user.id, post_id=post.id, voted_at=at))


def say_me_too(stage: Stage, text: ThreadText, thread: Thread) -> None:
    """As many as the text says, and before the question was solved."""
    dice = Random(f"{text.key}/me too")
    end = thread.acceptance.accepted_at if thread.acceptance else stage.now
    there = [one for one in _others(stage, thread.author_id) if one.joined_at < thread.created_at]
    thread.me_toos = text.me_too
    for user in dice.sample(there, text.me_too):
        at = thread.created_at + dice.random() * min(end - thread.created_at, SOON)
        db.session.add(MeToo(user_id=user.id, thread_id=thread.id, made_at=at))


def _others(stage: Stage, author_id: int | None) -> list[User]:
    return [
        user
        for user in stage.people.values()
        if user.id != author_id and not is_official(user) and not user.suspended_until
    ]
