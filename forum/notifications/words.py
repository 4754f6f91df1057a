"""What a notice says, in one sentence."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.threads.queries.rows import PersonRow


class Told(Protocol):
    """A line of the list, or of a mail."""

    @property
    def kind(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def by(self) -> PersonRow: ...
    @property
    def about(self) -> dict[str, Any]: ...


# How the reader reads a moment: in their zone and language.
Moment = Callable[[datetime], str]


def sentence(told: Told, at: Moment) -> str:
    """Plain text, in the language of the request or of ``force_locale``."""
    if told.kind in _TIMED:
        return _TIMED[told.kind](told, at)
    name = told.by.display_name or _("Somebody")
    return _SENTENCES.get(told.kind, _of_title)(told, name, told.title)


def _named(told: Told, name: str, title: str) -> str:
    one = _("%(name)s mentioned you in “%(title)s”", name=name, title=title)
    return one if told.count == 1 else _several(told, title)


def _replied(told: Told, name: str, title: str) -> str:
    one = _("%(name)s replied to you in “%(title)s”", name=name, title=title)
    return one if told.count == 1 else _several(told, title)


def _quoted(told: Told, name: str, title: str) -> str:
    one = _("%(name)s quoted you in “%(title)s”", name=name, title=title)
    return one if told.count == 1 else _several(told, title)


def _answered(told: Told, name: str, title: str) -> str:
    one = _("%(name)s answered your question “%(title)s”", name=name, title=title)
    return one if told.count == 1 else _several(told, title)


def _posted(told: Told, name: str, title: str) -> str:
    one = _("%(name)s wrote in “%(title)s”", name=name, title=title)
    return one if told.count == 1 else _several(told, title)


def _several(told: Told, title: str) -> str:
    return ngettext(
        "%(num)s reply in “%(title)s”", "%(num)s replies in “%(title)s”", told.count, title=title
    )


def _moved(told: Told, at: Moment) -> str:
    moments = [at(datetime.fromisoformat(text)) for text in told.about["moments"]]
    old, new = (f"{moments[i]} – {moments[i + 1]}" for i in (0, 2))
    return _(
        "“%(title)s” was moved to %(new)s (before: %(old)s)", title=told.title, old=old, new=new
    )


def _decided(told: Told, _name: str, _title: str) -> str:
    if told.about.get("decision") == "agree":
        return _("Thank you for your report: the post was hidden")
    return _("Your report was looked at: the post stays")


def _sanctioned(told: Told, at: Moment) -> str:
    until = at(datetime.fromisoformat(told.about["until"]))
    if told.about.get("kind") == "silence":
        return _("You cannot post until %(date)s. The reason is in your settings", date=until)
    return _("Your account was suspended until %(date)s", date=until)


def _ended(told: Told, _name: str, _title: str) -> str:
    if told.about.get("kind") == "silence":
        return _("You can post again")
    return _("Your account is no longer suspended")


ROLES: Mapping[str, Callable[[], str]] = {
    "member": lambda: _("Member"),
    "moderator": lambda: _("Moderator"),
    "official": lambda: _("Official"),
    "administrator": lambda: _("Administrator"),
}

def _of_title(told: Told, _name: str, title: str) -> str:
    """What its title says whole."""
    return {
        "critical_notice": _("Important for your safety: “%(title)s”", title=title),
        "accepted": _("Your answer was accepted in “%(title)s”", title=title),
        "solved": _("“%(title)s” is solved", title=title),
        "new_thread": _("New: “%(title)s”", title=title),
        "announcement_published": _("Announced: “%(title)s”", title=title),
        "announcement_updated": _("News on “%(title)s”", title=title),
        "announcement_started": _("“%(title)s” has begun", title=title),
        "announcement_completed": _("“%(title)s” is completed", title=title),
        "announcement_cancelled": _("“%(title)s” is cancelled", title=title),
        "post_hidden": _("Staff have hidden your post in “%(title)s”", title=title),
        "post_restored": _("Your post in “%(title)s” is shown again", title=title),
    }[told.kind]


def _of_account(told: Told, _name: str, _title: str) -> str:
    if told.kind == "password_changed":
        return _("Your password was changed")
    if told.kind == "token_made":
        return _("An API token was made: %(name)s", name=told.about["name"])
    return _("You are now: %(role)s", role=ROLES[told.about["role"]]())


_TIMED: Mapping[str, Callable[[Told, Moment], str]] = {
    "announcement_changed": _moved,
    "sanctioned": _sanctioned,
}
_SENTENCES: Mapping[str, Callable[[Told, str, str], str]] = {
    "mention": _named,
    "reply": _replied,
    "quote": _quoted,
    "answered": _answered,
    "thread_post": _posted,
    "flag_decided": _decided,
    "sanction_ended": _ended,
    "password_changed": _of_account,
    "token_made": _of_account,
    "role_granted": _of_account,
}
