"""What others do must neither fill somebody's day nor their list."""

from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions.signing import begin_sign_in
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import run_due
from forum.notifications.models import Mailing
from forum.notifications.readers import MOST_A_DAY
from tests.letters import letters
from tests.make import make_announcement, make_user

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("critical", [True, False])
def test_a_warning_reaches_who_has_got_as_many_mails_as_anybody_gets(critical):
    reader = make_user(email="wei@starmap.example")
    begin_sign_in(reader, "a test")
    with transaction():
        rows = [
            Mailing(user_id=reader.id, sealed_at=now(), sent_at=now()) for _n in range(MOST_A_DAY)
        ]
        db.session.add_all(rows)

    make_announcement("security", is_critical=critical, title="Do not deposit today")
    run_due(1000)
    with time_machine.travel(now() + timedelta(minutes=11)):
        subjects = [letter["Subject"] for letter in letters()]

    assert subjects == (["Do not deposit today"] if critical else [])
