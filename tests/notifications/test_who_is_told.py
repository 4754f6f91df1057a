"""Who hears of what, and how: written by hand from what each level and relation promises.

A line names everybody who is told; who is not in it, of the whole cast, hears nothing: neither in
the list nor by mail.
"""


import pytest

from forum.core.db import db
from forum.moderation.actions.flagging import flag_post
from forum.moderation.actions.reviewing import decide_item
from forum.moderation.models import ReviewItem
from forum.threads.actions.answers import accept_answer, unaccept_answer
from forum.threads.actions.editing import edit_post
from forum.threads.actions.hiding import hide_post, hide_thread, restore_post, restore_thread
from forum.threads.actions.posting import reply
from forum.threads.queries.finding import get_opening
from tests.notifications.stage import CALL, forget, told, with_thread

pytestmark = pytest.mark.usefixtures("app")

# Of a post by "replier" that is not addressed to them. "exception" has muted the category and the
# tag, and watches the thread nevertheless.
BY_LEVEL = {
    "watcher": "thread_post + mail",
    "follower": "thread_post",
    "staffwatcher": "thread_post + mail",
    "both": "thread_post + mail",
    "exception": "thread_post + mail",
    "catwatcher": "thread_post + mail",
    "tagwatcher": "thread_post + mail",
}
ANSWERED = {"asker": "answered + mail"}
# A muted category or tag lets through what is addressed to them; a muted thread does not, nor does
# a person who is muted. Nobody tells themselves.
CALLED = {
    "named": "mention + mail",
    "catmuter": "mention + mail",
    "tagmuter": "mention + mail",
    "both": "mention + mail",
}
SOLVED = {
    "watcher": "solved + mail",
    "follower": "solved",
    "staffwatcher": "solved + mail",
    "both": "solved + mail",
    "exception": "solved + mail",
    "catwatcher": "solved + mail",
    "tagwatcher": "solved + mail",
    "ignorer": "solved + mail",
}


def quote(post):
    return f"> [somebody](/p/{post.id}) wrote:\n> Try this.\n\nThat helped me, too."


def hide(stage, name):
    hide_post(stage.posts[name], "Not here.", by=stage.moderator)


def accept(stage, name, by="asker"):
    accept_answer(stage.posts[name], by=stage.people[by])


def unaccept(stage):
    unaccept_answer(stage.thread, by=stage.asker)


def say(stage, words, **given):
    return reply(stage.thread, words, by=stage.replier, **given)


def flag_and_decide(stage, decision):
    flag_post(stage.posts["answerer"], "spam", by=stage.stranger)
    flag_post(stage.posts["answerer"], "rude", by=stage.named)
    decide_item(db.session.query(ReviewItem).one(), decision, "Not here.", by=stage.moderator)


def accept_and_tell(stage, *names):
    for name in names:
        accept(stage, name)
        told()


TABLE = {
    "a reply": (lambda s: say(s, "Try this too."), BY_LEVEL | ANSWERED),
    "a reply to a post": (
        lambda s: say(s, "Yes.", to=s.posts["answerer"]),
        BY_LEVEL | ANSWERED | {"answerer": "reply + mail"},
    ),
    "a reply to the question": (
        lambda s: say(s, "Yes.", to=get_opening(s.thread)),
        BY_LEVEL | {"asker": "reply + mail"},
    ),
    "a reply that names people": (lambda s: say(s, f"Ask {CALL}"), BY_LEVEL | ANSWERED | CALLED),
    "a reply that names the asker": (
        lambda s: say(s, "Look, @asker"), BY_LEVEL | {"asker": "mention + mail"},
    ),
    "a reply that quotes": (
        lambda s: say(s, quote(s.posts["quoted"])),
        BY_LEVEL | ANSWERED | {"quoted": "quote + mail"},
    ),
    "a reply that names, quotes and answers one person": (
        lambda s: say(s, f"{quote(s.posts['both'])}\n\n@both", to=s.posts["both"]),
        BY_LEVEL | ANSWERED | {"both": "mention + mail"},
    ),
    "a name inside a quotation or code": (
        lambda s: say(s, "> @named said so\n\nNot `@named`."), BY_LEVEL | ANSWERED,
    ),
    "the asker's own reply": (
        lambda s: reply(s.thread, "Still nothing.", by=s.asker),
        BY_LEVEL | {"ignorer": "thread_post + mail"},
    ),
    "a reply to oneself": (
        lambda s: reply(s.thread, "And.", to=s.posts["answerer"], by=s.answerer),
        BY_LEVEL | ANSWERED | {"ignorer": "thread_post + mail"},
    ),
    "a reply that is hidden before anybody looked": (
        lambda s: hide_post(say(s, f"Buy {CALL}"), "Spam.", by=s.moderator),
        # Staff may read it. Its author, whom staff have hidden, is told so.
        {"staffwatcher": "thread_post + mail", "replier": "post_hidden + mail"},
    ),
    "a reply that its author withdraws": (
        lambda s: hide_post(say(s, f"Oops {CALL}"), by=s.replier),
        {"staffwatcher": "thread_post + mail"},
    ),
    "an edit": (
        lambda s: edit_post(s.posts["answerer"], "Try this instead.", by=s.answerer), {},
    ),
    "an edit that names people": (
        lambda s: edit_post(s.posts["answerer"], f"Ask {CALL} and @answerer", by=s.answerer),
        # "answerer" is muted by nobody, and named by themselves.
        CALLED | {"ignorer": "mention + mail", "replier": "mention + mail"},
    ),
    "staff's edit that names somebody": (
        lambda s: edit_post(s.posts["answerer"], "Ask @named", by=s.moderator),
        {"named": "mention + mail"},
    ),
    "an answer is accepted": (
        lambda s: accept(s, "answerer"), SOLVED | {"answerer": "accepted + mail"},
    ),
    "staff accept an answer": (
        lambda s: accept(s, "answerer", by="moderator"),
        SOLVED | {"answerer": "accepted + mail", "asker": "solved + mail"},
    ),
    "the same answer is accepted again": (
        lambda s: (accept(s, "answerer"), accept(s, "answerer")),
        SOLVED | {"answerer": "accepted + mail"},
    ),
    "an acceptance that is undone at once": (
        lambda s: (accept(s, "answerer"), unaccept(s)), {},
    ),
    "an answer is replaced at once": (
        lambda s: (accept(s, "answerer"), accept(s, "quoted")),
        SOLVED | {"quoted": "accepted + mail"},
    ),
    "the accepted answer is hidden at once": (
        lambda s: (accept(s, "answerer"), hide(s, "answerer")),
        {"answerer": "post_hidden + mail"},
    ),
    "an acceptance that is undone later": (
        lambda s: (accept_and_tell(s, "answerer"), unaccept(s)), {},
    ),
    # In the list it is right again; nobody is written to twice of the same thing.
    "an answer is accepted again after it was undone": (
        lambda s: (accept_and_tell(s, "answerer"), unaccept(s), accept(s, "answerer")),
        {name: line.removesuffix(" + mail") for name, line in SOLVED.items()}
        | {"answerer": "accepted"},
    ),
    "a post is hidden by staff": (
        lambda s: hide(s, "answerer"), {"answerer": "post_hidden + mail"},
    ),
    "a post is restored by staff": (
        lambda s: (hide(s, "answerer"), restore_post(s.posts["answerer"], by=s.moderator)),
        {"answerer": "post_hidden & post_restored + mail"},
    ),
    "a post is withdrawn by its author": (
        lambda s: hide_post(s.posts["answerer"], by=s.answerer), {},
    ),
    "a thread is hidden": (
        lambda s: hide_thread(s.thread, "No.", by=s.moderator), {"asker": "post_hidden + mail"},
    ),
    "a thread is restored": (
        lambda s: (hide_thread(s.thread, "No.", by=s.moderator), forget(),
                   restore_thread(s.thread, by=s.moderator)),
        {"asker": "post_restored + mail"},
    ),
    "a question is hidden": (
        lambda s: hide_post(get_opening(s.thread), "No.", by=s.moderator),
        {"asker": "post_hidden + mail"},
    ),
    "flags are decided: the post stays": (
        lambda s: flag_and_decide(s, "disagree"),
        {"stranger": "flag_decided + mail", "named": "flag_decided + mail"},
    ),
    "flags are decided: the post is hidden": (
        lambda s: flag_and_decide(s, "agree"),
        {
            "stranger": "flag_decided + mail", "named": "flag_decided + mail",
            "answerer": "post_hidden + mail",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("event", TABLE)
def test_of_what_happens_in_a_thread_these_hear_and_nobody_else(event):
    stage = with_thread()
    happens, expected = TABLE[event]

    happens(stage)

    assert told() == expected
