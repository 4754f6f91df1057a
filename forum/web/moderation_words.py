"""What moderation's codes are called."""

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as N_

from forum.core.languages import locale_of
from forum.http.site import site
from forum.moderation.queries.queue import ItemRow
from forum.web.log_words import category_name

REASONS = {
    "scam": N_("Scam or phishing"),
    "secrets": N_("Asks for secrets"),
    "impersonation": N_("Impersonation"),
    "spam": N_("Spam"),
    "off_topic": N_("Off-topic"),
    "rude": N_("Rude"),
    "unlawful": N_("Unlawful"),
    "other": N_("Something else"),
}

HINTS = {
    "scam": N_("It leads to a fake site or app, or asks for money."),
    "secrets": N_("It wants a recovery phrase, a private key, a password or a code."),
    "impersonation": N_("Somebody poses as staff, or as another person."),
    "spam": N_("Advertising, or the same again and again."),
    "off_topic": N_("It has nothing to do with the question or this place."),
    "rude": N_("It insults or harasses somebody."),
    "unlawful": N_("It breaks the law."),
    "other": N_("Say in a few words what is wrong."),
}

# What readers of the stub are told, unless the moderator writes something better.
_HIDING = {
    "scam": N_("It led to a scam."),
    "secrets": N_("It asked for secrets. Nobody, staff included, ever needs yours."),
    "impersonation": N_("It posed as somebody else."),
    "spam": N_("Advertising."),
    "off_topic": N_("It did not belong here."),
    "rude": N_("It was rude."),
    "unlawful": N_("It broke the law."),
    "other": N_("It broke the rules."),
}

KINDS = {"silence": N_("Silence"), "suspension": N_("Suspension")}

PERIODS = {
    "1": N_("1 day"),
    "7": N_("7 days"),
    "30": N_("30 days"),
    "365": N_("1 year"),
    "date": N_("Until a date"),
}

VERBS = {
    "flag_post": N_("reported"),
    "decide_item": N_("decided about reports of"),
    "hide_post": N_("hid"),
    "restore_post": N_("brought back"),
    "edit_post": N_("edited"),
    "redact_post": N_("redacted"),
    "purge_post": N_("deleted for good"),
    "purge_revisions": N_("deleted the history of"),
    "hide_thread": N_("hid the thread"),
    "restore_thread": N_("brought back the thread"),
    "lock_thread": N_("locked"),
    "unlock_thread": N_("unlocked"),
    "move_thread": N_("moved"),
    "rename_thread": N_("renamed"),
    "retag_thread": N_("changed the tags of"),
    "lock_choice": N_("locked the answer of"),
    "unlock_choice": N_("unlocked the answer of"),
    "accept_answer": N_("accepted an answer in"),
    "unaccept_answer": N_("undid the acceptance in"),
    "close_thread": N_("closed as solved"),
    "reopen_thread": N_("opened again"),
    "mark_duplicate": N_("marked as a duplicate"),
    "publish_announcement": N_("announced"),
    "post_update": N_("posted an update on"),
    "change_maintenance": N_("changed what is affected in"),
    "step_maintenance": N_("changed the state of"),
    "postpone_maintenance": N_("postponed"),
    "pin_thread": N_("pinned"),
    "unpin_thread": N_("unpinned"),
    "move_pin": N_("moved the pin of"),
    "merge_tag": N_("made a synonym of"),
    "reserve_tag": N_("changed who may use"),
    "grant_role": N_("gave another role to"),
    "set_trust": N_("changed the trust of"),
    "silence_person": N_("silenced"),
    "suspend_person": N_("suspended"),
    "end_sanction": N_("ended a sanction of"),
    "change_site": N_("changed the settings of"),
    "change_texts": N_("changed the texts of"),
    "retry_job": N_("had tried again"),
    "create_category": N_("created"),
    "create_account": N_("created"),
    "create_service": N_("created"),
    "edit_category": N_("changed"),
    "delete_category": N_("deleted"),
    "create_webhook": N_("created"),
    "change_webhook": N_("changed"),
    "rotate_secret": N_("changed the secret of"),
    "remove_webhook": N_("removed"),
    "send_again": N_("sent a message again to"),
    "send_test": N_("sent a test to"),
}

DECISIONS = {
    "agree": N_("agreed"),
    "disagree": N_("nothing wrong"),
    "ignore": N_("ignored"),
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
        return category_name(number)
    if kind == "service":
        return gettext("service %(number)s", number=number)
    if kind == "tag":
        return gettext("tag %(number)s", number=number)
    if kind == "job":
        return gettext("job %(number)s", number=number)
    if kind == "jobs":
        return gettext("all failed jobs")
    if kind == "webhook":
        return gettext("webhook %(number)s", number=number)
    if kind == "site":
        return gettext("the site")
    return f"{kind} {number}".strip()
