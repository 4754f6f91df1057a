"""What moderation's codes are called."""

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from forum.core.languages import locale_of
from forum.http.site import site
from forum.moderation.queries.queue import ItemRow

REASONS = {
    "scam": _l("Scam or phishing"),
    "secrets": _l("Asks for secrets"),
    "impersonation": _l("Impersonation"),
    "spam": _l("Spam"),
    "off_topic": _l("Off-topic"),
    "rude": _l("Rude"),
    "unlawful": _l("Unlawful"),
    "other": _l("Something else"),
}

HINTS = {
    "scam": _l("It leads to a fake site or app, or asks for money."),
    "secrets": _l("It wants a recovery phrase, a private key, a password or a code."),
    "impersonation": _l("Somebody poses as staff, or as another person."),
    "spam": _l("Advertising, or the same again and again."),
    "off_topic": _l("It has nothing to do with the question or this place."),
    "rude": _l("It insults or harasses somebody."),
    "unlawful": _l("It breaks the law."),
    "other": _l("Say in a few words what is wrong."),
}

# What readers of the stub are told, unless the moderator writes something better.
_HIDING = {
    "scam": _l("It led to a scam."),
    "secrets": _l("It asked for secrets. Nobody, staff included, ever needs yours."),
    "impersonation": _l("It posed as somebody else."),
    "spam": _l("Advertising."),
    "off_topic": _l("It did not belong here."),
    "rude": _l("It was rude."),
    "unlawful": _l("It broke the law."),
    "other": _l("It broke the rules."),
}

KINDS = {"silence": _l("Silence"), "suspension": _l("Suspension")}

PERIODS = {
    "1": _l("1 day"),
    "7": _l("7 days"),
    "30": _l("30 days"),
    "365": _l("1 year"),
    "date": _l("Until a date"),
}

VERBS = {
    "flag_post": _l("reported"),
    "decide_item": _l("decided about reports of"),
    "hide_post": _l("hid"),
    "restore_post": _l("brought back"),
    "edit_post": _l("edited"),
    "redact_post": _l("redacted"),
    "purge_post": _l("deleted for good"),
    "purge_revisions": _l("deleted the history of"),
    "hide_thread": _l("hid the thread"),
    "restore_thread": _l("brought back the thread"),
    "lock_thread": _l("locked"),
    "unlock_thread": _l("unlocked"),
    "move_thread": _l("moved"),
    "rename_thread": _l("renamed"),
    "retag_thread": _l("changed the tags of"),
    "lock_choice": _l("fixed the answer of"),
    "unlock_choice": _l("freed the answer of"),
    "accept_answer": _l("accepted an answer in"),
    "unaccept_answer": _l("undid the acceptance in"),
    "close_thread": _l("closed as solved"),
    "reopen_thread": _l("opened again"),
    "mark_duplicate": _l("marked as a duplicate"),
    "silence_person": _l("silenced"),
    "suspend_person": _l("suspended"),
    "end_sanction": _l("ended a sanction of"),
    "change_site": _l("changed the settings of"),
    "change_texts": _l("changed the texts of"),
    "create_category": _l("created"),
    "edit_category": _l("changed"),
    "delete_category": _l("deleted"),
}

DECISIONS = {
    "agree": _l("agreed"),
    "disagree": _l("nothing wrong"),
    "ignore": _l("ignored"),
}


def hiding_reason(item: ItemRow) -> str:
    """In the language of the thread, which its readers read; else in the site's."""
    language = item.language or site().settings["language"]
    with force_locale(locale_of(language)):
        return str(_HIDING[item.reasons[0]])


def subject_name(kind: str, number: str) -> str:
    """Like "post 12"; what has no word of its own stays as it is."""
    if kind == "post":
        return gettext("post %(number)s", number=number)
    if kind == "thread":
        return gettext("thread %(number)s", number=number)
    if kind == "category":
        return gettext("category %(number)s", number=number)
    if kind == "site":
        return gettext("the site")
    return f"{kind} {number}".strip()
