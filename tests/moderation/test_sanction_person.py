from datetime import timedelta

import pytest

from forum import policy
from forum.accounts.actions.signing import begin_sign_in
from forum.accounts.queries import find_visitor
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.moderation.actions.sanctioning import end_sanction, silence_person, suspend_person
from forum.moderation.models import LogLine, Sanction, is_over
from forum.moderation.queries.sanctions import why_suspended
from forum.threads.actions.posting import reply
from tests.make import (
    make_administrator,
    make_moderator,
    make_official,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")

WEEK = timedelta(days=7)


def test_a_silenced_person_cannot_post():
    person, thread = make_user(), make_thread()

    silence_person(person, now() + WEEK, "Insults.", by=make_moderator())

    with pytest.raises(Forbidden, match="until"):
        reply(thread, "I am still here.", by=person)


def test_a_suspension_ends_every_session():
    person = make_user()
    token = begin_sign_in(person, "a test")

    suspend_person(person, now() + WEEK, "Scam.", by=make_moderator())

    assert find_visitor(token) is None
    assert why_suspended(person.id) == "Scam."


def test_another_takes_the_place_of_the_first():
    person, moderator = make_user(), make_moderator()
    first = silence_person(person, now() + WEEK, "Insults.", by=moderator)

    second = silence_person(person, now() + 2 * WEEK, "Again.", by=moderator)

    assert is_over(first)
    assert person.silenced_until == second.until


def test_silence_and_suspension_stand_side_by_side():
    person, moderator = make_user(), make_moderator()

    silence_person(person, now() + 2 * WEEK, "Insults.", by=moderator)
    suspend_person(person, now() + WEEK, "Scam.", by=moderator)

    assert person.silenced_until > person.suspended_until > now()


def test_a_sanction_is_ended_early():
    person, moderator = make_user(), make_moderator()
    sanction = silence_person(person, now() + WEEK, "Insults.", by=moderator)

    end_sanction(sanction, by=moderator)

    assert person.silenced_until is None
    assert policy.write(person)
    verbs = [line.verb for line in db.session.query(LogLine).order_by(LogLine.id)]
    assert verbs == ["silence_person", "end_sanction"]


def test_what_is_over_cannot_be_ended():
    moderator = make_moderator()
    sanction = silence_person(make_user(), now() + WEEK, "Insults.", by=moderator)
    end_sanction(sanction, by=moderator)

    with pytest.raises(Conflict):
        end_sanction(sanction, by=moderator)


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (timedelta(0), "Insults.", "until"),
        (-WEEK, "Insults.", "until"),
        (timedelta(days=40_000), "Insults.", "until"),
        (WEEK, "", "reason"),
        (WEEK, "x" * 501, "reason"),
    ],
)
def test_a_sanction_needs_a_date_and_a_reason(until, reason, field):
    person = make_user()

    with pytest.raises(Invalid) as refused:
        suspend_person(person, now() + until, reason, by=make_moderator())

    assert refused.value.field == field
    assert db.session.query(Sanction).count() == 0


MAKERS = {
    "member": make_user,
    "moderator": make_moderator,
    "official": make_official,
    "administrator": make_administrator,
}
# Who (down) may sanction whom (across): member, moderator, official, administrator.
TABLE = {
    "member": (False, False, False, False),
    "moderator": (True, False, False, False),
    "official": (False, False, False, False),
    "administrator": (True, True, True, True),
}


@pytest.mark.parametrize("verb", [silence_person, suspend_person])
@pytest.mark.parametrize("role", TABLE)
def test_who_may_sanction_whom(role, verb):
    by = MAKERS[role]()

    allowed = []
    for other in MAKERS:
        try:
            verb(MAKERS[other](), now() + WEEK, "A reason.", by=by)
            allowed.append(True)
        except Forbidden:
            allowed.append(False)

    assert tuple(allowed) == TABLE[role]


def test_nobody_sanctions_themselves_or_lifts_their_own():
    administrator = make_administrator()
    with pytest.raises(Forbidden, match="yourself"):
        suspend_person(administrator, now() + WEEK, "A reason.", by=administrator)

    own = silence_person(administrator, now() + WEEK, "A reason.", by=make_administrator())

    with pytest.raises(Forbidden):
        end_sanction(own, by=administrator)
