"""A small dump, written by hand, in which almost everything that can be wrong is wrong."""

import shutil
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from forum.accounts.models import SYSTEM_ID, User
from forum.categories.models import Category
from forum.core import stamps
from forum.core.db import db, read
from forum.core.errors import Invalid
from forum.core.stamps import versions
from forum.threads.actions.recounting import recount_threads
from forum.threads.models import Post, Thread, ThreadLink
from forum.transfer.stackexchange.importing import import_folder
from tests.make import make_category, make_user
from tests.transfer.sites import SMALL, Silent

pytestmark = pytest.mark.usefixtures("app")

ORIGIN = "stackexchange:coins.example"


def imported(folder=SMALL, category=None):
    return import_folder(folder, category, Silent())


def thread_of(number):
    return db.session.scalars(select(Thread).filter_by(origin=ORIGIN, origin_id=number)).one()


def post_of(number):
    return db.session.scalars(select(Post).filter_by(origin=ORIGIN, origin_id=number)).one()


def comment_of(number):
    origin = "stackexchange-comment:coins.example"
    return db.session.scalars(select(Post).filter_by(origin=origin, origin_id=number)).one()


def person_of(number):
    return db.session.scalars(select(User).filter_by(origin=ORIGIN, origin_id=number)).one()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def copy_with(tmp_path, name, old, new):
    """The small dump with one thing different."""
    folder = tmp_path / "coins.example"
    shutil.copytree(SMALL, folder)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")
    return folder


def test_everything_that_is_whole_comes_in_and_is_counted():
    report = imported()

    assert report.here == {
        "people": 5,
        "questions": 4,
        "closed": 2,
        "closed and accepted": 1,
        "answers": 5,
        "answers without an owner": 2,
        "acceptances": 2,
        "comments": 3,
        "tags": 3,
        "negative scores": 2,
        "links": 4,
        "duplicates": 2,
    }
    assert report.in_dump["people"] == 9
    assert report.in_dump["the system"] == 1


def test_what_is_broken_is_named_and_stops_nothing():
    report = imported()

    named = {(flaw.file, flaw.row): flaw.why for flaw in report.broken.named}
    assert set(named) == {
        ("Users.xml", "?"),
        ("Users.xml", "3"),
        ("Users.xml", "7"),
        ("Users.xml", "8"),
        ("Users.xml", "9"),
        ("Posts.xml", "10"),
        ("Posts.xml", "13"),
        ("Posts.xml", "14"),
        ("Posts.xml", "15"),
        ("Posts.xml", "16"),
        ("Posts.xml", "17"),
        ("Comments.xml", "5"),
        ("Comments.xml", "6"),
        ("Comments.xml", "7"),
        ("Comments.xml", "8"),
        ("Comments.xml", "end"),
    }
    assert report.broken.count == len(named)
    assert named["Users.xml", "3"] == "An earlier row has the same Id."
    assert named["Users.xml", "9"] == "Its CreationDate is no moment: 'soon'."
    assert named["Posts.xml", "10"] == "Its question 99 is not in the dump."
    assert "entity" in named["Posts.xml", "15"]


def test_what_came_in_with_something_left_off_is_named_too():
    report = imported()

    named = [(flaw.row, flaw.why) for flaw in report.mended.named]
    assert len(named) == report.mended.count == 3
    assert named[0][0] == "7" and "a-tag-that-is-much-longer" in named[0][1]
    assert named[1:] == [
        ("7", "Its accepted answer 404 is not among its answers."),
        ("12", "Its owner 404 is not among the people."),
    ]


def test_wikis_and_what_hangs_on_them_are_named_as_left():
    report = imported()

    assert report.in_dump["wiki and other posts"] == 2
    assert report.left == {
        "tag wikis": 1,
        "tag wiki excerpts": 1,
        "comments on wikis": 1,
        "links that are not between questions": 1,
    }


def test_people_keep_their_names_and_get_handles_that_nobody_else_has():
    taken = make_user(handle="Zoe_OHara")

    imported()

    assert [person_of(n).handle for n in (1, 2, 3, 5)] == [
        "Ada_Lovelace", "ada_lovelace-2", "李明", "user-5",
    ]  # fmt: skip
    assert person_of(2).display_name == "ada lovelace"
    assert person_of(4).display_name == "Zoë <O'Hara>"
    assert person_of(4).handle == "Zoë_O_Hara-4" != taken.handle


def test_nobody_can_sign_in_as_an_imported_person():
    imported()

    ada = person_of(1)
    assert (ada.email, ada.password_hash, ada.role, ada.trust_level) == (None, None, "member", 0)
    assert ada.joined_at == at("2016-08-01T10:00:00.123")


def test_posts_are_numbered_by_time_and_no_reply_stands_before_its_post():
    imported()

    posts = db.session.scalars(
        select(Post).where(Post.thread_id == thread_of(1).id).order_by(Post.number)
    ).all()
    assert [(post.number, post.origin_id, post.reply_to_id) for post in posts] == [
        (1, 1, None),
        (2, 1, posts[0].id),
        (3, 3, None),
        (4, 2, None),
        (5, 2, posts[3].id),
        (6, 3, posts[0].id),
    ]
    # Its own time is older than that of the post it stands under, and stays what it was.
    assert posts[4].created_at == at("2016-08-02T09:00:00")


def test_times_scores_and_authors_are_those_of_the_dump():
    imported()

    opening = post_of(1)
    assert opening.created_at == at("2016-08-02T10:00:00.5")
    assert opening.edited_at == at("2016-08-03T09:00:00")
    assert (opening.votes, opening.imported_score) == (5, 5)
    assert (post_of(2).votes, post_of(2).edited_at) == (-2, None)
    assert post_of(6).author_id is None
    assert post_of(18).author_id == SYSTEM_ID
    assert thread_of(1).last_post_at == at("2016-08-02T13:00:00")
    assert (thread_of(1).last_number, thread_of(1).reply_count) == (6, 5)


def test_the_last_source_of_the_history_is_taken_where_it_shows_the_same():
    imported()

    assert post_of(1).body == "Where is my __transfer__?"
    assert post_of(3).body == "Look at the explorer:\n\n    txid <1>"
    assert post_of(1).html == "<p>Where is my <strong>transfer</strong>?</p>"


def test_html_becomes_markdown_where_the_source_would_show_something_else():
    imported()

    assert post_of(2).body == "Pay 10⁹ coins\nto \\_me\\_."
    assert post_of(7).body == "One line and another."
    assert post_of(4).body == "It does not work."


def test_what_was_taken_out_of_a_post_does_not_come_back_from_its_history():
    imported()

    bodies = db.session.scalars(select(Post.body)).all()
    assert not any("555-0100" in body for body in bodies)
    assert post_of(18).body == "It is time: [look](https://a.example/)."


def test_a_comment_has_no_headings():
    imported()

    assert comment_of(1).html == "<p># Which chain? See <code>txid</code> and @Ada.</p>"


def test_an_acceptance_knows_its_day_and_the_asker_if_the_votes_know():
    imported()

    known, unknown = thread_of(1).acceptance, thread_of(5).acceptance
    assert (known.post_id, known.accepted_by_id) == (post_of(3).id, person_of(1).id)
    assert known.answerer_id == person_of(3).id
    # The dump tells the day only; nothing is accepted before it is written.
    assert known.accepted_at == post_of(3).created_at
    assert (unknown.accepted_by_id, unknown.answerer_id) == (None, None)


def test_closed_questions_say_why_and_stay_open_to_replies():
    imported()

    closing = thread_of(4).closing
    assert closing.reason == "Closed as unclear at coins.example."
    assert closing.closed_by_id == person_of(3).id
    assert closing.closed_at == at("2016-08-05T10:00:00")
    assert thread_of(5).closing.reason == "Closed as a duplicate at coins.example."
    assert thread_of(5).closing.closed_by_id is None
    assert not thread_of(4).is_locked


def test_solved_beats_duplicate_beats_closed_beats_open():
    imported()

    assert [thread_of(n).resolution for n in (1, 5, 4, 7)] == [
        "solved", "solved", "duplicate", "open",
    ]  # fmt: skip


def test_of_two_questions_that_name_each_other_one_is_the_duplicate():
    imported()

    assert thread_of(5).duplicate.original_id == thread_of(1).id
    assert thread_of(4).duplicate.original_id == thread_of(5).id
    links = db.session.execute(select(ThreadLink.from_id, ThreadLink.to_id)).all()
    assert set(links) == {
        (thread_of(5).id, thread_of(4).id),
        (thread_of(7).id, thread_of(1).id),
    }


def test_tags_are_the_same_in_both_spellings_of_the_dump():
    imported()

    assert thread_of(1).tags == ["transfers", "fees"]
    assert thread_of(4).tags == ["fees", "gebühren"]


def test_the_category_is_made_and_named_like_the_folder():
    report = imported()

    category = thread_of(1).category
    assert report.category == category.slug == "coins-example"
    assert category.kind == "questions"


def test_a_category_can_be_named_but_not_one_for_discussions():
    make_category(slug="old-questions")
    make_category(slug="talk", kind="discussions")

    imported(category="old-questions")

    assert thread_of(1).category.slug == "old-questions"
    with pytest.raises(Invalid, match="Questions do not belong"):
        imported(category="talk")


def test_a_second_run_adds_nothing():
    first = imported()

    again = imported()

    assert again.here == first.here
    assert not any(again.added.values())


def test_what_people_changed_since_stays_changed():
    imported()
    thread = thread_of(4)
    thread.title, thread.duplicate = "Renamed by its author", None
    db.session.commit()

    imported()

    assert thread_of(4).title == "Renamed by its author"
    assert thread_of(4).duplicate is None


def test_what_was_mended_in_the_dump_comes_in_the_next_time(tmp_path):
    imported()
    folder = copy_with(
        tmp_path, "Posts.xml", 'Body="&lt;p&gt;No title.', 'Title="A title" Body="No title.'
    )

    report = imported(folder)

    assert [report.added[kind] for kind in ("questions", "answers", "comments")] == [1, 1, 1]


def test_nothing_is_off_after_an_import():
    imported()

    assert not recount_threads(lambda amount: None).off


def test_nobody_is_told_and_lists_are_new_once_per_batch(app):
    told = []
    app.extensions["listeners"], kept = Told(told), app.extensions["listeners"]
    try:
        imported()
    finally:
        app.extensions["listeners"] = kept

    assert told == []
    with read() as connection:
        assert versions(connection, [stamps.LISTS])[stamps.LISTS] == 1


class Told(dict):
    """Listeners of every event there is, but for staff's acts, which the operator's are not."""

    def __init__(self, told):
        self.told = told

    def get(self, kind, default=()):
        return [] if kind.__name__ == "StaffAct" else [self.told.append]


def test_a_text_that_is_too_long_is_cut_and_named(tmp_path):
    long = "It is long. " * 3_000
    folder = copy_with(tmp_path, "Posts.xml", "It does not work.&lt;/p&gt;", long)

    report = imported(folder)

    body = post_of(4).body
    assert len(body) <= 32_000
    assert body.startswith("It is long.") and body.endswith("…")
    assert ("4", "Its text was too long, and was cut.") in {
        (flaw.row, flaw.why) for flaw in report.mended.named
    }


def test_a_document_type_is_refused(tmp_path):
    bomb = '<!DOCTYPE posts [<!ENTITY bomb "boom">]>\n<posts>'
    folder = copy_with(tmp_path, "Posts.xml", "<posts>", bomb)

    with pytest.raises(Invalid, match="document type"):
        imported(folder)

    assert db.session.scalar(select(func.count()).select_from(Thread)) == 0


def test_a_folder_without_a_dump_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(Invalid, match="Posts.xml and Users.xml not found"):
        imported(tmp_path)

    assert db.session.scalar(select(func.count()).select_from(Category)) == 0


def test_a_file_that_is_missing_is_named(tmp_path):
    folder = tmp_path / "coins.example"
    shutil.copytree(SMALL, folder)
    (folder / "PostHistory.xml").unlink()

    report = imported(folder)

    assert ("PostHistory.xml", "file") in {(f.file, f.row) for f in report.mended.named}
    assert post_of(1).body == "Where is my **transfer**?"
