"""Which announcement the banner shows now, and which pins stand above a list."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from forum.announcements.queries.standing import Standing
from forum.announcements.states import RUNNING, State, applies_at, is_over_at, state_at

SOON = timedelta(hours=48)
MOST_PINS = 2

# Place, thread and phase that somebody has put away.
Token = tuple[str, int, str]


def state_of(standing: Standing, moment: datetime) -> State | None:
    return state_at(standing.window, moment) if standing.window else None


def phase_of(standing: Standing, moment: datetime) -> str:
    """What was put away in one phase comes back in the next."""
    if standing.window:
        return f"{state_of(standing, moment)}{standing.phase}"
    if standing.kind in ("security", "incident"):
        return f"{standing.kind}{standing.phase}"
    return f"pin{int(standing.pin.pinned_at.timestamp())}" if standing.pin else "none"


def banners_now(standing: Iterable[Standing], moment: datetime) -> list[Standing]:
    """What the banner would show, the first in rank first."""
    ranked = [(rank, each) for each in standing if (rank := _rank(each, moment))]
    ranked.sort(key=lambda entry: (entry[0], _urgency(entry[1]), -entry[1].thread.id))
    return [each for _rank_of_it, each in ranked]


def _rank(standing: Standing, moment: datetime) -> int | None:
    """Security notices and incidents have a banner while they are pinned everywhere."""
    loud = is_pinned(standing, moment) and standing.pin and standing.pin.scope == "everywhere"
    state = state_of(standing, moment)
    if loud and standing.kind == "security":
        return 1 if standing.is_critical else 4
    if loud and standing.kind == "incident":
        return 2
    if state in RUNNING:
        return 3
    if state == "scheduled" and standing.window and standing.window.starts_at <= moment + SOON:
        return 5
    return None


def _urgency(standing: Standing) -> float:
    """Within a rank: the maintenance that starts first, otherwise the higher pin."""
    if standing.window:
        return standing.window.starts_at.timestamp()
    return standing.pin.position if standing.pin else 0


def is_pinned(standing: Standing, moment: datetime) -> bool:
    return standing.pin is not None and applies_at(standing.pin, moment)


def pins_listed(standing: Iterable[Standing], moment: datetime) -> list[Standing]:
    """Every pin that applies now or later, wherever, in the order that staff gave them."""
    pinned = [each for each in standing if each.pin and not is_over_at(each.pin, moment)]
    return sorted(pinned, key=lambda each: (each.pin.position if each.pin else 0, -each.thread.id))


def pins_now(standing: Iterable[Standing], moment: datetime) -> list[Standing]:
    """Those of them that apply now."""
    return [each for each in pins_listed(standing, moment) if is_pinned(each, moment)]


def pins_above(
    pinned: Iterable[Standing], categories: Collection[int], banner: Standing | None
) -> list[Standing]:
    """At most two; what the banner shows is not said twice."""
    here = [
        each
        for each in pinned
        if each is not banner
        and each.pin
        and (each.pin.scope == "everywhere" or each.thread.category_id in categories)
    ]
    return here[:MOST_PINS]
