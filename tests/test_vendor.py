"""What the browser gets is what was put here: vendored files, the icon sprite, the style sheet."""

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

FORUM = Path(__file__).parent.parent / "forum"
STATIC = FORUM / "static"
VENDOR = STATIC / "vendor"
# icon('pin'), icon="pin", and svg('pin') inside the macros.
ICON_USE = re.compile(r"""\b(?:icon|svg)\s*[(=]\s*['"]([\w-]+)['"]""")
JINJA = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
# JSON-LD is data: browsers do not run it, and the content security policy lets it be.
INLINE = re.compile(r"""<style|\sstyle=|<script(?!\b[^>]*(?:\ssrc=|ld\+json))|\son\w+=""")


def recorded() -> dict[str, dict[str, str]]:
    return json.loads((VENDOR / "hashes.json").read_text("utf-8"))


def templates() -> list[Path]:
    return sorted((FORUM / "templates").rglob("*.html"))


def test_vendored_files_are_the_ones_that_were_recorded() -> None:
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "hashes.json"
    }

    assert found == {name: entry["sha256"] for name, entry in recorded().items()}


def test_every_vendored_part_brings_its_licence_and_version() -> None:
    folders = {name.split("/")[0] for name in recorded()}

    assert all(f"{folder}/LICENSE" in recorded() for folder in folders)
    assert all(entry["version"] and entry["licence"] for entry in recorded().values())


def icons() -> set[str]:
    sprite = ET.parse(STATIC / "icons.svg").getroot()
    return {symbol.attrib["id"] for symbol in sprite.iter("{http://www.w3.org/2000/svg}symbol")}


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    named = {
        (path.relative_to(FORUM).as_posix(), name)
        for path in templates()
        for name in ICON_USE.findall(path.read_text("utf-8"))
    }

    assert {use for use in named if use[1] not in icons()} == set()


def test_every_icon_of_the_sprite_is_used_somewhere() -> None:
    named = {
        name
        for path in templates()
        for name in re.findall(r"""['"]([\w-]+)['"]""", path.read_text("utf-8"))
    }

    assert icons() - named == set()


def test_the_style_sheet_asks_nothing_of_other_hosts() -> None:
    css = "\n".join(path.read_text("utf-8") for path in STATIC.rglob("*.css"))

    assert "@import" not in css
    assert re.findall(r"url\(\s*['\"]?(?:\w+:)?//", css) == []


def test_scripts_write_no_markup_and_no_style_attributes() -> None:
    scripts = "\n".join(path.read_text("utf-8") for path in (STATIC / "js").rglob("*.js"))

    assert re.findall(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(", scripts) == []


def test_templates_hold_no_inline_style_or_script() -> None:
    # A mail has no style sheet beside it: its templates carry their own.
    pages = [path for path in templates() if "mail" not in path.relative_to(FORUM).parts]

    guilty = [path for path in pages if INLINE.search(JINJA.sub("", path.read_text("utf-8")))]
    assert guilty == []
