"""Programs: ``program(user, "write")`` is a client with that person's token."""

import pytest

from forum.accounts.actions.tokens import make_token

# A program is no page of ours; tests read English.
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Accept-Language": "en"}


class Program:
    """A client that sends a token and speaks JSON, like the programs that people write."""

    def __init__(self, client, token=None):
        self.client, self.token = client, token

    def __getattr__(self, method):
        def send(path, body=None, **given):
            headers = FOREIGN | given.pop("headers", {})
            if self.token:
                headers["Authorization"] = f"Bearer {self.token}"
            if body is not None:
                given["json"] = body
            return getattr(self.client, method)(f"/api/v1{path}", headers=headers, **given)

        return send


@pytest.fixture
def program(app, visit):
    def make(user=None, *scopes):
        scopes = scopes or ("read",)
        token = make_token(user, "a test", scopes, by=user) if user else None
        return Program(visit(), token)

    return make
