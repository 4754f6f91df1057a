"""The action log as its readers see it: what changed stands there in their words."""

import pytest

from forum.core.db import transaction
from forum.core.events import StaffAct, publish
from tests.make import make_category, make_moderator, make_thread


def shown(visit, verb, changes, language="en"):
    by, thread = make_moderator(), make_thread()
    with transaction():
        publish(StaffAct(by.id, verb, f"thread/{thread.id}", changes=changes))
    headers = {"Accept-Language": language}
    return visit(by).get("/moderation/log", headers=headers).text


@pytest.mark.parametrize(
    ("verb", "changes", "words"),
    [
        ("pin_thread", {"scope": "everywhere"}, "Above all lists"),
        ("step_maintenance", {"state": "in_progress"}, "In progress"),
        ("publish_announcement", {"kind": "maintenance"}, "Maintenance"),
        ("grant_role", {"from": "member", "to": "official"}, "Member → Official"),
        ("set_trust", {"from": 0, "to": 3}, "0 → 3"),
        ("edit_post", {"fields": ["title", "body"]}, "Title and Text"),
        ("mark_duplicate", {"original": 45}, '<a href="/t/45">thread 45</a>'),
        ("move_thread", {"category": [998, 999]}, "category 998 → category 999"),
        ("suspend_person", {"sanction": 7, "until": "2027-11-25T09:38:20+00:00"},
         ">until Nov 25, 2027, 5:38"),
        ("move_pin", {"order": 0}, "place 1"),
    ],
)  # fmt: skip
def test_a_line_says_in_words_what_changed(visit, verb, changes, words):
    assert words in shown(visit, verb, changes)


def test_the_words_are_chinese_for_who_reads_chinese(visit):
    page = shown(visit, "pin_thread", {"scope": "everywhere"}, language="zh-CN")

    assert "所有列表上方" in page
    assert "scope" not in page


def test_categories_are_named(visit):
    old, new = make_category(names={"en": "Start"}), make_category(names={"en": "Safety"})

    assert "Start → Safety" in shown(visit, "move_thread", {"category": [old.id, new.id]})


@pytest.mark.parametrize("changes", [{"scope": "moon"}, {"until": "soon"}, {"strange": ["<b>", 1]}])
def test_what_has_no_words_stands_as_it_is(visit, changes):
    page = shown(visit, "pin_thread", changes)

    assert f"{next(iter(changes))}: " in page
    assert "<b>" not in page
