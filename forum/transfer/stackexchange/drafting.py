"""From a thread's rows in the scratch to its draft; what is wrong is named, the rest goes on."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from sqlite3 import Row

from forum.core.errors import Invalid
from forum.safety.door import admit
from forum.threads.actions.tagging import MOST_TAGS, tidy_tag
from forum.transfer.stackexchange.drafts import Acceptance, Closing, PostDraft, ThreadDraft
from forum.transfer.stackexchange.fields import tag_names
from forum.transfer.stackexchange.prose import comment_prose, cut_line, post_prose
from forum.transfer.stackexchange.report import Report
from forum.transfer.stackexchange.rows import Flaw
from forum.transfer.stackexchange.scratch import Scratch, marks

_LONGEST_TITLE = 150

# meta.stackexchange.com/questions/2677: "CloseReasonTypes", until 2013 and since.
_REASONS = {
    "1": "an exact duplicate", "2": "off-topic", "3": "not constructive",
    "4": "not a real question", "7": "too localized", "10": "general reference",
    "20": "noise or pointless",
    "101": "a duplicate", "102": "off-topic", "103": "unclear", "104": "too broad",
    "105": "primarily opinion-based",
}  # fmt: skip


def draft_thread(scratch: Scratch, question: Row, report: Report) -> ThreadDraft | None:
    """None, and named in the report, when the question itself cannot come in."""
    answers = scratch.select(
        "SELECT * FROM answers WHERE question = ? ORDER BY at, id", question["id"]
    )
    opening = _draft_post(scratch, question, report)
    title = _title(question, report)
    if opening is None or title is None:
        for row in answers:
            report.broken.add(Flaw("Posts.xml", f"{row['id']}", "Its question is broken."))
        _name_comments(scratch, [question, *answers], report)
        return None
    drafted = [post for row in answers if (post := _draft_post(scratch, row, report))]
    whole = {post.origin_id for post in drafted}
    _name_comments(scratch, [row for row in answers if row["id"] not in whole], report)
    posts = _in_order(opening, drafted, list(_comments(scratch, [opening, *drafted], report)))
    return ThreadDraft(
        origin_id=opening.origin_id,
        title=title,
        tags=_tags(question, report),
        posts=posts,
        acceptance=_acceptance(scratch, question, drafted, report),
        closing=_closing(scratch, question, report.site),
    )


def _title(question: Row, report: Report) -> str | None:
    title = cut_line(question["title"], _LONGEST_TITLE)
    try:
        title = admit(title, "title")
    except Invalid as error:
        report.broken.add(Flaw("Posts.xml", f"{question['id']}", f"Its title: {error.message}"))
        return None
    if len(question["title"].strip()) > _LONGEST_TITLE:
        _mend(report, question, f"Its title was cut at {_LONGEST_TITLE} characters.")
    return title


def _draft_post(scratch: Scratch, row: Row, report: Report) -> PostDraft | None:
    found = scratch.select("SELECT body FROM sources WHERE post = ?", row["id"])
    try:
        prose = post_prose(found[0]["body"] if found else None, row["body"])
    except Invalid as error:
        report.broken.add(Flaw("Posts.xml", f"{row['id']}", f"Its text: {error.message}"))
        return None
    if prose.is_cut:
        _mend(report, row, "Its text was too long, and was cut.")
    edited_at = as_moment(row["edited_at"]) if row["edited_at"] else None
    return PostDraft(
        row["id"], False, row["owner"], as_moment(row["at"]), edited_at, row["score"], prose
    )


def _comments(
    scratch: Scratch, posts: list[PostDraft], report: Report
) -> Iterator[PostDraft]:
    numbers = [post.origin_id for post in posts]
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        statement = f"SELECT * FROM comments WHERE post IN ({marks(some)})"
        for row in scratch.select(statement, *some):
            if comment := _draft_comment(row, report):
                yield comment


def _name_comments(scratch: Scratch, posts: Sequence[Row], report: Report) -> None:
    """They stand under what cannot come in."""
    for post in posts:
        for row in scratch.select("SELECT id FROM comments WHERE post = ?", post["id"]):
            why = f"The post {post['id']} that it stands under is broken."
            report.broken.add(Flaw("Comments.xml", f"{row['id']}", why))


def _draft_comment(row: Row, report: Report) -> PostDraft | None:
    try:
        prose = comment_prose(row["body"])
    except Invalid as error:
        report.broken.add(Flaw("Comments.xml", f"{row['id']}", f"Its text: {error.message}"))
        return None
    if prose.is_cut:
        _mend(report, row, "Its text was too long, and was cut.", "Comments.xml")
    at = as_moment(row["at"])
    return PostDraft(row["id"], True, row["owner"], at, None, row["score"], prose, row["post"])


def _in_order(
    opening: PostDraft, answers: list[PostDraft], comments: list[PostDraft]
) -> list[PostDraft]:
    """By time, but nothing before what it replies to, whatever the dump's clock says."""
    begun = {opening.origin_id: opening.at}
    begun |= {answer.origin_id: max(answer.at, opening.at) for answer in answers}

    def place(post: PostDraft) -> tuple[datetime, bool, int]:
        least = begun[post.origin_id if post.under is None else post.under]
        return max(post.at, least), post.is_comment, post.origin_id

    return [opening, *sorted([*answers, *comments], key=place)]


def _tags(question: Row, report: Report) -> list[str]:
    tags: dict[str, None] = {}
    for name in tag_names(question["tags"]):
        try:
            tags[tidy_tag(name)] = None
        except Invalid as error:
            _mend(report, question, f"Its tag {name[:60]!r} was left off: {error.message}")
    if len(tags) > MOST_TAGS:
        _mend(report, question, f"It has {len(tags)} tags; {MOST_TAGS} were kept.")
    return list(tags)[:MOST_TAGS]


def _acceptance(
    scratch: Scratch, question: Row, answers: list[PostDraft], report: Report
) -> Acceptance | None:
    number = question["accepted"]
    if number is None:
        return None
    answer = next((post for post in answers if post.origin_id == number), None)
    if answer is None:
        _mend(report, question, f"Its accepted answer {number} is not among its answers.")
        return None
    votes = scratch.select("SELECT at FROM acceptances WHERE post = ?", number)
    # The dump tells the day only, which begins before an answer of the same day.
    at = max(as_moment(votes[0]["at"]), answer.at) if votes else answer.at
    return Acceptance(answer, at, bool(votes))


def _closing(scratch: Scratch, question: Row, site: str) -> Closing | None:
    if not question["closed_at"]:
        return None
    at = as_moment(question["closed_at"])
    found = scratch.select("SELECT * FROM closings WHERE post = ?", question["id"])
    if not found:
        return Closing(at, None, f"Closed at {site}.")
    # The robot closes for the several members who voted for it.
    closer = found[0]["closer"]
    why = _REASONS.get(found[0]["reason"])
    reason = f"Closed as {why} at {site}." if why else f"Closed at {site}."
    return Closing(at, closer if closer and closer > 0 else None, reason)


def _mend(report: Report, row: Row, what: str, file: str = "Posts.xml") -> None:
    report.mended.add(Flaw(file, f"{row['id']}", what))


def as_moment(text: str) -> datetime:
    """A moment that the scratch holds."""
    return datetime.fromisoformat(text)
