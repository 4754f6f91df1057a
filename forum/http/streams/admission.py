"""Of what an open page may hear."""

from flask import Flask, request

from forum.core import push, stamps
from forum.core.errors import NotFound
from forum.core.numbers import whole
from forum.http.visitor import visitor
from forum.threads.queries.pages import get_head


def admit(app: Flask, target: str, cookie: str) -> frozenset[str]:
    """The subjects that this browser asks for (``?thread=12&lists=1``), and its person's bell.

    Raises ``NotFound`` and ``Gone`` as the thread's page would. Asks the database: not for the
    event loop.
    """
    with app.test_request_context(target, headers={"Cookie": cookie}):
        person = visitor()
        subjects = {stamps.LISTS} if "lists" in request.args else set()
        if "thread" in request.args:
            thread_id = whole(request.args["thread"])
            if thread_id is None:
                raise NotFound("There is no such thread.")
            subjects.add(f"thread/{get_head(thread_id, person).id}")
        if person.id:
            subjects.add(push.bell_of(person.id))
        return frozenset(subjects)
