"""Two administrators at once, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.accounts.models import User
from forum.core.db import db
from forum.core.settings import all_settings
from forum.moderation.actions.site import change_site
from tests.make import make_administrator

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.commits]


def test_the_site_is_changed_for_the_first_time_by_several_at_once(app):
    admin_id, accents = make_administrator().id, ("plum", "rose", "bronze", "moss")
    wishes = {"language": "en", "time_zone": "Europe/Zurich", "sign_ups": False}

    def change(accent):
        with app.app_context():
            admin = db.session.get_one(User, admin_id)
            change_site({"en": "Starmap"}, accent=accent, **wishes, by=admin)
            db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, accents))

    stored = all_settings(db.session.connection())
    assert stored["accent"] in accents
    assert stored["name"] == {"en": "Starmap"}
