"""How much of the processor hostile bodies take, and typical posts; and a search for worse ones.

    python -m benchmarks.markup_attack                 every generator, 1,000 to 32,000 characters
    python -m benchmarks.markup_attack --search 600    random bodies that are judged ordinary
    python -m benchmarks.markup_attack --posts FILE    posts of a Stack Exchange PostHistory.xml
    python -m benchmarks.markup_attack --lexers        fenced code of every language
    python -m benchmarks.markup_attack --crowd         how long an ordinary body waits beside eight

Exit status 1 when a body cost more than is promised: 0.3 s here, 1 s with the box.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from xml.etree.ElementTree import iterparse

from benchmarks.hostile_markup import everything, lexers, random_body
from forum.core.markup import render
from forum.core.markup.fences import LANGUAGES
from forum.core.markup.shape import is_ordinary
from forum.core.markup.source import tidy

SIZES = (1_000, 4_000, 8_000, 16_000, 32_000)
HERE, BOXED = 0.3, 1.0
PATIENCE = 2.0
LINKS = {"@a": "/u/a", "@ab": "/u/ab", "#a": "/tag/a", "@老许": "/u/老许", "#标签": "/tag/标签"}
TICK = os.sysconf("SC_CLK_TCK")

Case = tuple[str, str]


def boxed_seconds() -> float:
    """What this process's children, and theirs, have used so far."""
    total = 0
    for child in Path("/proc/self/task").glob("*/children"):
        for pid in child.read_text().split():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
    return total / TICK


def measure(text: str) -> tuple[float, float, bool]:
    """Seconds of the processor here and in the box, and whether the fallback came back."""
    here, boxed = time.process_time(), boxed_seconds()
    rendered = render(text, LINKS)
    if not is_ordinary(tidy(text)):
        # The answer is here before the cell has buried its child and counted what that used.
        time.sleep(0.02)
    # A cell that was started anew begins at 0.
    return time.process_time() - here, max(boxed_seconds() - boxed, 0), rendered.is_fallback


def report(cases: Iterable[Case], most: int = 15) -> bool:
    rows, fallbacks, boxed_bodies = [], 0, 0
    for name, text in cases:
        here, boxed, is_fallback = measure(text)
        fallbacks += is_fallback
        boxed_bodies += not is_ordinary(tidy(text))
        rows.append((here, here + boxed, len(text), name))
    print(f"{len(rows)} bodies, {boxed_bodies} of them in the box, {fallbacks} as they were typed")
    for column, title in ((0, "in this process"), (1, "in all processes")):
        rows.sort(key=lambda row: row[column], reverse=True)
        print(f"most seconds {title}:")
        for row in rows[:most]:
            print(f"  {row[column]:.3f}  {row[2]:6}  {row[3]}")
    return all(here <= HERE and total <= BOXED for here, total, *_ in rows)


def attacks() -> Iterable[Case]:
    return ((f"{name} × {size}", make(size)) for name, make in everything() for size in SIZES)


def code() -> Iterable[Case]:
    """As much as is coloured in this process; the box needs no list of what is slow."""
    return ((name, make(1_000)) for name, make in lexers(sorted(LANGUAGES)))


def search(seconds: float, seed: int) -> Iterable[Case]:
    """Random hostile bodies, each cut to the longest beginning that is judged ordinary."""
    dice, end = random.Random(seed), time.monotonic() + seconds
    while time.monotonic() < end:
        text = random_body(dice, dice.choice((1_000, 3_000, 10_000)))
        while len(text) > 100 and not is_ordinary(tidy(text)):
            text = text[: int(len(text) * 0.8)]
        if is_ordinary(tidy(text)):
            yield repr(text[:300]), text


def posts(path: Path) -> Iterable[Case]:
    for _, row in iterparse(path):
        if row.get("PostHistoryTypeId") in ("2", "5"):
            yield f"post {row.get('PostId')}", row.get("Text", "")


def typical(path: Path) -> bool:
    cases = list(posts(path))
    report(cases[:20], most=0)
    start = time.process_time()
    held = report(cases, most=5)
    print(f"{(time.process_time() - start) / len(cases) * 1000:.2f} ms a post, measuring included")
    return held


def crowd() -> bool:
    """By the clock: an ordinary body in a process of its own, while others render hostile ones."""
    ordinary, hostile = "一段**普通**的话。\n\n- 见 https://a.example/b\n" * 20, "[" * 32_000
    held = True
    for pool in (ThreadPoolExecutor(8), ProcessPoolExecutor(8)):
        with pool:
            crowd = [pool.submit(render, hostile) for _ in range(8)]
            times = []
            while not all(one.done() for one in crowd):
                start = time.monotonic()
                render(ordinary)
                times.append(time.monotonic() - start)
        busy = sum(one.result().was_busy for one in crowd)
        print(f"{type(pool).__name__}: {busy} of 8 told to come back; {len(times)} ordinary bodies"
              f" meanwhile, at most {max(times):.3f} s each")
        held = held and max(times) < PATIENCE
    return held


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--search", type=float, metavar="SECONDS")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--posts", type=Path)
    options.add_argument("--lexers", action="store_true")
    options.add_argument("--crowd", action="store_true")
    chosen = options.parse_args()
    if chosen.search:
        held = report(search(chosen.search, chosen.seed))
    elif chosen.crowd:
        held = crowd()
    elif chosen.posts:
        held = typical(chosen.posts)
    else:
        held = report(code() if chosen.lexers else attacks())
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
