"""A running forum, and what its people do in a browser."""

import re
from email import message_from_bytes
from email.policy import default

from forum.accounts.actions.creating import create_account_with_password
from forum.accounts.queries import get_system
from forum.categories.actions import create_category
from forum.core.jobs import run_due

PASSWORD = "four unrelated calm words"


class Site:
    def __init__(self, app, address, folder):
        self.app, self.address, self.folder = app, address, folder
        self.complaints = []

    def note(self, message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def person(self, handle, role="member"):
        with self.app.app_context():
            email = f"{handle.encode().hex()}@example.org"
            create_account_with_password(
                handle, email, PASSWORD, role=role, by=get_system()
            )
        return handle

    def category(self, slug, name, **given):
        with self.app.app_context():
            create_category(slug, {"zh-Hans": name}, by=get_system(), **given)

    def mails(self):
        """What has been sent so far, the oldest first; jobs that are due are done before."""
        with self.app.app_context():
            run_due()
        files = sorted((self.folder / "outbox").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=default) for file in files]

    def last_code(self):
        return re.search(r"\b\d{8}\b", self.mails()[-1].get_content())[0]


def sign_in(page, handle, password=PASSWORD):
    page.goto("/sign-in")
    page.fill("[name=name]", handle)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")
