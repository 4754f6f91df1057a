import pytest

from forum.core.errors import Forbidden
from forum.threads.actions.voting import take_back_vote, vote
from forum.threads.events import Voted, VoteTakenBack
from tests.make import make_moderator, make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def test_a_vote_counts_once(news):
    post, by = make_post(thread=make_thread()), make_user()

    vote(post, by=by)
    vote(post, by=by)

    assert post.votes == 1
    assert news == [Voted(post, by)]


def test_a_vote_is_taken_back_once(news):
    post, by = make_post(thread=make_thread(), votes=5), make_user()
    vote(post, by=by)

    take_back_vote(post, by=by)
    take_back_vote(post, by=by)

    assert post.votes == 5
    assert news == [Voted(post, by), VoteTakenBack(post, by)]


def test_nobody_votes_for_themselves():
    post = make_post(thread=make_thread())

    with pytest.raises(Forbidden, match="your own"):
        vote(post, by=post.author)


@pytest.mark.parametrize("state", ["hidden", "held", "purged"])
def test_only_what_everybody_sees_gets_votes(state):
    post = make_post(thread=make_thread(), state=state)

    with pytest.raises(Forbidden):
        vote(post, by=make_moderator())
