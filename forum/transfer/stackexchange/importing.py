"""The import of a whole dump, which can be killed at any moment and run again."""

import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol

from sqlalchemy import select

from forum.accounts.queries import get_system
from forum.categories.actions import create_category
from forum.categories.models import Category
from forum.core.db import db, read, transaction
from forum.core.errors import Invalid
from forum.core.text import slug as slug_of
from forum.transfer.stackexchange.batches import again_if_raced
from forum.transfer.stackexchange.counting import count_here
from forum.transfer.stackexchange.drafting import draft_thread
from forum.transfer.stackexchange.drafts import ThreadDraft
from forum.transfer.stackexchange.linking import store_links
from forum.transfer.stackexchange.people import ids_of_people, import_people
from forum.transfer.stackexchange.reading import check_folder, fill, size_of
from forum.transfer.stackexchange.report import Report
from forum.transfer.stackexchange.rows import Flaw
from forum.transfer.stackexchange.scratch import Scratch, open_scratch
from forum.transfer.stackexchange.storing import Ids, known_threads, store_threads

# Threads in a transaction: few enough that nobody who writes meanwhile waits long.
_BATCH = 20


class Progress(Protocol):
    def begin(self, phase: str, total: int) -> None: ...
    def advance(self, amount: int) -> None: ...


def import_folder(folder: Path, category_slug: str | None, progress: Progress) -> Report:
    """Whoever and whatever is here already stays as it is. No events, no mails.

    Raises ``Invalid`` when the folder holds no dump, or the category none of its questions.
    """
    folder = folder.resolve()
    check_folder(folder)
    site = folder.name
    category_id, slug = _category(category_slug or slug_of(site), site)
    report, begun = Report(site, slug), time.monotonic()
    with open_scratch() as scratch:
        progress.begin("Reading", size_of(folder))
        fill(scratch, folder, report, progress.advance)
        import_people(scratch, folder, report, progress.advance)
        progress.begin("Threads", scratch.count("SELECT count(*) FROM questions"))
        _import_threads(scratch, category_id, report, progress)
    report.seconds = round(time.monotonic() - begun, 2)
    report.here = count_here(site)
    return report


@transaction()
def _category(slug: str, site: str) -> tuple[int, str]:
    category = db.session.scalars(select(Category).where(Category.slug == slug)).first()
    if category is None:
        category = create_category(slug, {"en": site[:60]}, by=get_system())
    if category.kind != "questions" or category.is_official:
        raise Invalid(f"Questions do not belong in the category {slug}. Name another.", "category")
    return category.id, category.slug


def _import_threads(
    scratch: Scratch, category_id: int, report: Report, progress: Progress
) -> None:
    for numbers in _batches(scratch):
        with read() as connection:
            known = known_threads(connection, report.site, numbers)
        drafts = list(_drafts(scratch, [n for n in numbers if n not in known], report))
        if drafts:
            people = ids_of_people(report.site, {o for draft in drafts for o in draft.owners})
            _name_strangers(drafts, people, report)
            store = partial(_store, scratch, report.site, category_id, drafts, people)
            _count(again_if_raced(store), report)
        progress.advance(len(numbers))


def _batches(scratch: Scratch) -> Iterator[list[int]]:
    numbers = (row["id"] for row in scratch.each("SELECT id FROM questions ORDER BY id"))
    while batch := list(islice(numbers, _BATCH)):
        yield batch


def _drafts(scratch: Scratch, numbers: Sequence[int], report: Report) -> Iterator[ThreadDraft]:
    for number in numbers:
        question = scratch.select("SELECT * FROM questions WHERE id = ?", number)[0]
        draft = draft_thread(scratch, question, report)
        if draft:
            yield draft


@transaction()
def _store(
    scratch: Scratch, site: str, category_id: int, drafts: Sequence[ThreadDraft], people: Ids
) -> list[ThreadDraft]:
    stored = store_threads(site, category_id, drafts, people)
    store_links(site, scratch, {draft.origin_id for draft in stored})
    return stored


def _name_strangers(drafts: Sequence[ThreadDraft], people: Ids, report: Report) -> None:
    """Posts whose author the dump's people do not hold come in without one."""
    for draft in drafts:
        for post in draft.posts:
            if post.owner is not None and post.owner not in people:
                file = "Comments.xml" if post.is_comment else "Posts.xml"
                why = f"Its owner {post.owner} is not among the people."
                report.mended.add(Flaw(file, f"{post.origin_id}", why))


def _count(drafts: Sequence[ThreadDraft], report: Report) -> None:
    report.added["questions"] += len(drafts)
    for draft in drafts:
        comments = sum(post.is_comment for post in draft.posts)
        report.added["comments"] += comments
        report.added["answers"] += len(draft.posts) - 1 - comments
        report.added["posts"] += len(draft.posts)
        report.added["from HTML"] += sum(not post.prose.is_original for post in draft.posts)
