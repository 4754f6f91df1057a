import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from forum.core.db import db, transaction
from forum.core.inbound import parse
from forum.core.letters import ACCENTS, Item, Notice, write_notice
from forum.core.settings import store
from forum.moderation.actions.site import ACCENTS as CHOICES
from tests.core.incoming_mails import mail

pytestmark = pytest.mark.usefixtures("app")

NOTICE = Notice(
    title="New replies to <b>“Transfers & fees”",
    intro="Two people answered.",
    items=[
        Item(
            title="Transfers & fees <script>",
            url="https://community.starmap.example/t/1?a=1&b=2#post-3",
            words="Lin replied",
            who="Lin",
            when="25 November 2026, 10:00",
            excerpt="First line\n<img src=x onerror=alert(1)> & more",
        ),
        Item(title="Another", url="https://community.starmap.example/t/2"),
    ],
    action_words="Read all of it",
    action_url="https://community.starmap.example/notices",
    why="You get this because you wrote in this thread.",
    unsubscribe_url="https://community.starmap.example/unsubscribe/x",
    settings_url="https://community.starmap.example/settings/mail",
    can_reply=True,
)


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def test_text_and_html_say_the_same():
    written = write_notice(NOTICE, "en")

    words = Page(written.html).words
    said = [NOTICE.intro, NOTICE.why, NOTICE.action_words, NOTICE.items[0].excerpt, "Another"]
    assert [s for s in said if s not in written.text or s not in words] == []
    assert written.subject == NOTICE.title
    assert NOTICE.title in words


def test_the_text_is_laid_out_in_paragraphs():
    text = write_notice(NOTICE, "en").text

    assert "\n\n\n" not in text
    assert "Another\nhttps://community.starmap.example/t/2\n\nRead all of it\n" in text
    assert "\n-- \n" in text


def test_words_from_people_are_no_html():
    page = Page(write_notice(NOTICE, "en").html)

    tags = {tag for tag, _attributes in page.tags}
    assert not tags & {"script", "img", "b"}
    assert "<img src=x onerror=alert(1)> & more" in page.words
    assert NOTICE.items[0].url in [attributes.get("href") for _tag, attributes in page.tags]


def test_nothing_is_fetched_from_anywhere():
    html = write_notice(NOTICE, "en").html

    assert not re.search(r"src=|url\(|@import|<link|<script", html.replace("img src=x", ""))
    links = re.findall(r'href="([^"]*)"', html)
    assert {link.split("/")[2] for link in links} == {"community.starmap.example", "127.0.0.1:8000"}


def test_styles_stand_in_the_elements_and_colours_for_the_dark_in_the_head():
    html = write_notice(NOTICE, "en").html

    assert re.search(r'class="letter"[^>]*style="max-width: 600px', html)
    head, body = html.split("</head>")
    assert "prefers-color-scheme: dark" in head
    assert '<meta name="color-scheme" content="light dark">' in head
    elements = re.findall(r"<(?:p|h1|h2|a|div|body)\b[^>]*>", body)
    assert [element for element in elements if "style=" not in element] == []


@pytest.mark.parametrize(
    ("language", "words", "font"),
    [
        ("en", "Write your reply above this line", "PingFang SC"),
        ("zh-Hans", "请在此行上方回复", "PingFang SC"),
        ("zh-Hant", "請在此行上方回覆", "PingFang TC"),
        (None, "请在此行上方回复", "PingFang SC"),
    ],
)
def test_a_letter_is_written_in_the_readers_language(language, words, font):
    written = write_notice(NOTICE, language)

    assert words in written.text
    assert words in written.html
    assert f'<html lang="{language or "zh-Hans"}"' in written.html
    assert font in written.html.split("<body")[1]


def test_the_site_chooses_the_colour():
    with transaction():
        store(db.session, "accent", "plum")

    html = write_notice(NOTICE, "en").html

    assert "#703c96" in html and "#c9a3e6" in html
    assert "#0b655a" not in html


def test_the_colours_are_those_of_the_site():
    css = Path("forum/static/css/accents.css").read_text()

    assert set(ACCENTS) == set(CHOICES)
    for name, (accent, on_accent, dark, on_dark) in ACCENTS.items():
        (line,) = re.findall(rf'\[data-accent="{name}"\] .*light-dark.*', css)
        assert f"--accent: light-dark({accent}, {dark})" in line
        assert f"--on-accent: light-dark({on_accent}, {on_dark})" in line


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_a_quote_of_our_own_mail_is_cut_off_in_every_language(language):
    text = write_notice(NOTICE, language).text
    quoted = "".join(f"> {line}\n" for line in text.splitlines())

    assert parse(mail(f"Thanks.\n\n{quoted}")).text == "Thanks."
    assert parse(mail(f"Thanks.\n\n{text}")).text == "Thanks."
