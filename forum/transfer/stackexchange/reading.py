"""From a dump's files to the scratch: every row is typed, filed, left or named as broken."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from forum.core.errors import Invalid
from forum.transfer.stackexchange.fields import find_moment, find_number, moment, number
from forum.transfer.stackexchange.report import Report
from forum.transfer.stackexchange.rows import Attributes, Flaw, read_rows
from forum.transfer.stackexchange.scratch import Scratch

Advance = Callable[[int], None]

PEOPLE = "Users.xml"
NEEDED = ("Posts.xml", PEOPLE)

# The numbers of the dump's own schema: meta.stackexchange.com/questions/2677
QUESTION, ANSWER = 1, 2
_OTHER_POSTS = {3: "wikis", 4: "tag wiki excerpts", 5: "tag wikis", 6: "moderator nominations",
    7: "wiki placeholders", 8: "privilege wikis"}
_BODIES = (2, 5, 8)
_CLOSED = 10
_ACCEPTED = 1
_LINKED, _DUPLICATE = 1, 3


_ANSWERS_OF_NOTHING = """
SELECT id, question FROM answers WHERE question NOT IN (SELECT id FROM questions) ORDER BY id
"""
_COMMENTS_ON_NOTHING = """
SELECT id, post FROM comments WHERE post NOT IN (SELECT id FROM questions)
    AND post NOT IN (SELECT id FROM answers WHERE question IN (SELECT id FROM questions))
    AND post NOT IN (SELECT id FROM others) ORDER BY id
"""
_LEFT = {
    "comments on wikis": "SELECT count(*) FROM comments WHERE post IN (SELECT id FROM others)",
    "links that are not between questions": """
SELECT count(*) FROM links WHERE from_id NOT IN (SELECT id FROM questions)
    OR to_id NOT IN (SELECT id FROM questions)
""",
}


def check_folder(folder: Path) -> None:
    """Raises ``Invalid`` with a sentence when there is no dump in it."""
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise Invalid(f"{folder} holds no dump: {' and '.join(missing)} not found.", "folder")


def size_of(folder: Path) -> int:
    """In bytes, of the files that are read."""
    names = (PEOPLE, *FILES)
    return sum((folder / name).stat().st_size for name in names if (folder / name).is_file())


def fill(scratch: Scratch, folder: Path, report: Report, advance: Advance) -> None:
    for name, put in FILES.items():
        if not (folder / name).is_file():
            report.mended.add(Flaw(name, "file", "It is missing: what it tells is left off."))
            continue
        for row in read_rows(folder / name, advance):
            each(row, name, report, partial(put, scratch, report))
    scratch.put_in_order()
    _name_orphans(scratch, report)


def _name_orphans(scratch: Scratch, report: Report) -> None:
    """Rows that belong to something that is not here."""
    for row in scratch.each(_ANSWERS_OF_NOTHING):
        why = f"Its question {row['question']} is not in the dump."
        report.broken.add(Flaw("Posts.xml", f"{row['id']}", why))
    for row in scratch.each(_COMMENTS_ON_NOTHING):
        why = f"Its post {row['post']} did not come in."
        report.broken.add(Flaw("Comments.xml", f"{row['id']}", why))
    for name, statement in _LEFT.items():
        if count := scratch.count(statement):
            report.left[name] += count


def each(
    row: Attributes | Flaw, file: str, report: Report, put: Callable[[Attributes], None]
) -> None:
    """Put a row where it belongs, or name what is wrong with it."""
    if isinstance(row, Flaw):
        report.broken.add(row)
        return
    try:
        put(row)
    except ValueError as error:
        report.broken.add(Flaw(file, row.get("Id") or "?", str(error)))


def _put_post(scratch: Scratch, report: Report, row: Attributes) -> None:
    post_id, kind = number(row, "Id"), number(row, "PostTypeId")
    if kind not in (QUESTION, ANSWER):
        scratch.add("others", post_id)
        report.in_dump["wiki and other posts"] += 1
        report.left[_OTHER_POSTS.get(kind, f"posts of type {kind}")] += 1
        return
    common = (
        post_id,
        f"{moment(row, 'CreationDate')}",
        find_number(row, "Score") or 0,
        find_number(row, "OwnerUserId"),
        row.get("Body", ""),
        _text(find_moment(row, "LastEditDate")),
    )
    if kind == ANSWER:
        scratch.add("answers", *common, number(row, "ParentId"))
        report.in_dump["answers"] += 1
        return
    accepted, closed = find_number(row, "AcceptedAnswerId"), find_moment(row, "ClosedDate")
    title, tags = row.get("Title", ""), row.get("Tags", "")
    scratch.add("questions", *common, title, tags, accepted, _text(closed))
    report.in_dump["questions"] += 1


def _put_comment(scratch: Scratch, report: Report, row: Attributes) -> None:
    scratch.add(
        "comments", number(row, "Id"), f"{moment(row, 'CreationDate')}",
        find_number(row, "Score") or 0, find_number(row, "UserId"), row.get("Text", ""),
        number(row, "PostId"),
    )
    report.in_dump["comments"] += 1


def _put_history(scratch: Scratch, report: Report, row: Attributes) -> None:
    kind = number(row, "PostHistoryTypeId")
    if kind not in (*_BODIES, _CLOSED):
        return
    known = (number(row, "PostId"), f"{moment(row, 'CreationDate')}", number(row, "Id"))
    if kind == _CLOSED:
        told = (find_number(row, "UserId"), row.get("Comment", ""))
        scratch.add_newest("closings", ("at", "id", "closer", "reason"), *known, *told)
    else:
        scratch.add_newest("sources", ("at", "id", "body"), *known, row.get("Text", ""))


def _put_vote(scratch: Scratch, report: Report, row: Attributes) -> None:
    if number(row, "VoteTypeId") != _ACCEPTED:
        return
    known = (number(row, "PostId"), f"{moment(row, 'CreationDate')}")
    scratch.add_newest("acceptances", ("at", "id"), *known, number(row, "Id"))


def _put_link(scratch: Scratch, report: Report, row: Attributes) -> None:
    kind = number(row, "LinkTypeId")
    if kind not in (_LINKED, _DUPLICATE):
        report.left[f"links of type {kind}"] += 1
        return
    ends = (number(row, "PostId"), number(row, "RelatedPostId"))
    scratch.add("links", number(row, "Id"), *ends, kind, f"{moment(row, 'CreationDate')}")


def _text(moment: object) -> str | None:
    return None if moment is None else f"{moment}"


FILES = {
    "Posts.xml": _put_post,
    "Comments.xml": _put_comment,
    "PostHistory.xml": _put_history,
    "Votes.xml": _put_vote,
    "PostLinks.xml": _put_link,
}
