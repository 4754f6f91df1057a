"""The colours that an administrator may choose, held to WCAG 2.2 AA by arithmetic."""

import re
from pathlib import Path

import pytest

from forum.moderation.actions.site import ACCENTS

CSS = Path("forum/static/css")
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")


def grounds():
    found = dict((name, pair) for name, *pair in PAIR.findall((CSS / "site.css").read_text()))
    return [found[name] for name in ("paper", "surface", "sunken")]


def palettes():
    text = (CSS / "accents.css").read_text()
    rows = re.findall(r'\[data-accent="(\w+)"\] \{ (.*light-dark.*) \}', text)
    return {name: {key: pair for key, *pair in PAIR.findall(rest)} for name, rest in rows}


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_accent_has_its_colours():
    assert tuple(palettes()) == ACCENTS


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ACCENTS)
def test_an_accent_can_be_read(name, scheme):
    palette = palettes()[name]
    accent = palette["accent"][scheme]
    under = [ground[scheme] for ground in (*grounds(), palette["accent-bg"])]

    assert min(contrast(accent, ground) for ground in under) >= 4.5
    assert contrast(palette["on-accent"][scheme], accent) >= 4.5
