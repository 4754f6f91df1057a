"""Every job is done twice now and then, and leaves the world as if it had been done once.

Whoever adds a job to ``forum.wiring.JOBS`` adds a line to ``TWICE``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from forum.accounts.actions.passwords import request_reset
from forum.accounts.actions.signing_up import Wish, begin_sign_up
from forum.accounts.actions.tokens import make_token
from forum.accounts.models import ApiToken, PasswordReset, PendingSignUp
from forum.core.db import db, transaction
from forum.core.jobs import Job, enqueue, run_due
from forum.core.model import Model
from forum.notifications.models import Notification
from forum.notifications.reach import Told
from forum.notifications.writing import Event, tell
from forum.wiring import JOBS
from tests.letters import letters
from tests.make import make_device, make_user
from tests.notifications.test_jobs_twice import TWICE as OF_NOTICES

pytestmark = pytest.mark.usefixtures("app")

XU = "xu@starmap.example"
# An id that nothing has.
GONE = 987654321


@dataclass(frozen=True)
class Entry:
    # Makes what the job is about; answers its arguments.
    arrange: Callable[[], dict[str, object]]
    # Columns that each time writes anew, like "users.seen_at", and why that harms nobody.
    renews: tuple[str, ...] = ()
    why: str = ""
    # How many letters may leave again, word for word but for digits.
    letters: int = 0


def _signing_up():
    begin_sign_up(Wish("laoxu", XU, "four unrelated words here"), "en")
    return {"request_id": db.session.scalars(select(PendingSignUp.id)).one()}


def _signing_up_again():
    make_user(email=XU)
    return _signing_up()


def _forgetting():
    make_user(email=XU)
    return _forgetting_of_nobody()


def _forgetting_of_nobody():
    request_reset(XU, "en")
    return {"request_id": db.session.scalars(select(PasswordReset.id)).one()}


def _person():
    return {"user_id": make_user(email=XU, language="en").id}


def _token():
    person = make_user(email=XU, language="en")
    make_token(person, "A bot", ["read"], by=person)
    return {"token_id": db.session.scalars(select(ApiToken.id)).one()}


def _refused_mail():
    return {
        "to": XU, "language": "en", "message_id": "<1@mail.example>", "reason": "Not now.",
        "subject": "Re: coins", "text": "It works.",
    }  # fmt: skip


def _device_inside():
    """At an address that became private since: nothing leaves (tests/notifications do that)."""
    person = make_user(language="en")
    device = make_device(person)
    with transaction():
        device.endpoint = "http://127.0.0.1:9/"
    tell(Event("token/1", about={"name": "backup"}), {person.id: Told("token_made")})
    notice = db.session.scalars(select(Notification.id)).one()
    return {"notification_id": notice, "subscription_id": device.id}


REPLACED = "The code of the newest mail is the one that fits."

TWICE = {
    "send_sign_up_code": [
        Entry(
            _signing_up,
            ("pending_sign_ups.code_hash", "pending_sign_ups.mailed_at"), REPLACED, letters=1,
        ),
        Entry(_signing_up_again, ("pending_sign_ups.mailed_at",), "No code fits.", letters=1),
    ],
    "send_reset_code": [
        Entry(
            _forgetting,
            ("password_resets.code_hash", "password_resets.mailed_at"), REPLACED, letters=1,
        ),
        Entry(_forgetting_of_nobody, ("password_resets.mailed_at",), "No code fits."),
    ],
    "tell_of_password": [Entry(_person, letters=1)],
    "tell_of_token": [Entry(_token, letters=1)],
    "tell_not_taken": [Entry(_refused_mail, letters=1)],
    "send_push": [Entry(_device_inside)],
}  # fmt: skip

CASES = [(name, entry) for name, entries in TWICE.items() for entry in entries]


def test_every_job_has_an_entry():
    # tests/webhooks run it twice against a receiver.
    elsewhere = {"deliver_webhook"} | OF_NOTICES.keys()
    assert TWICE.keys() | elsewhere == JOBS.keys()
    assert [entry for _, entry in CASES if bool(entry.renews) != bool(entry.why)] == []


every_job = pytest.mark.parametrize(
    ("name", "entry"), CASES, ids=[f"{name} {entry.arrange.__name__}" for name, entry in CASES]
)


@every_job
def test_a_job_done_twice_leaves_the_world_as_once(name, entry):
    arguments = entry.arrange()
    forget_jobs()

    once, sent_once = world_after(name, arguments)
    twice, sent_twice = world_after(name, arguments)

    assert changed(once, twice) <= set(entry.renews)
    assert len(sent_once) == entry.letters
    assert sent_twice == sent_once


@pytest.mark.parametrize(
    ("name", "entry"),
    # What is written to the end in its arguments speaks of nothing else.
    [case for case in CASES if case[0] != "tell_not_taken"],
    ids=lambda value: value if isinstance(value, str) else value.arrange.__name__,
)
def test_what_a_job_speaks_of_may_be_gone_when_its_turn_comes(name, entry):
    arguments = entry.arrange()
    forget_jobs()
    gone = {key: GONE if isinstance(value, int) else value for key, value in arguments.items()}

    assert world_after(name, gone)[1] == []


def world_after(name, arguments):
    """Every row, and the letters that left, once the job is done."""
    with transaction():
        enqueue(name, **arguments)
    assert run_due() >= 1
    db.session.rollback()
    assert [job.error for job in db.session.query(Job).filter(Job.done_at.is_(None))] == []
    forget_jobs()
    rows = {
        table.name: [dict(row._mapping) for row in db.session.execute(in_order(table))]
        for table in Model.metadata.sorted_tables
    }
    return rows, [in_words(letter) for letter in letters()]


@transaction()
def forget_jobs():
    db.session.query(Job).delete()


def in_order(table):
    return table.select().order_by(*table.primary_key.columns)


def in_words(letter):
    return letter["To"], re.sub(r"\d", "#", f"{letter['Subject']}\n{letter.get_content()}")


def changed(before, after):
    """The columns that are not as they were; a table whose rows are others is named alone."""
    columns = set()
    for table, rows in before.items():
        if len(rows) != len(after[table]):
            columns.add(table)
        for old, new in zip(rows, after[table], strict=False):
            columns |= {f"{table}.{column}" for column in old if old[column] != new[column]}
    return columns
