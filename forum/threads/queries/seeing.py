"""What somebody may see, in the database's words: the twin of ``policy.seeing``."""

from sqlalchemy import ColumnElement, and_, false, or_

from forum.categories.models import Category
from forum.policy import is_guest, is_staff, reaches
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread

_REACHES = (
    "everyone", "members", "trust_1", "trust_2", "trust_3", "staff", "official", "nobody",
)


def category_visible_to(person: Person) -> ColumnElement[bool]:
    return Category.may_see.in_([reach for reach in _REACHES if reaches(person, reach)])


def visible_to(person: Person) -> ColumnElement[bool]:
    """Threads, joined with their categories, that ``policy.see_thread`` lets this person see."""
    there = and_(Thread.state != "purged", category_visible_to(person))
    if is_staff(person):
        return there
    mine = false() if is_guest(person) else Thread.author_id == person.id
    public = and_(Thread.state == "public", Thread.audience == "category")
    return and_(there, Thread.staff_only.is_(False), or_(public, mine))


def listed() -> ColumnElement[bool]:
    """Threads that lists show, to whomever may see the category. Leads every list's index."""
    return and_(
        Thread.state == "public", Thread.staff_only.is_(False), Thread.audience == "category"
    )


def posts_visible_to(person: Person) -> ColumnElement[bool]:
    """Posts of a thread that this person sees whose text ``policy.see_post`` lets them read."""
    if is_staff(person):
        return Post.state != "purged"
    mine = false() if is_guest(person) else Post.author_id == person.id
    public = or_(Post.state == "public", and_(mine, Post.state != "purged"))
    return and_(Post.staff_only.is_(False), public)
