"""Who hears of a post, and through the strongest of their reasons. Facts in, kinds out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from forum.notifications.kinds import STRENGTH


@dataclass(frozen=True, slots=True)
class Told:
    """``is_quiet``: only in the list, no mail."""

    kind: str
    is_quiet: bool = False


def is_stronger(one: Told, other: Told) -> bool:
    return STRENGTH[one.kind] < STRENGTH[other.kind]


@dataclass(frozen=True, slots=True)
class Levels:
    """Somebody's levels for a thread and for where it stands; None: they have set none."""

    thread: str | None = None
    around: tuple[str, ...] = ()

    def of_news(self, is_opening: bool) -> str:
        """watch, follow, normal or mute, for what is not addressed to them."""
        if self.thread:
            return self.thread
        if "mute" in self.around:
            return "mute"
        if "watch" in self.around:
            return "watch"
        # Who follows a category or tag hears of new threads, not of every reply.
        return "follow" if "follow" in self.around and is_opening else "normal"


def told_of_post(
    direct: Mapping[int, Collection[str]],
    levels: Mapping[int, Levels],
    *,
    is_opening: bool,
    without: Iterable[int],
) -> dict[int, Told]:
    """Person → how they hear of it.

    ``direct``: why it concerns whom ("mention", "reply", …); ``without``: its author, and who has
    muted them.
    """
    found: dict[int, Told] = {}
    for user_id in direct.keys() | levels.keys():
        if told := _one(direct.get(user_id, ()), levels.get(user_id, Levels()), is_opening):
            found[user_id] = told
    for user_id in without:
        found.pop(user_id, None)
    return found


def _one(reasons: Collection[str], levels: Levels, is_opening: bool) -> Told | None:
    if levels.thread == "mute":
        return None
    if reasons:
        return Told(min(reasons, key=STRENGTH.__getitem__))
    level = levels.of_news(is_opening)
    if level in ("watch", "follow"):
        return Told("new_thread" if is_opening else "thread_post", level == "follow")
    return None


def told_of_change(
    kind: str,
    concerned: Collection[int],
    levels: Mapping[int, Levels],
    without: Iterable[int],
    *,
    is_announced: bool = True,
) -> dict[int, Told]:
    """Of what happens to a thread as a whole (it is solved, maintenance starts): its followers,
    those who watch where it stands, and whomever else it concerns. Who only follows where it
    stands hears of it too if it ``is_announced``, as of a new thread."""
    found = {user_id: Told(kind) for user_id in concerned}
    for user_id, mine in levels.items():
        level = mine.of_news(is_opening=is_announced)
        if mine.thread == "mute" or level == "mute":
            found.pop(user_id, None)
        elif level in ("watch", "follow") and user_id not in found:
            found[user_id] = Told(kind, level == "follow")
    for user_id in without:
        found.pop(user_id, None)
    return found
