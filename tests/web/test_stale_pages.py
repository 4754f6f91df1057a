"""No guest keeps a page that has changed: every act against every page that shows it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from forum.accounts.actions.preferences import edit_profile
from forum.announcements.actions.pins import PinWish, pin_thread, unpin_thread
from forum.announcements.actions.updates import post_update
from forum.announcements.actions.windows import postpone_maintenance, step_maintenance
from forum.categories.actions import edit_category
from forum.core.clock import now
from forum.moderation.actions.site import change_site, change_texts
from forum.threads.actions import (
    answers,
    editing,
    hiding,
    me_too,
    moderating,
    posting,
    tagging,
    voting,
)
from forum.threads.queries.finding import get_opening
from tests.make import (
    make_administrator,
    make_category,
    make_maintenance,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
)

HOUR = timedelta(hours=1)
LISTS = {"home", "category", "tag", "asker"}
EVERYWHERE = {
    "home", "category", "tag", "thread", "duplicate", "asker", "answerer", "announcements",
    "announcement", "rules",
}


@pytest.fixture
def place():
    """A question with two replies, another that leads to it, and an announced maintenance."""
    s = SimpleNamespace(
        asker=make_user(handle="asker"), answerer=make_user(handle="answerer"),
        moderator=make_moderator(), official=make_official(), boss=make_administrator(),
        category=make_category(slug="fees"), other=make_category(slug="other"),
    )  # fmt: skip
    s.thread = make_thread(author=s.asker, category=s.category, title="Where are my coins?")
    s.opening = get_opening(s.thread)
    tagging.retag_thread(s.thread, s.opening, ["coins"], by=s.moderator)
    s.answer = make_post(thread=s.thread, author=s.answerer, body="Look at the block explorer.")
    s.second = make_post(thread=s.thread, author=s.answerer, body="Or ask support.")
    s.duplicate = make_thread(category=s.category, title="My coins are gone")
    answers.mark_duplicate(s.duplicate, s.thread, by=s.moderator)
    s.window = make_maintenance(title="Node upgrade").thread
    return s


def pages(s):
    return {
        "home": "/",
        "category": "/c/fees",
        "tag": "/tag/coins",
        "thread": s.thread.path,
        "duplicate": s.duplicate.path,
        "asker": "/u/asker",
        "answerer": "/u/answerer/replies",
        "announcements": "/announcements",
        "announcement": s.window.path,
        "rules": "/rules",
    }


def site_named(name):
    return {
        "names": {"en": name}, "accent": "plum", "language": "en", "time_zone": "UTC",
        "sign_ups": True,
    }


def hidden_post(s):
    hiding.hide_post(s.answer, "Spam.", by=s.moderator)


def hidden_thread(s):
    hiding.hide_thread(s.thread, "Spam.", by=s.moderator)


def accepted(s):
    answers.accept_answer(s.answer, by=s.asker)


def closed(s):
    answers.close_thread(s.thread, "It arrived.", by=s.asker)


def locked(s):
    moderating.lock_thread(s.thread, "Over.", by=s.moderator)


def choice_locked(s):
    answers.lock_choice(s.thread, "Argued about.", by=s.moderator)


def voted(s):
    voting.vote(s.answer, by=s.asker)


def met_too(s):
    me_too.say_me_too(s.thread, by=s.answerer)


def pinned(s):
    pin_thread(s.thread, PinWish("everywhere"), by=s.moderator)


def elsewhere(s):
    return make_thread(title="The better question")


# What happens, what stood before, and the pages that must look different.
ACTS = {
    "reply": (lambda s: posting.reply(s.thread, "Thanks.", by=s.answerer), None,
              {"home", "category", "tag", "asker", "thread", "answerer"}),
    "edit": (lambda s: editing.edit_post(s.answer, "Look there.", by=s.answerer), None,
             {"thread", "answerer"}),
    "edit the opening": (lambda s: editing.edit_post(s.opening, "Found it.", by=s.asker), None,
                         {"thread", "home"}),
    "redact": (lambda s: editing.redact_post(s.answer, "Look at …", by=s.answerer), None,
               {"thread", "answerer"}),
    "rename": (lambda s: editing.rename_thread(s.thread, s.opening, "Coins found", by=s.moderator),
               None, LISTS | {"thread", "answerer", "duplicate"}),
    "retag": (lambda s: tagging.retag_thread(s.thread, s.opening, ["fees"], by=s.moderator), None,
              {"tag", "thread"}),
    "merge tags": (lambda s: tagging.merge_tag("coins", "fees", by=s.moderator), None,
                   {"tag", "thread"}),
    "hide a post": (hidden_post, None, {"thread", "answerer", "home"}),
    "restore a post": (lambda s: hiding.restore_post(s.answer, by=s.moderator), hidden_post,
                       {"thread", "answerer", "home"}),
    "hide a thread": (hidden_thread, None, LISTS | {"answerer", "thread", "duplicate"}),
    "restore a thread": (lambda s: hiding.restore_thread(s.thread, by=s.moderator), hidden_thread,
                         LISTS | {"answerer", "thread", "duplicate"}),
    "purge a post": (lambda s: hiding.purge_post(s.answer, "Spam.", by=s.boss), None,
                     {"thread", "answerer", "home"}),
    "purge the opening": (lambda s: hiding.purge_post(s.opening, "Words.", by=s.boss), None,
                          LISTS | {"thread", "answerer", "duplicate"}),
    "accept": (accepted, None, LISTS | {"thread", "answerer"}),
    "undo": (lambda s: answers.unaccept_answer(s.thread, by=s.asker), accepted,
             LISTS | {"thread", "answerer"}),
    "change": (lambda s: answers.accept_answer(s.second, by=s.asker), accepted,
               {"thread", "answerer"}),
    "close": (closed, None, {"home", "thread"}),
    "reopen": (lambda s: answers.reopen_thread(s.thread, by=s.asker), closed, {"home", "thread"}),
    "mark as a duplicate": (lambda s: answers.mark_duplicate(s.thread, elsewhere(s), by=s.asker),
                            None, {"home", "thread", "duplicate"}),
    "lock": (locked, None, {"home", "thread"}),
    "unlock": (lambda s: moderating.unlock_thread(s.thread, by=s.moderator), locked,
               {"home", "thread"}),
    "lock the choice": (choice_locked, None, {"thread"}),
    "unlock the choice": (lambda s: answers.unlock_choice(s.thread, by=s.moderator),
                          choice_locked, {"thread"}),
    "move": (lambda s: moderating.move_thread(s.thread, s.other, by=s.moderator), None,
             LISTS | {"thread", "answerer"}),
    "vote": (voted, None, {"thread"}),
    "take a vote back": (lambda s: voting.take_back_vote(s.answer, by=s.asker), voted, {"thread"}),
    "me too": (met_too, None, {"thread"}),
    "take me too back": (lambda s: me_too.take_back_me_too(s.thread, by=s.answerer), met_too,
                         {"thread"}),
    "change one's name": (lambda s: edit_profile(s.asker, "Momo Chen", "", by=s.asker), None,
                          LISTS | {"thread"}),
    "describe oneself": (lambda s: edit_profile(s.asker, "asker", "I like cats.", by=s.asker),
                         None, {"asker"}),
    "rename a category": (lambda s: edit_category(s.category, by=s.boss, names={"en": "Costs"}),
                          None, {"home", "category", "thread", "asker", "answerer"}),
    "close a category": (lambda s: edit_category(s.category, by=s.boss, may_see="members"),
                         None, LISTS | {"thread", "duplicate", "answerer"}),
    "rename the site": (lambda s: change_site(**site_named("Harbour"), by=s.boss), None,
                        EVERYWHERE),
    "change a text": (lambda s: change_texts("rules", {"en": "Be kind."}, by=s.boss), None,
                      {"rules"}),
    "pin": (pinned, None, {"home", "category"}),
    "unpin": (lambda s: unpin_thread(s.thread, by=s.moderator), pinned, {"home", "category"}),
    "post an update": (lambda s: post_update(s.window, "We are on it.", by=s.official), None,
                       {"announcement", "announcements"}),
    "step a maintenance": (lambda s: step_maintenance(s.window, "in_progress", by=s.official),
                           None, EVERYWHERE),
    "postpone": (lambda s: postpone_maintenance(
                     s.window, now() + 5 * HOUR, now() + 6 * HOUR, by=s.official),
                 None, EVERYWHERE),
}  # fmt: skip


@pytest.mark.parametrize("act, before, shown", ACTS.values(), ids=ACTS)
def test_a_page_that_changed_is_sent_again(visit, place, act, before, shown):
    if before is not None:
        before(place)
    paths = pages(place)
    kept = {name: visit().get(path) for name, path in paths.items()}

    act(place)

    fresh = {name: visit().get(path) for name, path in paths.items()}
    again = {name: visit().get(path, headers=named(kept[name])) for name, path in paths.items()}
    changed = {name for name in paths if looks(fresh[name]) != looks(kept[name])}
    stale = {name for name in changed if again[name].status_code == 304}
    assert shown - changed == set()
    assert stale == set()


def named(page):
    return {"If-None-Match": page.headers.get("ETag", '"none"')}


def looks(page):
    return page.status_code, page.location, page.text
