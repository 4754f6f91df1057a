"""What a webhook may hear of: what guests see, or what administrators do."""

from forum import policy
from forum.accounts.visitors import Guest
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread

_GUEST = Guest()
# No row has this id: it is the author of nothing.
_ADMINISTRATOR = Guest(id=-1, role="administrator")


def reader(includes_restricted: bool) -> Person:
    return _ADMINISTRATOR if includes_restricted else _GUEST


def guests_see(thread: Thread, post: Post | None = None) -> bool:
    return policy.see_thread(_GUEST, thread) if post is None else policy.see_post(
        _GUEST, thread, post
    )


def is_for_everyone(thread: Thread, post: Post | None = None, may_see: str = "") -> bool:
    """Whether it stands where guests look, even if it is hidden there.

    ``may_see`` is the reach of the category that it stood in, if that is another now.
    """
    if thread.staff_only or thread.audience != "category" or (post and post.staff_only):
        return False
    return (may_see or thread.category.may_see) == "everyone"


def has_gone(thread: Thread, post: Post) -> bool:
    """Whether guests saw the post until now, which was hidden a moment ago."""
    was_shown = thread.state in ("public", "purged") or thread.hidden_with_opening
    return was_shown and is_for_everyone(thread, post)
