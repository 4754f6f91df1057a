"""The list of pins, and the form of one."""

from forum.announcements.actions.pins import PinWish, pin_thread
from tests.make import make_category, make_moderator, make_official, make_thread


def test_a_moderator_reads_no_pin_of_a_category_for_officials(visit):
    secret = make_thread(title="Not for moderators yet", category=make_category(may_see="official"))
    pin_thread(secret, PinWish("category"), by=make_official())

    assert secret.title not in visit(make_moderator()).get("/announcements/pins").text
    assert secret.title in visit(make_official()).get("/announcements/pins").text
