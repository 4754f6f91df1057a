"""What webhooks' codes are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as N_

EVENTS: Mapping[str, object] = {
    "thread.created": N_("A thread was started"),
    "thread.closed": N_("A question was closed, or marked as a duplicate"),
    "thread.reopened": N_("A question was opened again"),
    "thread.hidden": N_("A thread went out of sight"),
    "thread.restored": N_("A thread came back"),
    "post.created": N_("Somebody replied"),
    "post.edited": N_("A post was edited"),
    "post.hidden": N_("A post was hidden, or deleted for good"),
    "post.restored": N_("A post came back"),
    "answer.accepted": N_("An answer was accepted"),
    "answer.unaccepted": N_("An acceptance was undone"),
    "announcement.published": N_("An announcement was published"),
    "announcement.updated": N_("An update was posted"),
    "maintenance.changed": N_("A maintenance was postponed, or is being verified"),
    "maintenance.started": N_("A maintenance was started early"),
    "maintenance.completed": N_("A maintenance was completed"),
    "maintenance.cancelled": N_("A maintenance was cancelled"),
    "flag.created": N_("A post was reported"),
    "flag.decided": N_("A report was decided"),
    "webhook.test": N_("A test"),
}

ERRORS: Mapping[str, object] = {
    "url": N_("The address makes no sense."),
    "scheme": N_("The address is not one of the web."),
    "userinfo": N_("The address holds a password."),
    "port": N_("The port is not allowed."),
    "private": N_("The address lies inside a network."),
    "resolve": N_("The name leads nowhere."),
    "connect": N_("Nobody listens there."),
    "tls": N_("The certificate is not valid."),
    "timeout": N_("There was no answer in time."),
    "broken": N_("The connection broke."),
    "answer": N_("The answer was no success."),
    "stopped": N_("The webhook was off."),
    "withheld": N_("It went out of sight before it was sent."),
}

STATES: Mapping[str, object] = {
    "delivered": N_("Delivered"),
    "waiting": N_("Waiting"),
    "given_up": N_("Given up"),
}

STOPS: Mapping[str, object] = {
    "gone": N_("The receiver said that it is gone for good (410)."),
    "failing": N_("For five days nothing came through."),
}
