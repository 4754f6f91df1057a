"""Every text is there in every language, with the same gaps to fill."""

import re

import pytest

from forum.cli import translations as catalogues
from forum.web.moderation_words import VERBS

GAP = re.compile(r"%\((\w+)\)s|%%")


@pytest.fixture(scope="module")
def simplified():
    return catalogues.bring_up_to_date(catalogues.SIMPLIFIED)


def test_every_text_is_translated(simplified):
    assert [message.id for message in catalogues.untranslated(simplified)] == []


def test_the_traditional_catalogue_is_made_from_the_simplified_one(simplified):
    stored = catalogues.load(catalogues.TRADITIONAL)
    made = catalogues.to_traditional(simplified)

    assert {m.id: m.string for m in stored if m.id} == {m.id: m.string for m in made if m.id}


@pytest.mark.parametrize("locale", [catalogues.SIMPLIFIED, catalogues.TRADITIONAL])
def test_a_translation_fills_the_same_gaps(locale):
    wrong = [
        message.id
        for message in catalogues.load(locale)
        if message.id and gaps(message.id) != gaps(message.string)
    ]

    assert wrong == []


def test_the_action_log_has_words_for_every_act_of_staff():
    acts = re.compile(r'(?:StaffAct\(\s*[\w.]+, |_log_if_staff\()"(\w+)"')
    sources = [path.read_text() for path in catalogues.ROOT.glob("*/**/*.py")]
    verbs = {verb for source in sources for verb in acts.findall(source)}

    assert "pin_thread" in verbs
    assert verbs - set(VERBS) == set()


def gaps(texts):
    # Of a plural only the last form must name the number.
    last = texts[-1] if isinstance(texts, (list, tuple)) else texts
    return sorted(GAP.findall(last or ""))
