"""What docs/webhooks.md says is so."""

import re
from pathlib import Path

from forum.web import webhook_words as words
from forum.webhooks.actions.delivering import ERRORS, PAUSES
from forum.webhooks.models import EVENTS, STOPS, TEST

MANUAL = Path("docs/webhooks.md").read_text()


def test_the_manual_names_every_event_and_no_other():
    assert re.findall(r"(?m)^\| `([a-z.]+)` \|", MANUAL) == [*EVENTS, TEST]


def test_the_manual_says_how_often_a_message_is_tried():
    pauses = [f"{p.seconds // 60} min" if p.seconds // 60 in (5, 30) else
              f"{round(p.total_seconds() / 3600)} h" for p in PAUSES[1:]]

    said = " ".join(MANUAL.split())
    assert f"5 s, {', '.join(pauses[:-1])} and {pauses[-1]} apart" in said


def test_every_code_has_a_word():
    assert set(words.EVENTS) == {*EVENTS, TEST}
    assert set(words.ERRORS) == set(ERRORS)
    assert set(words.STOPS) == set(STOPS)
