"""Who asks, as few columns as a page needs: read at every request."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who has not signed in."""

    # No row has the id 0, whereas None would equal the author that an imported row lacks.
    id: int = 0
    handle: str = ""
    display_name: str = ""
    role: str = "guest"
    trust_level: int = 0
    silenced_until: datetime | None = None
    language: str | None = None
    time_zone: str | None = None
    theme: str = "system"
    mail_stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has signed in, or a program with their token."""

    id: int
    handle: str
    display_name: str
    role: str
    trust_level: int
    silenced_until: datetime | None
    language: str | None
    time_zone: str | None
    theme: str
    # Since when mail does not reach them.
    mail_stopped_at: datetime | None
    # The row of the browser's sign-in; None for a program.
    sign_in_id: int | None
    seen_at: datetime | None
    # What a program may do; None for a person in a browser.
    scopes: tuple[str, ...] | None
    # When a program's token expires, if it does.
    until: datetime | None = None
    # The row of that token.
    token_id: int | None = None
