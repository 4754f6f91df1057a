"""A post's source, for those who quote it."""

from forum.policy import is_staff
from forum.policy.shapes import Person
from forum.threads.models import Post


def quoted(post: Post, person: Person) -> str:
    """The post as a quotation to write below, its author named unless they are "somebody"."""
    thread = post.thread
    unnamed = thread.is_anonymous and post.author_id == thread.author_id
    shown = post.author and (not unnamed or is_staff(person))
    name = f"@{post.author.handle} " if post.author and shown else ""
    lines = (f"> {line}".rstrip() for line in post.body.split("\n"))
    return "\n".join([f"> {name}[#{post.number}]({post.path})", ">", *lines, "", ""])
