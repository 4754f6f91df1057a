"""Old addresses of imported questions and answers."""

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from forum.core.numbers import whole
from forum.http.people import address_of
from forum.http.visitor import enter, visitor
from forum.transfer.queries import find_imported_place

bp = Blueprint("imported", __name__)


@bp.get("/q/<int:number>")
@bp.get("/q/<int:number>/<path:rest>")
@bp.get("/a/<int:number>")
@bp.get("/a/<int:number>/<path:rest>")
@bp.get("/questions/<int:number>")
@bp.get("/questions/<int:number>/<path:rest>")
@enter("everyone")
def find(number: int, rest: str = "") -> ResponseReturnValue:
    """Whatever the address calls it: there too, /a/ of a question leads to the question."""
    # /questions/<question>/<words>/<answer>
    answer = rest.rpartition("/")[2]
    if "/" in rest and answer.isdigit():
        number = whole(answer) or 0
    thread, place = find_imported_place(number, visitor())
    return redirect(thread.path if place == 1 else address_of(thread, place), 301)
