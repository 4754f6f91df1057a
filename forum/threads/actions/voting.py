"""Saying that a post helped."""

from sqlalchemy import delete, select, update

from forum import policy
from forum.accounts.models import User
from forum.core import stamps
from forum.core.db import db, lock, transaction
from forum.core.events import publish
from forum.threads.events import Voted, VoteTakenBack
from forum.threads.limits import check_vote_pace
from forum.threads.models import Post, Vote


@transaction()
def vote(post: Post, *, by: User) -> None:
    """Once per person and post; voting again changes nothing."""
    lock(by)
    policy.require(policy.vote(by, post.thread, post))
    if _has_voted(post, by):
        return
    check_vote_pace(by)
    db.session.add(Vote(user_id=by.id, post_id=post.id))
    _add(post, 1)
    publish(Voted(post, by))


@transaction()
def take_back_vote(post: Post, *, by: User) -> None:
    lock(by)
    policy.require(policy.take_back_vote(by))
    if not _has_voted(post, by):
        return
    db.session.execute(delete(Vote).where(Vote.user_id == by.id, Vote.post_id == post.id))
    _add(post, -1)
    publish(VoteTakenBack(post, by))


def _has_voted(post: Post, by: User) -> bool:
    mine = select(Vote.id).where(Vote.user_id == by.id, Vote.post_id == post.id)
    return db.session.scalar(mine) is not None


def _add(post: Post, votes: int) -> None:
    db.session.execute(
        update(Post).where(Post.id == post.id).values(votes=Post.votes + votes)
    )
    # Only the thread's own page shows votes.
    stamps.touch(db.session(), f"thread/{post.thread_id}")
