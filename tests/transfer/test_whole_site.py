"""The dump of a whole site, row for row."""

import re
import time
import unicodedata
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.threads.actions.recounting import recount_threads
from forum.threads.models import Post
from forum.transfer.stackexchange.importing import import_folder
from forum.transfer.stackexchange.markdown import plain_text
from tests.transfer.sites import WHOLE, Silent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("app"),
    pytest.mark.skipif(not WHOLE.is_dir(), reason=f"There is no dump here: {WHOLE} is missing."),
]

ORIGIN = "stackexchange:ai.stackexchange.com"
# Posts that show something else than the dump: addresses of FTP beside their links, a small
# letter in front of a raised or lowered one.
MOST_DIFFERENT = 10
PICTURE = re.compile(r'<img [^>]*?alt="([^"]*)"[^>]*>')


def imported():
    return import_folder(WHOLE, None, Silent())


def rows_of(name):
    return [row.attrib for row in ElementTree.parse(WHOLE / name).getroot()]


def words(html):
    """Letters and digits, raised and lowered ones too; a picture is its description here."""
    text = unicodedata.normalize("NFKC", plain_text(PICTURE.sub(r"\1", html)))
    return "".join(character for character in text if character.isalnum())


def test_everything_is_there():
    report = imported()

    assert report.here == {
        "people": 3156,
        "questions": 421,
        "closed": 50,
        "closed and accepted": 21,
        "answers": 749,
        "answers without an owner": 1,
        "acceptances": 212,
        "comments": 1165,
        "tags": 222,
        "negative scores": 28,
        "links": 91,
        "duplicates": 6,
    }
    assert report.in_dump["people"] == 3157
    assert report.in_dump["the system"] == 1
    assert report.in_dump["wiki and other posts"] == 109
    assert report.broken.count == report.mended.count == 0


def test_scores_and_times_are_those_of_the_dump():
    imported()

    dump = {
        int(row["Id"]): (int(row["Score"]), row["CreationDate"])
        for row in rows_of("Posts.xml")
        if row["PostTypeId"] in "12"
    }
    posts = db.session.execute(
        select(Post.origin_id, Post.votes, Post.created_at).filter_by(origin=ORIGIN)
    )
    here = {
        number: (votes, at.isoformat(timespec="milliseconds").removesuffix("+00:00"))
        for number, votes, at in posts
    }
    assert here == dump


def test_every_person_keeps_their_name():
    imported()

    dump = {int(row["Id"]): " ".join(row["DisplayName"].split()) for row in rows_of("Users.xml")}
    people = db.session.execute(select(User.origin_id, User.display_name).filter_by(origin=ORIGIN))
    assert dict(people.all()) == {number: name for number, name in dump.items() if number > 0}


def test_what_is_shown_says_what_the_dump_shows():
    imported()

    dump = {int(row["Id"]): row["Body"] for row in rows_of("Posts.xml")}
    posts = db.session.execute(select(Post.origin_id, Post.html).filter_by(origin=ORIGIN))
    different = [number for number, html in posts if words(html) != words(dump[number])]
    assert len(different) <= MOST_DIFFERENT, different


def test_it_is_quick_and_a_second_run_adds_nothing():
    # Its own time: on a machine that tests something else as well, the clock says nothing.
    begun = time.process_time()
    first = imported()
    seconds = time.process_time() - begun

    again = imported()

    assert first.added["posts"] / seconds >= 150
    assert not any(again.added.values())
    assert again.here == first.here
    assert not recount_threads(lambda amount: None).off
