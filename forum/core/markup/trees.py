"""What is changed in the tree between Markdown's parser and its serialiser."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

# The first two levels belong to the page.
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}

_TASK = re.compile(r" *\[([xX ])\] +")
# What a screen reader says is not a word, so that it needs no translation.
BOXES = {"done": "☑", "open": "☐"}

# More digits than any list has; a browser reads the number into 32 bits.
_MOST_DIGITS = 9


class Prepare(Treeprocessor):
    """Task lists, and no line break at the end of a paragraph, before the text is looked into.

    A quote that ends in an empty line would end in a break otherwise.
    """

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "p":
                element.text = (element.text or "").rstrip("\n")
            elif element.tag == "ul" and any([_make_task(item) for item in element]):
                element.set("class", "task-list")


def _make_task(item: Element) -> bool:
    holder = item[0] if len(item) and item[0].tag == "p" and not item.text else item
    mark = _TASK.match(holder.text or "")
    if mark is None:
        return False
    box = Element("input", {"type": "checkbox", "disabled": "disabled"})
    if mark[1] != " ":
        box.set("checked", "checked")
    box.set("aria-label", BOXES["open" if mark[1] == " " else "done"])
    box.tail, holder.text = f" {(holder.text or '')[mark.end() :]}", ""
    holder.insert(0, box)
    item.set("class", "task-list-item")
    return True


class Dress(Treeprocessor):
    """Headings below the page's own, numbers and sides of cells as HTML wants them today."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            element.tag = _HEADINGS.get(element.tag, element.tag)
            if side := element.attrib.pop("align", ""):
                element.set("class", side)
            if len(element.get("start", "")) > _MOST_DIGITS:
                del element.attrib["start"]


def teach(md: Markdown) -> None:
    md.treeprocessors.register(Prepare(md), "prepare", 25)
    md.treeprocessors.register(Dress(md), "dress", 15)
