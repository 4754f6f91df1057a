"""Every job of this room is done twice now and then, and leaves the world as after once."""

from datetime import timedelta

import pytest

from forum.accounts.actions.signing import begin_sign_in
from forum.accounts.models import User
from forum.announcements.actions.updates import post_update
from forum.announcements.models import MaintenanceWindow
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.jobs import Job, enqueue, run_due
from forum.core.model import Model
from forum.notifications.actions.following import set_thread_level
from forum.notifications.models import Mailing
from forum.threads.actions.answers import accept_answer
from forum.threads.models import Thread
from forum.wiring import JOBS
from tests.letters import letters
from tests.make import make_maintenance, make_official, make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def make_reader():
    reader = make_user(handle="named", email="lin@starmap.example", language="en")
    begin_sign_in(reader, "a test")
    return reader


def a_post(body="Ask @named"):
    reader, thread = make_reader(), make_thread()
    set_thread_level(thread, "watch", by=reader)
    return make_post(thread=thread, body=body, html=f'<p><a class="mention">{body}</a></p>')


def telling_of_a_post():
    return {"post_id": a_post().id}


def telling_of_an_answer():
    post = a_post()
    accept_answer(post, by=post.thread.author)
    return {"post_id": post.id, "by_id": post.thread.author_id}


def a_maintenance():
    reader = make_reader()
    thread = db.session.get_one(Thread, make_maintenance().thread_id)
    set_thread_level(thread, "watch", by=reader)
    return thread


def telling_of_an_announcement():
    kind = {"kind": "announcement_completed", "event": "completed", "by_id": None}
    return {"thread_id": a_maintenance().id, "about": {}, **kind}


def telling_of_an_update():
    return {"post_id": post_update(a_maintenance(), "Half is done.", by=make_official()).id}


def telling_of_a_start():
    thread = a_maintenance()
    window = db.session.get_one(MaintenanceWindow, thread.id)
    with transaction():
        window.starts_at = now() - timedelta(minutes=1)
    return {"thread_id": thread.id, "starts_at": window.starts_at.isoformat()}


def mailing():
    reader, post = make_reader(), make_post(thread=make_thread())
    set_thread_level(post.thread, "watch", by=reader)
    with transaction():
        enqueue("tell_of_post", post_id=post.id)
    run_due()
    return {"mailing_id": db.session.query(Mailing).one().id}


def digesting():
    make_thread()
    return {"user_id": make_reader().id, "since": (now() - timedelta(days=1)).isoformat()}


# Job → what makes its arguments, how many notices "named" has afterwards (of maintenance also that
# it was announced), and how many letters leave when it is done twice.
TWICE = {
    "tell_of_post": (telling_of_a_post, 1, 0),
    "tell_of_names": (telling_of_a_post, 0, 0),
    "tell_of_answer": (telling_of_an_answer, 1, 0),
    "tell_of_announcement": (telling_of_an_announcement, 2, 0),
    "tell_of_update": (telling_of_an_update, 2, 0),
    "tell_of_start": (telling_of_a_start, 2, 0),
    "send_mailing": (mailing, 1, 1),
    # As the same mail, by its Message-ID.
    "send_digest": (digesting, 0, 2),
}


def test_every_job_of_this_room_is_here():
    mine = {name for name, do in JOBS.items() if do.__module__.startswith("forum.notifications.")}

    # Pushes are in tests/test_jobs_twice.py.
    assert mine - {"send_push"} == TWICE.keys()


@pytest.mark.parametrize("name", TWICE)
def test_a_job_done_twice_leaves_the_world_as_once(name):
    arrange, notices, sent = TWICE[name]
    arguments = arrange()
    letters()
    forget_jobs()

    once = world_after(name, arguments)
    twice = world_after(name, arguments)

    assert twice == once
    assert len([row for row in once["notifications"] if row["user_id"] == the_reader()]) == notices
    mails = letters()
    assert len(mails) == sent
    assert len({mail["Message-ID"] for mail in mails}) <= 1


@pytest.mark.parametrize("name", TWICE)
def test_what_a_job_speaks_of_may_be_gone_when_its_turn_comes(name):
    arguments = TWICE[name][0]()
    letters()
    gone = {key: 987654321 if type(value) is int else value for key, value in arguments.items()}

    world_after(name, gone)

    assert letters() == []


def world_after(name, arguments):
    JOBS[name](**arguments)
    db.session.rollback()
    return {
        table.name: [
            dict(row._mapping)
            for row in db.session.execute(table.select().order_by(*table.primary_key.columns))
        ]
        for table in Model.metadata.sorted_tables
    }


@transaction()
def forget_jobs():
    db.session.query(Job).delete()


def the_reader():
    return db.session.query(User).filter_by(handle="named").one().id
