"""Who may see what. What somebody may not see does not exist for them: it is 404.

What lists ask of the database is ``threads.queries.seeing.listed``; a property test holds it and
the pages to this.
"""

from forum.policy.people import is_guest, is_staff, reaches
from forum.policy.shapes import Category, Person, Post, Thread


def see_category(person: Person, category: Category) -> bool:
    return reaches(person, category.may_see)


def see_thread(person: Person, thread: Thread) -> bool:
    if thread.state == "purged" or not see_category(person, thread.category):
        return False
    if is_staff(person):
        return True
    if thread.staff_only:
        return False
    if _is_author(person, thread):
        return True
    return thread.state == "public" and thread.audience == "category"


def see_post(person: Person, thread: Thread, post: Post) -> bool:
    """Whether the text may be read. Of a hidden post others see a stub, of a held one nothing."""
    if post.state == "purged" or not see_thread(person, thread):
        return False
    if is_staff(person):
        return True
    if post.staff_only:
        return False
    return post.state == "public" or _is_author(person, post)


def _is_author(person: Person, thing: Thread | Post) -> bool:
    return not is_guest(person) and person.id == thing.author_id
